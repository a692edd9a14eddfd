// study.toml: arrangements between governments.
#include <algorithm>

#include <fmt/format.h>

#include "host/base/text.h"
#include "host/model/columns.h"
#include "host/model/load_parts.h"

namespace headroom {
namespace {

constexpr double kSumSlack = 1e-9;  // 0.1 ten times over adds up to more than 1

void read_destination(TomlTable& table, const std::vector<Arrangement>& all, Arrangement& arrangement, Loading& load) {
  if (!table.read("destination", arrangement.destination)) return;
  const Place place = table.place("destination");
  if (!check_destination("destination", arrangement.destination, place, load)) return;
  const int tier = tier_of(load.study.regime, arrangement.destination);
  if (tier == 1 || tier == 3) {
    load.problems.error(place,
                        fmt::format("arrangement for {}, a Tier {} destination; only Tier 2 destinations have a cap",
                                    arrangement.destination, tier));
  }
  const bool second = std::any_of(
      all.begin(), all.end(), [&](const Arrangement& other) { return other.destination == arrangement.destination; });
  if (second) {
    load.problems.error(place,
                        fmt::format("second arrangement for {}; a destination may have one", arrangement.destination));
  }
}

void read_multiplier(TomlTable& table, Arrangement& arrangement, Loading& load) {
  if (!table.read("multiplier", arrangement.multiplier, {.low = 1, .high = 1e6})) return;
  const Regime::Allocation& allocation = load.study.regime.allocation;
  const double most = allocation.max_multiplier;
  if (arrangement.multiplier > most) {
    load.problems.warn(table.place("multiplier"),
                       fmt::format("multiplier is {}; regime {} allows at most {}", arrangement.multiplier,
                                   in_quotes(load.study.regime.name), most));
  }
  if (arrangement.multiplier * double(allocation.cap_tpp) > double(kMaxCapTpp)) {
    table.error("multiplier",
                fmt::format("multiplier is {}, which makes the cap {:.0f} TPP; a cap may be at most {} (2^43)",
                            arrangement.multiplier, arrangement.multiplier * double(allocation.cap_tpp), kMaxCapTpp));
  }
}

void read_months(TomlTable& table, Arrangement& arrangement, Loading& load) {
  auto months = table.table("month_probabilities");
  if (!months) return;
  double total = 0;
  for (const std::string& text : months->keys()) {
    const auto month = parse_month(text);
    if (!month) {
      load.problems.error(months->key_place(text),
                          fmt::format("{} is no month; write it as \"2026-01\"", in_quotes(text)));
      continue;
    }
    double probability = 0;
    check_month("month", *month, months->key_place(text), load);
    if (months->read(text, probability, kProbability)) arrangement.month_probabilities[*month] = probability;
    total += probability;
  }
  if (total > 1 + kSumSlack) {
    table.error("month_probabilities",
                fmt::format("month_probabilities add up to {:.6g}; they must add up to at most 1", total));
  }
}

}  // namespace

void read_arrangements(TomlTable& owner, Loading& load, std::vector<Arrangement>& all) {
  for (TomlTable& table : owner.tables("arrangement")) {
    Arrangement arrangement;
    table.need({"destination", "multiplier", "month_probabilities"});
    read_destination(table, all, arrangement, load);
    read_multiplier(table, arrangement, load);
    read_months(table, arrangement, load);
    table.finish();
    all.push_back(std::move(arrangement));
  }
}

}  // namespace headroom
