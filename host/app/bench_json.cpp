// headroom.bench/1.
#include <nlohmann/json.hpp>

#include "host/app/bench_output.h"

namespace headroom {
namespace {

using Json = nlohmann::ordered_json;

template <class T>
Json unless_empty(const T& value) {
  return value == T{} ? Json(nullptr) : Json(value);
}

Json range(const Spread& spread) { return {spread.low, spread.high}; }

// The keys that every program that is measured has.
Json measured(const BenchRow& row, const BenchReport& report) {
  if (row.rounds.empty()) {
    return {{"trials", nullptr},
            {"trials_per_s", nullptr},
            {"ns_per_model_order", nullptr},
            {"philox_ns_per_word", median(report.rounds.philox_ns)},
            {"tallies_digest", nullptr}};
  }
  const std::vector<double> rates = trials_per_s(row);
  const Spread rate = spread_of(rates), ratio = ratio_spread(rates, trials_per_s(report.rows.front()));
  return {{"trials", row.trials},
          {"rounds", row.rounds.size()},
          {"trials_per_s", rate.median},
          {"trials_per_s_range", range(rate)},
          {"ns_per_model_order", unless_empty(ns_per_model_order(rate.median, report.model_orders))},
          {"ratio_to_first_row", ratio.median},
          {"ratio_range", range(ratio)},
          {"cores_busy", median_cores(row)},
          {"trials_per_core_s", row.engine == "cuda" ? Json(nullptr) : Json(median_trials_per_core_s(row))},
          {"philox_ns_per_word", median(report.rounds.philox_ns)},
          {"tallies_digest", unless_empty(row.digest)}};
}

Json times(const BenchRow& row, double compile_study_s) {
  Json json = {{"compile_study_s", compile_study_s},
               {"first_result_s", row.first_result_s},
               {"measurement_s", median_wall(row)}};
  if (row.engine != "cuda") return json;
  const EngineTimes parts = median_parts(row);
  json["upload_s"] = parts.upload_s;
  json["kernels_s"] = parts.kernels_s;
  json["download_s"] = parts.download_s;
  return json;
}

Json row_json(const BenchRow& row, const BenchReport& report) {
  Json json = {{"study", report.study},
               {"engine", row.engine},
               {"isa", unless_empty(row.isa)},
               {"threads", unless_empty(row.threads)},
               {"devices", unless_empty(row.devices)},
               {"device_name", unless_empty(row.device_name)}};
  json.update(measured(row, report));
  if (!row.why_not.empty()) json[row.failed ? "failed" : row.engine == "cuda" ? "no_device" : "left_out"] = row.why_not;
  if (!row.rounds.empty()) json["times"] = times(row, report.compile_study_s);
  if (row.crossover) {
    const auto& trials = row.crossover->trials;
    json["crossover"] = {{"trials", trials ? Json(*trials) : Json(nullptr)},
                         {"largest", row.crossover->largest},
                         {"against", row.overtakes}};
  } else if (row.engine == "cuda") {
    json["crossover"] = nullptr;
  }
  return json;
}

Json driver_json(const CudaFacts& cuda) {
  Json devices = Json::array();
  for (const DeviceFacts& device : cuda.devices) {
    devices.push_back({{"number", device.number},
                       {"name", device.name},
                       {"compute_capability", std::to_string(device.major) + "." + std::to_string(device.minor)},
                       {"multiprocessors", device.multiprocessors},
                       {"memory_bytes", device.memory_bytes}});
  }
  return {{"driver", unless_empty(cuda_version(cuda.driver))},
          {"runtime", unless_empty(cuda_version(cuda.runtime))},
          {"devices", devices},
          {"why_none", unless_empty(cuda.why_none)}};
}

}  // namespace

std::string bench_json(const BenchReport& report) {
  Json rows = Json::array();
  for (const BenchRow& row : report.rows) rows.push_back(row_json(row, report));
  const BenchRounds& rounds = report.rounds;
  const MachineFacts& machine = report.machine;
  const BuildFacts& build = report.build;
  const Json json = {{"schema", kBenchSchema},
                     {"study_digest", report.digest},
                     {"model_orders", report.model_orders},
                     {"rows", rows},
                     {"rounds",
                      {{"common_trials", rounds.common},
                       {"measured", rounds.measured},
                       {"kept", rounds.kept},
                       {"disturbed", rounds.disturbed},
                       {"other_load", rounds.other_load}}},
                     {"machine",
                      {{"cpu", machine.cpu},
                       {"cores", machine.cores},
                       {"memory_bytes", machine.memory_bytes},
                       {"system", machine.system}}},
                     {"build",
                      {{"version", build.version},
                       {"compiler", build.compiler},
                       {"type", build.type},
                       {"flags", build.flags},
                       {"optimised", build.optimised},
                       {"cuda", unless_empty(report.cuda.toolkit)},
                       {"cuda_architectures", unless_empty(report.cuda.architectures)}}},
                     {"driver", driver_json(report.cuda)},
                     {"peak_memory_bytes", report.peak_memory_bytes}};
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace headroom
