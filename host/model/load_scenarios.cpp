// study.toml: scenarios. Everything they say is checked; until they run, only their names are kept.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "host/base/text.h"
#include "host/model/columns.h"
#include "host/model/load_parts.h"
#include "host/model/names.h"
#include "host/model/regime_read.h"
#include "host/model/route_text.h"

namespace headroom {
namespace {

bool is_number(const DemandColumns& columns, std::string_view name) {
  return std::any_of(columns.numbers.begin(), columns.numbers.end(),
                     [&](const NumberColumn& column) { return column.name == name; });
}

std::vector<std::string_view> names_of(const DemandColumns& columns) {
  std::vector<std::string_view> names(columns.required.begin(), columns.required.end());
  names.insert(names.end(), columns.optional.begin(), columns.optional.end());
  return names;
}

class ScenarioReader {
 public:
  ScenarioReader(const DemandTables& tables, Loading& load) : tables_(tables), load_(load) {}

  void read(TomlTable& scenario) {
    Scenario result;
    scenario.need({"name"});
    if (scenario.read_name("name", result.name) && !names_.insert(result.name).second) {
      scenario.error("name", fmt::format("second scenario {}; give each its own name", in_quotes(result.name)));
    }
    scenario.read("why", result.why);
    for (TomlTable& change : scenario.tables("market")) {
      read_change(change, "market.csv", tables_.market, market_columns());
    }
    for (TomlTable& change : scenario.tables("book")) {
      read_change(change, "book.csv", tables_.book, book_columns());
    }
    for (TomlTable& change : scenario.tables("chips")) read_chip_shift(change);
    std::vector<Arrangement> arrangements = load_.study.arrangements;
    read_arrangements(scenario, load_, arrangements);
    if (auto changes = scenario.table("regime")) {
      Regime regime = load_.study.regime;
      read_regime_changes(*changes, load_.catalogue, regime);
    }
    read_behaviour(scenario, false);
    scenario.finish();
    load_.study.scenarios.push_back(std::move(result));
  }

 private:
  // { where = {...}, COLUMN = { scale = x } or { set = x }, routes = { "whole route" = "other" } }
  void read_change(TomlTable& change, std::string_view file, const std::optional<CsvTable>& table,
                   const DemandColumns& columns) {
    if (!table && tables_.complete) {
      load_.problems.error(change.place(), fmt::format("the study has no {}; add it or leave the change out", file));
    }
    if (auto where = change.table("where")) read_where(*where, table, columns);
    for (const NumberColumn& column : columns.numbers) {
      if (auto effect = change.table(column.name)) read_effect(*effect, column);
    }
    if (auto routes = change.table("routes")) read_route_changes(*routes);
    change.finish();
  }

  void read_where(TomlTable& where, const std::optional<CsvTable>& table, const DemandColumns& columns) {
    for (const std::string& name : where.keys()) {
      const std::vector<std::string_view> known = names_of(columns);
      if (std::find(known.begin(), known.end(), name) == known.end()) {
        load_.problems.error(where.key_place(name),
                             unknown_name("column", name, known, fmt::format("columns are {}", fmt::join(known, ","))));
      } else if (is_number(columns, name)) {
        std::vector<double> numbers;
        where.read(name, numbers, {});
      } else {
        std::vector<TomlText> values;
        where.read(name, values);
        if (table && tables_.complete) check_values(name, values, *table);
      }
    }
  }

  // Each value stands in some row.
  void check_values(const std::string& column, const std::vector<TomlText>& values, const CsvTable& table) {
    const int at = table.column(column);
    std::set<std::string_view> present;
    if (at >= 0) {
      for (const CsvRow& row : table.rows) present.insert(row.fields[std::size_t(at)].text);
    }
    const std::vector<std::string_view> known(present.begin(), present.end());
    for (const TomlText& value : values) {
      if (present.count(value.text) > 0) continue;
      load_.problems.error(value.place,
                           unknown_name(column, value.text, known, "no row has it; name one that is there"));
    }
  }

  void read_effect(TomlTable& effect, const NumberColumn& column) {
    double scale = 1, value = 0;
    u64 whole = 0;
    const bool scales = effect.has("scale"), sets = effect.has("set");
    if (scales) effect.read("scale", scale, column.range.low < 0 ? Range{} : Range{.low = 0});
    if (sets && column.kind == NumberKind::whole) effect.read("set", whole, column.range);
    if (sets && column.kind == NumberKind::real) effect.read("set", value, column.range);
    effect.finish();
    if (scales == sets) {
      load_.problems.error(effect.place(),
                           fmt::format("{} has {}; it must be {{ scale = x }} or {{ set = x }}", column.name,
                                       scales ? "both scale and set" : "neither scale nor set"));
    }
  }

  void read_route_changes(TomlTable& routes) {
    for (const std::string& from : routes.keys()) {
      const RouteRead old_route = read_route(from);
      if (!old_route.message.empty()) load_.problems.error(routes.key_place(from), old_route.message);
      std::string to;
      if (!routes.read(from, to)) continue;
      const RouteRead new_route = read_route(to);
      const std::string message = new_route.message.empty() ? missing_rule(new_route.route, load_) : new_route.message;
      if (!message.empty()) routes.error(from, message);
    }
  }

  // { chip = "GB300", quarters = -2 }
  void read_chip_shift(TomlTable& shift) {
    shift.need({"chip", "quarters"});
    int quarters = 0;
    shift.read("quarters", quarters, {.low = -kMaxMonths / 3.0, .high = kMaxMonths / 3.0});
    std::string chip;
    if (shift.read_name("chip", chip)) check_shifted_chip(shift, chip);
    shift.finish();
  }

  void check_shifted_chip(TomlTable& shift, const std::string& chip) {
    if (!find_chip(load_.study, load_.catalogue, chip)) {
      shift.error("chip", unknown_chip_text(chip, load_.study, load_.catalogue));
      return;
    }
    for (const auto& [name, mix] : load_.study.mixes) {
      for (const Mix::Share& share : mix.shares) {
        if (share.chip == chip) return;
      }
    }
    shift.error("chip", fmt::format("chip {} is in no mix of the study; name one that is", in_quotes(chip)));
  }

  const DemandTables& tables_;
  Loading& load_;
  std::set<std::string> names_;
};

}  // namespace

void read_scenarios(TomlTable& root, const DemandTables& tables, Loading& load) {
  ScenarioReader reader(tables, load);
  for (TomlTable& scenario : root.tables("scenario")) reader.read(scenario);
}

}  // namespace headroom
