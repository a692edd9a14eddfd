// study.toml: scenarios. Everything they say is checked against the study, and kept; scenario.h applies it.
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

// What a table of changes names, out of the regime that the shared reader made of it without a complaint.
RegimeChanges named_changes(TomlTable changes, const Regime& read) {
  RegimeChanges result;
  auto tiers = changes.table("tiers");
  if (auto table = tiers ? tiers->table("override") : std::nullopt) {
    for (const std::string& destination : table->keys()) result.tiers[destination] = tier_of(read, destination);
  }
  if (auto table = changes.table("allocation")) {
    const Regime::Allocation& allocation = read.allocation;
    if (table->has("cap_tpp")) result.cap_tpp = allocation.cap_tpp;
    if (table->has("classes")) result.classes = allocation.classes;
    if (table->has("critical")) result.critical = allocation.critical;
    if (table->has("general_tier1")) result.general_tier1 = allocation.general_tier1;
    if (table->has("max_multiplier")) result.max_multiplier = allocation.max_multiplier;
    if (table->has("lapse")) result.lapse = allocation.lapse;
    if (table->has("tier2_parent_in_tier1")) result.tier2_parent_counted = allocation.tier2_parent_counted;
  }
  auto lpp = changes.table("lpp");
  if (lpp && lpp->has("cap_tpp")) result.lpp_cap_tpp = read.lpp_cap_tpp;
  if (changes.has("uveu")) result.uveu = read.uveu;
  if (changes.has("weights")) result.idle.push_back("weights");
  if (changes.has("product_limit")) result.product_limit = read.product_limit;
  if (changes.has("consignee_limit")) result.consignee_limit = read.consignee_limit;
  return result;
}

class ScenarioReader {
 public:
  ScenarioReader(const DemandTables& tables, Loading& load) : tables_(tables), load_(load) {}

  void read(TomlTable& scenario) {
    Scenario result;
    result.place = scenario.place();
    scenario.need({"name"});
    if (scenario.read_name("name", result.name) && !names_.insert(result.name).second) {
      scenario.error("name", fmt::format("second scenario {}; give each its own name", in_quotes(result.name)));
    }
    scenario.read("why", result.why);
    for (TomlTable& change : scenario.tables("market")) {
      result.market.push_back(read_change(change, "market.csv", tables_.market, market_columns()));
    }
    for (TomlTable& change : scenario.tables("book")) {
      result.book.push_back(read_change(change, "book.csv", tables_.book, book_columns()));
    }
    for (TomlTable& shift : scenario.tables("chips")) result.chips.push_back(read_chip_shift(shift));
    result.arrangements = read_added_arrangements(scenario);
    if (auto changes = scenario.table("regime")) {
      Regime regime = load_.study.regime;
      read_regime_changes(*changes, load_.catalogue, regime);
      if (load_.problems.ok()) result.regime = named_changes(*changes, regime);
      if (load_.rules_known) leave_out_changes(*changes, result);
    }
    result.behaviour = read_behaviour(scenario);
    scenario.finish();
    load_.study.scenarios.push_back(std::move(result));
  }

 private:
  // What a scenario says of a table or a key that the regime does not have.
  void leave_out_changes(TomlTable& changes, Scenario& scenario) {
    const Regime& regime = load_.study.regime;
    RegimeChanges& made = scenario.regime;
    const auto check = [&](TomlTable& table, const char* key, bool has, auto& change) {
      if (has || !table.has(key)) return;
      change.reset();
      leave_out(table.key_place(key), fmt::format("scenario {} changes {}", in_quotes(scenario.name), table.path(key)),
                load_);
    };
    std::optional<int> idle;
    check(changes, "lpp", regime.lpp_cap_tpp.has_value(), made.lpp_cap_tpp);
    check(changes, "product_limit", regime.product_limit.has_value(), made.product_limit);
    check(changes, "consignee_limit", regime.consignee_limit.has_value(), made.consignee_limit);
    check(changes, "uveu", regime.uveu.has_value(), idle);
    auto allocation = changes.table("allocation");
    if (!allocation) return;
    const bool has_cap = regime.allocation.cap_tpp.has_value();
    check(*allocation, "cap_tpp", has_cap, made.cap_tpp);
    check(*allocation, "general_tier1", has_cap, made.general_tier1);
    check(*allocation, "max_multiplier", has_cap, made.max_multiplier);
    check(*allocation, "lapse", has_cap, made.lapse);
    check(*allocation, "tier2_parent_in_tier1", has_cap, made.tier2_parent_counted);
  }

  // { where = {...}, COLUMN = { scale = x } or { set = x }, routes = { "whole route" = "other" } }
  DemandChange read_change(TomlTable& change, std::string_view file, const std::optional<CsvTable>& table,
                           const DemandColumns& columns) {
    DemandChange result;
    if (!table && tables_.complete) {
      load_.problems.error(change.place(), fmt::format("the study has no {}; add it or leave the change out", file));
    }
    if (auto where = change.table("where")) result.where = read_where(*where, table, columns);
    for (const NumberColumn& column : columns.numbers) {
      if (auto effect = change.table(column.name)) result.numbers.push_back(read_effect(*effect, column));
    }
    if (auto routes = change.table("routes")) result.routes = read_route_swaps(*routes);
    change.finish();
    return result;
  }

  std::vector<DemandChange::Filter> read_where(TomlTable& where, const std::optional<CsvTable>& table,
                                               const DemandColumns& columns) {
    std::vector<DemandChange::Filter> filters;
    for (const std::string& name : where.keys()) {
      const std::vector<std::string_view> known = names_of(columns);
      if (std::find(known.begin(), known.end(), name) == known.end()) {
        load_.problems.error(where.key_place(name),
                             unknown_name("column", name, known, fmt::format("columns are {}", fmt::join(known, ","))));
        continue;
      }
      DemandChange::Filter filter{name, {}, {}};
      if (is_number(columns, name)) {
        where.read(name, filter.numbers, {});
      } else {
        std::vector<TomlText> values;
        where.read(name, values);
        if (table && tables_.complete) check_values(name, values, *table);
        for (const TomlText& value : values) filter.texts.push_back(value.text);
      }
      filters.push_back(std::move(filter));
    }
    return filters;
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

  DemandChange::Number read_effect(TomlTable& effect, const NumberColumn& column) {
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
    const bool is_whole = column.kind == NumberKind::whole;
    return {std::string(column.name), scales, scales ? scale : is_whole ? double(whole) : value};
  }

  std::vector<DemandChange::RouteSwap> read_route_swaps(TomlTable& routes) {
    std::vector<DemandChange::RouteSwap> swaps;
    const auto left_out = load_.left_out;  // which tells of the study's routes alone
    for (const std::string& from : routes.keys()) {
      RouteRead old_route = read_route(from);
      if (!old_route.message.empty()) load_.problems.error(routes.key_place(from), old_route.message);
      if (load_.study.adapts) fit_route(old_route.route, load_);  // as the rows have been by now
      std::string to;
      if (!routes.read(from, to)) continue;
      RouteRead new_route = read_route(to);
      const std::string message = new_route.message.empty() ? fit_route(new_route.route, load_) : new_route.message;
      if (!message.empty()) routes.error(from, message);
      swaps.push_back({old_route.route, new_route.route});
    }
    load_.left_out = left_out;
    return swaps;
  }

  // { chip = "GB300", quarters = -2 }
  ChipShift read_chip_shift(TomlTable& shift) {
    ChipShift result;
    shift.need({"chip", "quarters"});
    shift.read("quarters", result.quarters, {.low = -kMaxMonths / 3.0, .high = kMaxMonths / 3.0});
    if (shift.read_name("chip", result.chip)) check_shifted_chip(shift, result.chip);
    shift.finish();
    return result;
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

  std::vector<Arrangement> read_added_arrangements(TomlTable& scenario) {
    std::vector<Arrangement> all = load_.study.arrangements;
    const auto own = std::ptrdiff_t(all.size());
    read_arrangements(scenario, load_, all);
    return {std::make_move_iterator(all.begin() + own), std::make_move_iterator(all.end())};
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
