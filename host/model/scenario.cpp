#include "host/model/scenario.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "host/base/text.h"
#include "host/model/demand.h"
#include "host/model/load_parts.h"
#include "host/model/scenario_parts.h"

namespace headroom {
namespace {

void warn_of_what_changes_nothing(const Scenario& scenario, Problems& problems) {
  for (const std::string& table : scenario.regime.idle) {
    problems.warn({}, fmt::format("regime.{} changes nothing that this version simulates", table));
  }
}

void change_regime(const RegimeChanges& changes, Regime& regime) {
  Regime::Allocation& allocation = regime.allocation;
  for (const auto& [destination, tier] : changes.tiers) regime.tiers[destination].tier = tier;
  if (changes.cap_tpp) allocation.cap_tpp = changes.cap_tpp;
  allocation.classes = changes.classes.value_or(allocation.classes);
  allocation.critical = changes.critical.value_or(allocation.critical);
  allocation.general_tier1 = changes.general_tier1.value_or(allocation.general_tier1);
  allocation.lapse = changes.lapse.value_or(allocation.lapse);
  allocation.tier2_parent_counted = changes.tier2_parent_counted.value_or(allocation.tier2_parent_counted);
  allocation.max_multiplier = changes.max_multiplier.value_or(allocation.max_multiplier);
  if (changes.lpp_cap_tpp) regime.lpp_cap_tpp = changes.lpp_cap_tpp;
  if (changes.uveu) regime.uveu = *changes.uveu;
  if (changes.product_limit) regime.product_limit = changes.product_limit;
  if (changes.consignee_limit) regime.consignee_limit = changes.consignee_limit;
}

void change_behaviour(const Behaviour& changes, Behaviour& behaviour) {
  if (changes.rush) behaviour.rush = changes.rush;
  if (changes.split) behaviour.split = changes.split;
  if (changes.wait) behaviour.wait = changes.wait;
}

void change(const Scenario& scenario, Study& study, Problems& problems) {
  change_regime(scenario.regime, study.regime);
  change_behaviour(scenario.behaviour, study.behaviour);
  for (const DemandChange& one : scenario.market) change_market(one, study, problems);
  for (const DemandChange& one : scenario.book) change_book(one, study, problems);
  for (const ChipShift& shift : scenario.chips) shift_chip(shift, study, problems);
  study.arrangements.insert(study.arrangements.end(), scenario.arrangements.begin(), scenario.arrangements.end());
}

void blame(const Place& place, const std::vector<Fault>& faults, Problems& problems) {
  for (const Fault& fault : faults) problems.error(place, fault.message);
}

void check_route(const Place& place, const Route& route, Loading& load) {
  Route asked = route;
  const std::string missing = fit_route(asked, load);  // loading has adapted it, so nothing is taken out
  if (!missing.empty()) load.problems.error(place, missing);
}

void check_demand(Loading& load) {
  const Study& study = load.study;
  std::map<std::string, const Stream*> first;  // of a queue
  for (const Stream& stream : study.streams) {
    const Stream* of_all = first.emplace(queue_of(study.regime, stream), &stream).first->second;
    blame(stream.place, size_faults(stream, largest_tpp(stream.chips, load)), load.problems);
    blame(stream.place, beta_faults(stream, *of_all, load), load.problems);
    for (const RouteShare& share : stream.routes) check_route(stream.place, share.route, load);
  }
  for (const BookOrder& order : study.book) {
    blame(order.place, size_faults(order, largest_tpp(order.chip, load)), load.problems);
    check_route(order.place, order.route, load);
  }
}

void check_arrangements(const Study& before, Loading& load) {
  std::vector<Arrangement> seen;
  for (const Arrangement& arrangement : load.study.arrangements) {
    for (const Fault& fault : arrangement_faults(arrangement, seen, load.study.regime)) {
      load.problems.error({}, fmt::format("{} (arrangement for {})", fault.message, arrangement.destination));
    }
    const std::string above = multiplier_above_rule(arrangement, load.study.regime);
    if (!above.empty() && multiplier_above_rule(arrangement, before.regime).empty()) {  // else it was said at load
      load.problems.warn({}, fmt::format("{} (arrangement for {})", above, arrangement.destination));
    }
    seen.push_back(arrangement);
  }
}

// "scenario 'surge' at market.csv:7:1: what is wrong; what would be right"
std::string named(const Scenario& scenario, const Problem& problem) {
  return fmt::format("scenario {}{}{}", in_quotes(scenario.name), problem.place.file.empty() ? ": " : " at ",
                     to_string(problem));
}

}  // namespace

const Scenario* find_scenario(const Study& study, std::string_view name) {
  const auto at = std::find_if(study.scenarios.begin(), study.scenarios.end(),
                               [&](const Scenario& scenario) { return scenario.name == name; });
  return at == study.scenarios.end() ? nullptr : &*at;
}

std::string unknown_scenario_text(std::string_view name, const Study& study) {
  std::vector<std::string_view> known;
  for (const Scenario& scenario : study.scenarios) known.push_back(scenario.name);
  const std::string names =
      known.empty() ? "the study has no scenarios" : fmt::format("the study has {}", fmt::join(known, ", "));
  return unknown_name("scenario", name, known, names);
}

Study apply_scenario(const Study& study, const Scenario& scenario, const Catalogue& catalogue, Problems& problems) {
  Study result = study;
  Problems own;
  warn_of_what_changes_nothing(scenario, own);
  change(scenario, result, own);
  const bool complete = own.ok();  // else a column kept its old value, and what follows from that would mislead
  Loading load{result, catalogue, own, true};
  if (complete) {
    check_demand(load);
    check_arrangements(study, load);
  }
  for (const Problem& problem : own.warnings()) problems.warn(scenario.place, named(scenario, problem));
  if (complete) check_bounds(load);  // what these warn of was said at load
  if (complete) check_companies(load);
  if (own.ok()) check_product_limit(true, load);
  for (const Problem& problem : own.errors()) problems.error(scenario.place, named(scenario, problem));
  return result;
}

}  // namespace headroom
