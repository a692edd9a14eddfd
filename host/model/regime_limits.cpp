#include "host/model/regime_limits.h"

#include <algorithm>

#include <fmt/format.h>

#include "host/base/text.h"
#include "host/model/names.h"
#include "host/model/study.h"

namespace headroom {
namespace {

constexpr Range kLimitTpp{.low = 1, .high = double(kMaxCapTpp)};

void read_destinations(TomlTable& table, const Catalogue& catalogue, const Regime& regime,
                       std::vector<std::string>& destinations) {
  std::vector<TomlText> all;
  if (!table.read("destinations", all)) return;
  destinations.clear();
  if (all.empty()) table.error("destinations", "product_limit.destinations is an empty list; name one destination");
  for (const TomlText& one : all) {
    const auto tier = regime.tiers.find(one.text);
    if (!catalogue.country(one.text)) {
      table.problems().error(one.place, unknown_destination("destination", one.text, catalogue));
    } else if (std::find(destinations.begin(), destinations.end(), one.text) != destinations.end()) {
      table.problems().error(one.place, fmt::format("destination '{}' stands twice; name it once", one.text));
    } else if (tier != regime.tiers.end() && tier->second.tier != 3) {
      table.problems().error(one.place,
                             fmt::format("{} is a Tier {} destination; a product limit opens Tier 3 destinations, "
                                         "where all else is denied",
                                         one.text, tier->second.tier));
    } else {
      destinations.push_back(one.text);
    }
  }
}

}  // namespace

void read_product_limit(TomlTable& table, const Catalogue& catalogue, Regime& regime) {
  Regime::ProductLimit& limit = *regime.product_limit;
  read_destinations(table, catalogue, regime, limit.destinations);
  table.read("tpp_below", limit.tpp_below, {.low = 1, .high = kChipTpp.high});
  table.read("bandwidth_below_gbs", limit.bandwidth_below_gbs, {.low = 0, .high = kChipBandwidth.high});
  table.read("us_share", limit.us_share, {.low = 0, .high = 1});
}

void read_consignee_limit(TomlTable& table, Regime& regime) {
  Regime::ConsigneeLimit& limit = *regime.consignee_limit;
  table.read("cap_tpp", limit.cap_tpp, kLimitTpp);
  table.read("simple_review_tpp", limit.simple_review_tpp, kLimitTpp);
  if (limit.cap_tpp > 0 && limit.simple_review_tpp > limit.cap_tpp)
    table.error("simple_review_tpp", fmt::format("consignee_limit.simple_review_tpp is {}; it must be at most cap_tpp, "
                                                 "{}",
                                                 limit.simple_review_tpp, limit.cap_tpp));
}

void check_limits(TomlTable& root, const Regime& regime) {
  auto allocation = root.table("allocation");
  if (!allocation) return;
  if (regime.allocation.cap_tpp) {
    if (!regime.consignee_limit) return;
    root.error("consignee_limit", "regime has both consignee_limit and allocation.cap_tpp; leave one of them out");
    return;
  }
  // A key that speaks of a cap, or an exception from it: then the cap was forgotten, or the key was.
  const std::vector<const char*> keys = {"general_tier1", "tier2_parent_in_tier1", "lapse", "max_multiplier"};
  const bool speaks = std::any_of(keys.begin(), keys.end(), [&](const char* key) { return allocation->has(key); });
  if (speaks && !allocation->has("cap_tpp")) allocation->need({"cap_tpp"});
  if (speaks || allocation->has("cap_tpp")) return;
  for (const char* table : {"lpp", "nveu"}) {
    if (!root.has(table)) continue;
    root.error(table, fmt::format("{} is an exception from an allocation, and allocation.cap_tpp is missing; add it or "
                                  "leave {} out",
                                  table, table));
  }
}

}  // namespace headroom
