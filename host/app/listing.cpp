#include "host/app/listing.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "host/base/text.h"
#include "host/io/bundled.h"
#include "host/report/grid.h"
#include "host/rules/rulebook.h"

namespace headroom {
namespace {

using Json = nlohmann::ordered_json;

// Throws what `read` finds wrong.
template <class Read>
auto checked(Read read) {
  Problems problems;
  auto value = read(problems);
  stop_on_errors(problems);
  return value;
}

Catalogue catalogue_of(const ListingOptions& options) {
  return checked([&](Problems& problems) { return load_catalogue(Folder::bundled("", options.data_root), problems); });
}

std::vector<std::string> regime_names(const ListingOptions& options) {
  return bundled_names("regimes", "regime.toml", options.data_root);
}

// What a licence meets.
std::string what_limits(const Regime& regime) {
  std::string text = regime.allocation.cap_tpp ? "destination" : "";
  if (regime.product_limit) text += text.empty() ? "product" : ", product";
  if (regime.consignee_limit) text += text.empty() ? "consignee" : ", consignee";
  return text.empty() ? "nothing" : text;
}

std::string cell_text(const ListingCell& cell) {
  if (const auto* number = std::get_if<u64>(&cell)) return std::to_string(*number);
  const auto* text = std::get_if<std::string>(&cell);
  return text ? *text : "-";
}

}  // namespace

Listing list_destinations(const ListingOptions& options) {
  const Catalogue catalogue = catalogue_of(options);
  const Regime regime = checked([&](Problems& problems) {
    return load_regime(find_regime(options.regime, options.data_root), catalogue, problems);
  });
  Listing listing{{"iso3", "name", "region", "subregion", "tier", "paragraph"}, {}};
  for (const Country& country : catalogue.countries) {
    const auto tier = regime.tiers.find(country.iso3);
    if (tier == regime.tiers.end()) continue;
    listing.rows.push_back({country.iso3, country.name, country.region, country.subregion, u64(tier->second.tier),
                            tier->second.paragraph});
  }
  return listing;
}

Listing list_chips(const ListingOptions& options) {
  Listing listing{{"id", "name", "vendor", "tpp", "class", "nac_aca_eligible", "derivation", "certainty"}, {}};
  for (const Chip& chip : catalogue_of(options).chips) {
    listing.rows.push_back({chip.id, chip.name, chip.vendor, u64(chip.tpp), chip.chip_class,
                            std::string(chip.nac_aca_eligible ? "yes" : "no"), chip.derivation, chip.certainty});
  }
  return listing;
}

Listing list_regimes(const ListingOptions& options) {
  const Catalogue catalogue = catalogue_of(options);
  Listing listing{{"name", "title", "source", "status", "window_start", "months", "cap_tpp", "limits"}, {}};
  for (const std::string& name : regime_names(options)) {
    const Regime regime = checked([&](Problems& problems) {
      return load_regime(Folder::bundled("regimes/" + name, options.data_root), catalogue, problems);
    });
    listing.rows.push_back(
        {name, regime.title, regime.source, regime.status, to_string(regime.window_start), u64(regime.window_months),
         regime.allocation.cap_tpp ? ListingCell(*regime.allocation.cap_tpp) : nullptr, what_limits(regime)});
  }
  return listing;
}

Listing list_studies(const ListingOptions& options) {
  Listing listing{{"name", "regime", "start", "months", "trials", "seed", "streams", "book_orders"}, {}};
  for (const std::string& name : bundled_names("studies", "study.toml", options.data_root)) {
    const LoadedStudy loaded = checked([&](Problems& problems) {
      return load_study(name, {{}, {}, options.data_root}, problems);
    });
    const Study& study = loaded.study;
    listing.rows.push_back({name, study.regime.name, to_string(study.start), u64(study.months), study.trials,
                            study.seed, u64(study.streams.size()), u64(study.book.size())});
  }
  return listing;
}

std::string listing_text(const Listing& listing) {
  std::vector<GridColumn> columns;
  for (std::size_t c = 0; c < listing.keys.size(); ++c) {
    const bool number = std::any_of(listing.rows.begin(), listing.rows.end(),
                                    [&](const auto& row) { return std::holds_alternative<u64>(row[c]); });
    columns.push_back({listing.keys[c], number ? Align::right : Align::left});
  }
  std::vector<std::vector<std::string>> lines;
  for (const auto& row : listing.rows) {
    auto& line = lines.emplace_back();
    for (const ListingCell& cell : row) line.push_back(cell_text(cell));
  }
  return grid(columns, lines);
}

std::string listing_json(const std::string& kind, const Listing& listing) {
  Json rows = Json::array();
  for (const auto& row : listing.rows) {
    Json& one = rows.emplace_back(Json::object());
    for (std::size_t c = 0; c < row.size(); ++c) {
      std::visit([&](const auto& value) { one[listing.keys[c]] = value; }, row[c]);
    }
  }
  const Json json = {{"schema", "headroom.data/1"}, {kind, rows}};
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace headroom
