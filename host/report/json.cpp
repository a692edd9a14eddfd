#include "host/report/json.h"

#include "host/base/digest.h"
#include "host/report/companies.h"
#include "host/report/decision_names.h"
#include "host/report/json_parts.h"

namespace headroom {
namespace {

Json share_summary(const ShareSummary& s) { return {{"mean", s.mean}, {"p05", s.p05}, {"p50", s.p50}, {"p95", s.p95}}; }

Json by_month(const DestinationResult& row, YearMonth start) {
  Json list = Json::array();
  for (std::size_t m = 0; m < row.exhausted_by_month.size(); ++m) {
    const Probability& p = row.exhausted_by_month[m];
    list.push_back({{"month", to_string(plus_months(start, int(m)))},
                    {"estimate", p.estimate},
                    {"low", p.low},
                    {"high", p.high},
                    {"critical", row.critical_by_month[m]}});
  }
  return list;
}

Json by_decision(const double (&means)[kDecisions]) {
  Json json = Json::object();
  for (u32 d = 0; d < kDecisions; ++d) json[kDecisionNames[d]] = means[d];
  return json;
}

Json destination(const DestinationResult& row, const Result& result) {
  Json json;
  json["iso3"] = row.label.iso3;
  json["name"] = row.label.name;
  json["cap_tpp"] = row.label.cap_tpp;
  json["p_exhausted"] = probability(row.exhausted);
  json["p_critical"] = probability(row.critical);
  json["by_month"] = by_month(row, result.start);
  json["exhaustion_month"] = nullptr;
  if (const auto& q = row.exhaustion_month) {
    json["exhaustion_month"] = {{"p05", to_string(q->p05)}, {"p50", to_string(q->p50)}, {"p95", to_string(q->p95)}};
  }
  json["use_at_first_refusal"] = row.use_at_first_refusal ? share_summary(*row.use_at_first_refusal) : Json(nullptr);
  json["utilisation"] = share_summary(row.utilisation);
  json["refused_tpp"] = {{"mean", row.refused_tpp_mean}, {"cvar95", row.refused_tpp_cvar95}};
  json["p_first_to_exhaust"] = row.p_first_to_exhaust;
  json["orders"] = by_decision(row.orders);
  json["orders"]["diverted_in"] = row.diverted_in;
  json["tpp"] = by_decision(row.tpp);
  json["tpp"]["diverted_in"] = row.diverted_in_tpp;
  json["offered_tpp"] = row.offered_tpp;
  json["unused_tpp"] = row.unused_tpp;
  json["expected"] = expected(row.label, result.expectations_exist);
  return json;
}

Json book(const BookResult& row) {
  return {{"id", row.label.id},
          {"destination", row.label.destination},
          {"p_shipped", row.shipped},
          {"p_partly", row.partly},
          {"p_refused", row.refused},
          {"p_absent", row.absent},
          {"mean_month", row.mean_month ? Json(to_string(*row.mean_month)) : Json(nullptr)}};
}

Json ranges(const Result& result) {
  Json list = Json::array();
  for (const TrialRange& range : result.ranges) list.push_back({{"first_trial", range.first}, {"trials", range.count}});
  return list;
}

Json joint(const Result& result) {
  Json pairs = Json::array();
  for (const auto& pair : result.pairs) pairs.push_back(Json::array({pair.a, pair.b, pair.probability}));
  return {{"exhausted_count", result.exhausted_count}, {"pairs", pairs}};
}

Json diverted(const DivertResult& row) {
  return {{"from", row.label.from}, {"to", row.label.to}, {"orders", row.orders}, {"tpp", row.tpp}};
}

// One entry a look.
void add_company(const CompanyResult& row, Json* list) {
  const CompanyLimit& limit = row.label.limit;
  for (const CompanyLook& one : row.looks) {
    list->push_back(
        {{"name", row.label.company},
         {"rule", rule_name(limit.rule)},
         {"destination", limit.destination.empty() ? Json(nullptr) : Json(limit.destination)},
         {"date", one.look.date},
         {"kind", look_name(one.look)},
         {"p_breach", probability(one.breach)},
         {"slack", {{"p05", one.slack.p05}, {"p50", one.slack.p50}, {"p95", one.slack.p95}}},
         {"p_broken_by_move",
          row.broken_by.empty() ? Json(nullptr) : probability(row.broken_by[std::size_t(one.look.month)])}});
  }
}

Json companies(const std::vector<CompanyResult>& rows) {
  Json list = Json::array();
  for (const CompanyResult& row : rows) add_company(row, &list);
  return list;
}

Json holding(const HoldingResult& row) {
  return {{"name", row.label.company}, {"location", row.label.location}, {"tpp_at_end", row.tpp_at_end}};
}

Json difference(const Difference& d) {
  return {{"estimate", d.estimate}, {"low", d.low}, {"high", d.high}, {"level", d.level}};
}

Json scenario(const ScenarioResult& one) {
  return {{"name", one.name},
          {"mean_exhausted", one.mean_exhausted},
          {"difference", difference(one.exhausted_difference)},
          {"destinations", list_of(one.destinations,
                                   [](const ScenarioDestination& row) -> Json {
                                     return {
                                         {"iso3", row.iso3},
                                         {"p_exhausted", probability(row.exhausted)},
                                         {"difference", row.difference ? difference(*row.difference) : Json(nullptr)}};
                                   })},
          {"companies", companies(one.companies)}};
}

}  // namespace

std::string result_json(const Result& result) {
  const bool exist = result.expectations_exist;
  Json json;
  json["schema"] = kResultSchema;
  json["study"] = {{"name", result.study_name}, {"seed", result.seed}, {"digest", hex(result.study_digest)}};
  json["trials"] = result.trials;
  json["first_trial"] = result.first_trial;
  if (result.ranges.size() > 1) json["ranges"] = ranges(result);
  json["engine"] = result.engine;
  json["engine_detail"] = result.engine_detail;
  json["estimator"] = result.estimator;
  json["tallies_digest"] = hex(result.tallies_digest);
  json["unused_tpp"] = result.unused_tpp;
  json["destinations"] = list_of(result.destinations, [&](const auto& row) { return destination(row, result); });
  json["uncapped"] = list_of(result.uncapped, [&](const auto& label) { return uncapped(label, exist); });
  json["joint"] = joint(result);
  json["book"] = list_of(result.book, book);
  json["diverted"] = list_of(result.diverted, diverted);
  json["companies"] = companies(result.companies);
  json["holdings"] = list_of(result.holdings, holding);
  json["scenarios"] = list_of(result.scenarios, scenario);
  return json_text(json);
}

}  // namespace headroom
