#include "host/base/digest.h"
#include "host/report/json.h"
#include "host/report/json_object.h"

namespace headroom {
namespace {

Json or_null(const std::optional<Probability>& p) { return p ? probability(*p) : Json(nullptr); }
Json or_null(const std::optional<double>& number) { return number ? Json(*number) : Json(nullptr); }

Json by_month(const DestinationEstimate& row, YearMonth start) {
  Json list = Json::array();
  for (std::size_t m = 0; m < row.by_month.size(); ++m) {
    const Probability& p = row.by_month[m];
    list.push_back({{"month", to_string(plus_months(start, int(m)))},
                    {"estimate", p.estimate},
                    {"low", p.low},
                    {"high", p.high},
                    {"critical", row.critical_by_month.empty() ? Json(nullptr) : Json(row.critical_by_month[m])}});
  }
  return list;
}

Json points(const std::optional<PointUse>& use) {
  if (!use) return nullptr;
  return {{"kind", "sobol"}, {"replicates", use->replicates}, {"points", use->points}};
}

Json lattice(const std::optional<LatticeUse>& use) {
  if (!use) return nullptr;
  return {{"kind", use->split ? "split" : "exact"},
          {"step_tpp", use->step_tpp},
          {"cells", use->cells},
          {"change", use->split ? Json(use->change) : Json(nullptr)}};
}

Json destination(const DestinationEstimate& row, const Estimates& estimates) {
  const bool known = row.refused.empty();
  Json json = {{"iso3", row.label.iso3}, {"name", row.label.name}, {"cap_tpp", row.label.cap_tpp}};
  json["refused"] = known ? Json(nullptr) : Json(row.refused);
  json["p_exhausted"] = known ? probability(row.exhausted) : Json(nullptr);
  json["p_critical"] = or_null(row.critical);
  json["p_exhausted_without_factors"] = or_null(row.independent);
  json["by_month"] = known ? by_month(row, estimates.start) : Json(nullptr);
  json["lattice"] = lattice(row.lattice);
  json["variance_removed"] = or_null(row.variance_removed);
  json["effective_trials"] = or_null(row.effective_trials);
  json["gain"] = or_null(row.gain);
  if (row.trials) json["trials"] = *row.trials;
  if (!row.remark.empty()) json["remark"] = row.remark;
  json["expected"] = expected(row.label, estimates.expectations_exist);
  return json;
}

}  // namespace

void write_result_json(const Estimates& estimates, const Sink& out) {
  const bool exist = estimates.expectations_exist;
  JsonObject json(out);
  json.put("schema", kResultSchema);
  json.put("study",
           {{"name", estimates.study_name}, {"seed", estimates.seed}, {"digest", hex(estimates.study_digest)}});
  json.put("trials", estimates.trials);
  json.put("first_trial", estimates.first_trial);
  json.put("engine", estimates.engine);
  json.put("engine_detail", estimates.engine_detail);
  json.put("estimator", estimates.estimator);
  json.put("method", estimates.method);
  json.put("points", points(estimates.points));
  json.put("stopped", estimates.stopped);
  json.put("tallies_digest", estimates.tallies_digest ? Json(hex(*estimates.tallies_digest)) : Json(nullptr));
  json.list_of("destinations", estimates.destinations, [&](const auto& row) { return destination(row, estimates); });
  json.list_of("uncapped", estimates.uncapped, [&](const auto& label) { return uncapped(label, exist); });
  json.end();
  out("\n");
}

}  // namespace headroom
