#include "host/report/json.h"

#include "host/base/digest.h"
#include "host/report/companies.h"
#include "host/report/decision_names.h"
#include "host/report/json_object.h"

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

std::string end_of(YearMonth month) { return to_string(month); }
double end_of(double share) { return share; }

template <class T>
Json quantile_intervals(const std::optional<QuantileIntervals<T>>& all) {
  if (!all) return nullptr;
  const auto ends = [](const auto& one) -> Json { return {{"low", end_of(one.low)}, {"high", end_of(one.high)}}; };
  return {{"p05", ends(all->p05)}, {"p50", ends(all->p50)}, {"p95", ends(all->p95)}};
}

constexpr const char* kStopReasons[] = {"half_width", "relative", "half_width_or_relative",
                                        "trials",     "signal",   "failed"};  // by StopReason

Json stopped(const Stopped& s) {
  const auto number = [](const std::optional<double>& x) { return x ? Json(*x) : Json(nullptr); };
  return {
      {"reason", kStopReasons[int(s.reason)]},
      {"looks", s.looks},
      {"most_trials", s.most_trials},
      {"until_half_width", number(s.half_width)},
      {"until_relative", number(s.relative)},
      {"destinations", s.destinations.empty() ? Json(nullptr) : Json(s.destinations)},
      {"method", "exact intervals; look k at an error of (1 - level) / (k (k + 1)), so that all looks hold together"}};
}

Json destination(const DestinationResult& row, const Result& result) {
  Json json;
  json["iso3"] = row.label.iso3;
  json["name"] = row.label.name;
  json["cap_tpp"] = row.label.cap_tpp;
  json["p_exhausted"] = probability(row.exhausted);
  if (row.exhausted_jointly) json["p_exhausted_jointly"] = probability(*row.exhausted_jointly);
  json["p_critical"] = probability(row.critical);
  json["p_exhausted_without_factors"] = row.independent ? probability(*row.independent) : Json(nullptr);
  json["without_factors_refused"] = row.no_independent.empty() ? Json(nullptr) : Json(row.no_independent);
  json["by_month"] = by_month(row, result.start);
  json["exhaustion_month"] = nullptr;
  if (const auto& q = row.exhaustion_month) {
    json["exhaustion_month"] = {{"p05", to_string(q->p05)}, {"p50", to_string(q->p50)}, {"p95", to_string(q->p95)}};
  }
  json["exhaustion_month_intervals"] = quantile_intervals(row.exhaustion_month_intervals);
  json["use_at_first_refusal"] = row.use_at_first_refusal ? share_summary(*row.use_at_first_refusal) : Json(nullptr);
  json["use_at_first_refusal_intervals"] = quantile_intervals(row.use_at_first_refusal_intervals);
  json["utilisation"] = share_summary(row.utilisation);
  json["utilisation_intervals"] = quantile_intervals(row.utilisation_intervals);
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

void put_joint(const Result& result, JsonObject& joint) {
  joint.put("exhausted_count", result.exhausted_count);
  joint.list_of("pairs", result.pairs, [](const Result::Pair& pair) {
    return Json::array({pair.a, pair.b, pair.probability});
  });
}

Json diverted(const DivertResult& row) {
  return {{"from", row.label.from}, {"to", row.label.to}, {"orders", row.orders}, {"tpp", row.tpp}};
}

Json company(const CompanyResult& row, const CompanyLook& one) {
  const CompanyLimit& limit = row.label.limit;
  return {{"name", row.label.company},
          {"rule", rule_name(limit.rule)},
          {"destination", limit.destination.empty() ? Json(nullptr) : Json(limit.destination)},
          {"date", one.look.date},
          {"kind", look_name(one.look)},
          {"p_breach", probability(one.breach)},
          {"slack", {{"p05", one.slack.p05}, {"p50", one.slack.p50}, {"p95", one.slack.p95}}},
          {"p_broken_by_move",
           row.broken_by.empty() ? Json(nullptr) : probability(row.broken_by[std::size_t(one.look.month)])}};
}

// One entry a look.
template <class Add>
void add_companies(const std::vector<CompanyResult>& rows, Add add) {
  for (const CompanyResult& row : rows)
    for (const CompanyLook& look : row.looks) add(company(row, look));
}

Json holding(const HoldingResult& row) {
  return {{"name", row.label.company}, {"location", row.label.location}, {"tpp_at_end", row.tpp_at_end}};
}

Json difference(const Difference& d) {
  return {{"estimate", d.estimate}, {"low", d.low}, {"high", d.high}, {"level", d.level}};
}

Json scenario_destination(const ScenarioDestination& row) {
  return {{"iso3", row.iso3},
          {"p_exhausted", probability(row.exhausted)},
          {"difference", row.difference ? difference(*row.difference) : Json(nullptr)}};
}

Json scenario(const ScenarioResult& one) {
  Json companies = Json::array();
  add_companies(one.companies, [&](Json entry) { companies.push_back(std::move(entry)); });
  return {{"name", one.name},
          {"mean_exhausted", one.mean_exhausted},
          {"difference", difference(one.exhausted_difference)},
          {"destinations", list_of(one.destinations, scenario_destination)},
          {"companies", companies}};
}

}  // namespace

void write_result_json(const Result& result, const Sink& out) {
  const bool exist = result.expectations_exist;
  JsonObject json(out);
  json.put("schema", kResultSchema);
  json.put("study", {{"name", result.study_name}, {"seed", result.seed}, {"digest", hex(result.study_digest)}});
  json.put("trials", result.trials);
  json.put("first_trial", result.first_trial);
  if (result.ranges.size() > 1) json.put("ranges", ranges(result));
  json.put("engine", result.engine);
  json.put("engine_detail", result.engine_detail);
  json.put("estimator", result.estimator);
  if (result.stopped) json.put("stopped", stopped(*result.stopped));
  if (const auto& joint = result.jointly) {
    json.put("joint_intervals", {{"method", "Bonferroni"}, {"level", joint->level}, {"intervals", joint->intervals}});
  }
  json.put("tallies_digest", hex(result.tallies_digest));
  json.put("unused_tpp", result.unused_tpp);
  json.list_of("destinations", result.destinations, [&](const auto& row) { return destination(row, result); });
  json.list_of("uncapped", result.uncapped, [&](const auto& label) { return uncapped(label, exist); });
  json.object("joint", [&](JsonObject& joint) { put_joint(result, joint); });
  json.list_of("book", result.book, book);
  json.list_of("diverted", result.diverted, diverted);
  json.list("companies", [&](const auto& add) { add_companies(result.companies, add); });
  json.list_of("holdings", result.holdings, holding);
  json.list_of("scenarios", result.scenarios, scenario);
  json.end();
  out("\n");
}

}  // namespace headroom
