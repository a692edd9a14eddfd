// The JSON of explain_output.h.
#include <limits>
#include <nlohmann/json.hpp>

#include "host/app/explain_output.h"
#include "host/app/tried_output.h"
#include "host/report/decision_names.h"

namespace headroom {
namespace {

using Json = nlohmann::ordered_json;

Json month_json(const Study& study, std::optional<u32> month) {
  return month ? Json(to_string(plus_months(study.start, int(*month)))) : Json(nullptr);
}

Json text_or_null(std::string_view text) { return text.empty() ? Json(nullptr) : Json(text); }

Json limit_json(const std::optional<u64>& limit) { return limit ? Json(*limit) : Json(nullptr); }

Json head_json(const Study& study, const std::string& scenario) {
  return {{"schema", "headroom.explain/1"},
          {"study", {{"name", study.name}, {"seed", study.seed}, {"scenario", text_or_null(scenario)}}},
          {"regime", {{"name", study.regime.name}, {"title", study.regime.title}, {"status", study.regime.status}}}};
}

Json all_tried(const LedgerOrder& order) {
  Json list = Json::array();
  const std::vector<Tried> tried = tried_of(order);
  for (std::size_t i = 0; i < tried.size(); ++i) {
    Json& json = list.emplace_back(tried_json(tried[i]));
    json["used_tpp"] = order.tried[i].meter.held;
    json["limit_tpp"] = limit_json(order.tried[i].meter.limit);
  }
  return list;
}

Json meters_json(const LedgerOrder& order) {
  Json list = Json::array();
  for (const LedgerMeter& meter : order.after) {
    const bool of_consignee = meter.step == kLpp || meter.step == kNveu;
    list.push_back({{"kind", of_consignee ? std::string(step_name(meter.step)) : "allocation"},
                    {"who", of_consignee ? Json(order.consignee) : Json(nullptr)},
                    {"used_tpp", meter.held},
                    {"limit_tpp", limit_json(meter.limit)},
                    {"left_tpp", meter.left()}});
  }
  return list;
}

Json split_json(const LedgerOrder& order) {
  if (!order.split) return nullptr;
  return {{"authorisation", step_name(order.split->step)},
          {"units", order.split->tpp / order.tpp_per_unit},
          {"tpp", order.split->tpp}};
}

std::string authorisation_of(const LedgerOrder& order) {
  if (order.unmetered) return *order.unmetered == Fate::prohibited ? "" : ending_name(order);
  const bool allowed = order.decision && *order.decision == decision_of(order.last_tried, true);
  return allowed ? std::string(step_name(order.last_tried)) : "";
}

Json order_json(const LedgerOrder& order, const std::string& iso3, const Explanation& what) {
  const Study& study = what.inputs.loaded.study;
  const NamedRuling* ruling = what.words ? ruling_of(order, study, what.inputs.loaded.catalogue, *what.words) : nullptr;
  return {{"month", month_json(study, order.month)},
          {"destination", iso3},
          {"source", order.source},
          {"ships_to", order.diverted_from.empty() ? order.ships_to : iso3},
          {"of_book", order.of_book},
          {"returned", order.has_waited},
          {"diverted_from", text_or_null(order.diverted_from)},
          {"chip", order.chip},
          {"units", order.units()},
          {"tpp", order.tpp},
          {"consignee", text_or_null(order.consignee)},
          {"tried", all_tried(order)},
          {"split", split_json(order)},
          {"decision", ending_name(order)},
          {"authorisation", text_or_null(authorisation_of(order))},
          {"paragraph", text_or_null(ruling ? ruling->second.paragraph : "")},
          {"rule", text_or_null(ruling ? ruling->first : "")},
          {"returns", month_json(study, order.returns)},
          {"diverted_to", text_or_null(order.diverted_to)},
          {"turns_critical", order.turns_critical},
          {"exhausts", order.exhausts},
          {"meters", meters_json(order)}};
}

Json rules_json(const Explanation& what) {
  Json rules = Json::object();
  for (const NamedRuling* ruling : rulings_used(what)) {
    const RulingText& words = ruling->second;
    rules[ruling->first] = {
        {"paragraph", words.paragraph}, {"certainty", words.certainty}, {"fact", words.fact}, {"text", words.text}};
  }
  return rules;
}

Json totals_json(const LedgerTotals& totals) {
  Json orders = Json::object(), tpp = Json::object();
  for (u32 d = 0; d < kDecisions; ++d) {
    orders[kDecisionNames[d]] = totals.orders[d];
    tpp[kDecisionNames[d]] = totals.tpp[d];
  }
  orders["diverted_in"] = totals.diverted_in;
  tpp["diverted_in"] = totals.diverted_in_tpp;
  return {{"offered_tpp", totals.offered_tpp}, {"orders", orders}, {"tpp", tpp}};
}

// Each destination fits 63 bits; so many of the largest that their sum does not would stand at the top.
void add(u64 x, u64* sum) {
  *sum = x > std::numeric_limits<u64>::max() - *sum ? std::numeric_limits<u64>::max() : *sum + x;
}

LedgerTotals sum_of(const std::vector<PlaceLedger>& places) {
  LedgerTotals sum;
  for (const PlaceLedger& place : places) {
    const LedgerTotals one = place.totals();
    for (u32 d = 0; d < kDecisions; ++d) {
      add(one.orders[d], &sum.orders[d]);
      add(one.tpp[d], &sum.tpp[d]);
    }
    add(one.offered_tpp, &sum.offered_tpp);
    add(one.diverted_in, &sum.diverted_in);
    add(one.diverted_in_tpp, &sum.diverted_in_tpp);
  }
  return sum;
}

Json arrangement_json(const PlaceLedger& place, const Explanation& what) {
  if (!place.raise) return nullptr;
  return {{"month", month_json(what.inputs.loaded.study, place.raise)},
          {"cap_tpp", place.raised_cap_tpp},
          {"paragraph", text_or_null(what.words ? arrangement_paragraph(*what.words) : "")}};
}

Json place_json(const PlaceLedger& place, const Explanation& what) {
  const Study& study = what.inputs.loaded.study;
  Json json = {{"iso3", place.iso3}, {"tier", study.regime.tier(place.iso3).tier}};
  Json lapses = Json::array();
  for (const LedgerLapse& lapse : place.lapses)
    lapses.push_back({{"month", month_json(study, lapse.month)}, {"tpp", lapse.tpp}});
  json["cap_tpp"] = place.cap_tpp;
  json["arrangement"] = arrangement_json(place, what);
  json["lapses"] = lapses;
  json["used_at_start_tpp"] = place.start_used;
  json["used_tpp"] = place.used;
  json["cap_at_end_tpp"] = place.cap_at_end;
  json["critical_month"] = month_json(study, place.critical);
  json["exhausted_month"] = month_json(study, place.exhausted);
  json["used_before_exhausted_tpp"] = place.exhausted ? Json(place.used_before) : Json(nullptr);
  json["absent"] = place.absent;
  json["totals"] = totals_json(place.totals());
  return json;
}

std::string dumped(const Json& json) { return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n"; }

}  // namespace

std::string explain_json(const Explanation& what) {
  Json json = head_json(what.inputs.loaded.study, what.scenario);
  json["trial"] = what.trial;
  Json destinations = Json::array(), orders = Json::array();
  for (const PlaceLedger& place : what.replay.places) {
    destinations.push_back(place_json(place, what));
    for (const LedgerOrder& order : place.orders) orders.push_back(order_json(order, place.iso3, what));
  }
  json["destinations"] = std::move(destinations);
  json["orders"] = std::move(orders);
  json["rules"] = rules_json(what);
  json["totals"] = totals_json(sum_of(what.replay.places));
  return dumped(json);
}

std::string found_json(const Search& what) {
  Json json = head_json(what.inputs.loaded.study, what.scenario);
  json["find"] = what.kind;
  json[what.kind == "exhausted" ? "destination" : "book"] = what.subject;
  json["searched"] = {{"first_trial", what.found.first}, {"trials", what.found.searched}};
  Json trials = Json::array();
  for (const FoundTrial& one : what.found.trials)
    trials.push_back({{"trial", one.trial}, {"month", month_json(what.inputs.loaded.study, one.month)}});
  json["trials"] = std::move(trials);
  return dumped(json);
}

}  // namespace headroom
