#include "host/model/catalogue.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "host/base/text.h"
#include "host/io/row.h"
#include "host/model/names.h"

namespace headroom {
namespace {

constexpr NumberColumn kTpp{"tpp", NumberKind::real, kChipTpp};
constexpr NumberColumn kBandwidth{"mem_bw_gbs", NumberKind::real, kChipBandwidth};
constexpr NumberColumn kEligible{"nac_aca_eligible", NumberKind::whole, {.low = 0, .high = 1}};

void read_countries(const CsvTable& table, Catalogue& catalogue, Problems& problems) {
  std::set<std::string> seen;
  for (const CsvRow& fields : table.rows) {
    RowReader row(table, fields, problems);
    Country country;
    row.read_name("iso3", country.iso3);
    row.read_text("iso2", country.iso2);
    row.read_name("name", country.name);
    row.read_name("region", country.region);
    row.read_text("subregion", country.subregion);
    const bool letters = country.iso3.size() == 3 && std::all_of(country.iso3.begin(), country.iso3.end(),
                                                                 [](char c) { return c >= 'A' && c <= 'Z'; });
    if (!country.iso3.empty() && !letters) {
      row.error("iso3", fmt::format("iso3 is {}; it must be three capital letters", in_quotes(country.iso3)));
    }
    if (!seen.insert(country.iso3).second) {
      row.error("iso3", fmt::format("country {} stands twice; keep one row", in_quotes(country.iso3)));
    }
    catalogue.countries.push_back(std::move(country));
  }
  std::sort(catalogue.countries.begin(), catalogue.countries.end(),
            [](const Country& a, const Country& b) { return a.iso3 < b.iso3; });
}

void read_chips(const CsvTable& table, Catalogue& catalogue, Problems& problems) {
  std::set<std::string> seen;
  for (const CsvRow& fields : table.rows) {
    RowReader row(table, fields, problems);
    Chip chip;
    double tpp = 0;
    u32 eligible = 0;
    row.read_name("id", chip.id);
    row.read_text("name", chip.name);
    row.read_text("vendor", chip.vendor);
    if (row.read(kTpp, tpp)) chip.tpp = whole_tpp(tpp);
    row.read_text("derivation", chip.derivation);
    row.read_name("class", chip.chip_class);
    row.read(kEligible, eligible);
    row.read_text("certainty", chip.certainty);
    if (std::string text; row.read_text("mem_bw_gbs", text) && !text.empty()) {
      double bandwidth = 0;
      if (row.read(kBandwidth, bandwidth)) chip.bandwidth_gbs = bandwidth;
    }
    chip.nac_aca_eligible = eligible == 1;
    if (!seen.insert(chip.id).second) {
      row.error("id", fmt::format("chip {} stands twice; keep one row", in_quotes(chip.id)));
    }
    catalogue.chips.push_back(std::move(chip));
  }
}

}  // namespace

const Country* Catalogue::country(std::string_view iso3) const {
  const auto at = std::lower_bound(countries.begin(), countries.end(), iso3,
                                   [](const Country& one, std::string_view wanted) { return one.iso3 < wanted; });
  return at != countries.end() && at->iso3 == iso3 ? &*at : nullptr;
}

const Chip* Catalogue::chip(std::string_view id) const {
  const auto at = std::find_if(chips.begin(), chips.end(), [&](const Chip& one) { return one.id == id; });
  return at == chips.end() ? nullptr : &*at;
}

Catalogue load_catalogue(const Folder& data, Problems& problems) {
  Catalogue catalogue;
  if (const auto file = data.read("countries.csv", problems)) {
    read_countries(read_csv(*file, {"iso3", "iso2", "name", "region", "subregion"}, {}, problems), catalogue, problems);
  }
  if (const auto file = data.read("chips.csv", problems)) {
    const std::vector<std::string> needed = {"id",         "name",  "vendor",           "tpp",
                                             "derivation", "class", "nac_aca_eligible", "certainty"};
    const std::vector<std::string> more = {"architecture", "data_centre", "release_quarter", "mem_gb",
                                           "mem_bw_gbs",   "die_mm2",     "perf_density",    "notes"};
    read_chips(read_csv(*file, needed, more, problems), catalogue, problems);
  }
  return catalogue;
}

}  // namespace headroom
