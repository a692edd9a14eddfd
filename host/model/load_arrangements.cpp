// study.toml: arrangements between governments.
#include <fmt/format.h>

#include "host/base/text.h"
#include "host/model/columns.h"
#include "host/model/load_parts.h"

namespace headroom {
namespace {

void read_destination_and_multiplier(TomlTable& table, const std::vector<Arrangement>& all, Arrangement& arrangement,
                                     Loading& load) {
  std::string destination;
  if (table.read("destination", destination) &&
      check_destination("destination", destination, table.place("destination"), load)) {
    arrangement.destination = destination;
  }
  table.read("multiplier", arrangement.multiplier, {.low = 1, .high = 1e6});
  for (const Fault& fault : arrangement_faults(arrangement, all, load.study.regime)) {
    table.error(fault.column, fault.message);
  }
  const std::string above = multiplier_above_rule(arrangement, load.study.regime);
  if (!above.empty()) load.problems.warn(table.place("multiplier"), above);
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
    read_destination_and_multiplier(table, all, arrangement, load);
    read_months(table, arrangement, load);
    table.finish();
    if (load.rules_known && !load.study.regime.allocation.cap_tpp) {
      leave_out(table.place(), fmt::format("arrangement for {} raises an allocation", arrangement.destination), load);
      continue;
    }
    all.push_back(std::move(arrangement));
  }
}

}  // namespace headroom
