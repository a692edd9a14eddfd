#include "host/app/finished.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "host/io/folder.h"

namespace headroom {
namespace {

using Json = nlohmann::ordered_json;

u64 digest_of(const Json& hexadecimal) { return std::stoull(hexadecimal.get<std::string>(), nullptr, 16); }

Difference difference_of(const Json& json) {
  return {json.at("estimate"), json.at("low"), json.at("high"), json.at("level")};
}

DestinationResult destination_of(const Json& json) {
  DestinationResult row;
  row.label.iso3 = json.at("iso3");
  row.label.name = json.at("name");
  row.exhausted.estimate = json.at("p_exhausted").at("estimate");
  row.critical.estimate = json.at("p_critical").at("estimate");
  row.utilisation.mean = json.at("utilisation").at("mean");
  row.refused_tpp_mean = json.at("refused_tpp").at("mean");
  return row;
}

DestinationEstimate estimate_of(const Json& json) {
  DestinationEstimate row;
  row.label.iso3 = json.at("iso3");
  row.label.name = json.at("name");
  if (!json.at("refused").is_null()) {
    row.refused = json.at("refused");
    return row;
  }
  row.exhausted.estimate = json.at("p_exhausted").at("estimate");
  if (const Json& critical = json.at("p_critical"); !critical.is_null())
    row.critical.emplace().estimate = critical.at("estimate");
  return row;
}

// What all estimators say alike.
void read_head(const Json& json, FinishedRun* run) {
  Result& result = run->result;
  result.study_name = json.at("study").at("name");
  result.seed = json.at("study").at("seed");
  run->study_digest = result.study_digest = digest_of(json.at("study").at("digest"));
  if (!json.at("tallies_digest").is_null()) result.tallies_digest = digest_of(json.at("tallies_digest"));
  result.trials = json.at("trials");
  result.first_trial = json.at("first_trial");
  run->range = {result.first_trial, result.trials};
  result.engine = json.at("engine");
  result.engine_detail = json.at("engine_detail");
  result.estimator = json.at("estimator");
}

void read_estimates(const Json& json, FinishedRun* run) {
  Estimates& estimates = run->estimates.emplace();
  estimates.estimator = run->result.estimator;
  for (const Json& row : json.at("destinations")) estimates.destinations.push_back(estimate_of(row));
}

void read_result(const Json& json, FinishedRun* run) {
  read_head(json, run);
  Result& result = run->result;
  if (result.estimator != Result().estimator) return read_estimates(json, run);
  for (const Json& row : json.at("destinations")) result.destinations.push_back(destination_of(row));
  result.exhausted_count = json.at("joint").at("exhausted_count").get<std::vector<double>>();
  for (const Json& one : json.at("scenarios")) {
    ScenarioResult scenario;
    scenario.name = one.at("name");
    scenario.mean_exhausted = one.at("mean_exhausted");
    scenario.exhausted_difference = difference_of(one.at("difference"));
    run->scenarios.push_back(scenario.name);
    result.scenarios.push_back(std::move(scenario));
  }
}

}  // namespace

FinishedRun read_finished(const std::filesystem::path& folder) {
  const Folder run = Folder::on_disk(folder);
  Problems problems;
  const auto file = run.read("result.json", problems);
  if (!file) throw InputError(problems.errors());
  FinishedRun finished;
  try {
    read_result(Json::parse(file->text), &finished);
  } catch (const std::exception& error) {
    problems.error({file->name}, fmt::format("not a result of headroom ({}); run the study again", error.what()));
    throw InputError(problems.errors());
  }
  finished.json = file->text;
  if (run.has("table.txt")) {
    if (auto table = run.read("table.txt", problems)) finished.table = std::move(table->text);
  }
  return finished;
}

}  // namespace headroom
