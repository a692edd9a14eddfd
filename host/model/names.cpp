#include "host/model/names.h"

#include <cmath>
#include <set>

#include <fmt/format.h>

#include "host/base/text.h"

namespace headroom {

u32 whole_tpp(double tpp) { return u32(std::floor(tpp + 0.5)); }

std::string unknown_destination(std::string_view what, std::string_view name, const Catalogue& catalogue) {
  std::vector<std::string_view> codes;
  for (const Country& country : catalogue.countries) {
    if (country.name == name || country.iso2 == name) {
      return fmt::format("unknown {} {}; did you mean '{}'?", what, in_quotes(name), country.iso3);
    }
    codes.push_back(country.iso3);
  }
  return unknown_name(what, name, codes,
                      "write an ISO 3166 alpha-3 code such as IND (headroom data destinations lists them)");
}

std::string unknown_chip_text(std::string_view id, const Study& study, const Catalogue& catalogue) {
  std::vector<std::string_view> known;
  for (const Chip& chip : study.chips) known.push_back(chip.id);
  for (const Chip& chip : catalogue.chips) known.push_back(chip.id);
  return unknown_name("chip", id, known,
                      "name a chip of the catalogue (headroom data chips) or a [chip.NAME] of study.toml");
}

std::vector<std::string_view> chip_classes(const Catalogue& catalogue) {
  std::set<std::string_view> classes;
  for (const Chip& chip : catalogue.chips) classes.insert(chip.chip_class);
  return {classes.begin(), classes.end()};
}

}  // namespace headroom
