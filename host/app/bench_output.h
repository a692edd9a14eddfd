// What `headroom bench` says.
#pragma once
#include <string>

#include "host/app/bench_rows.h"
#include "host/stats/spread.h"

namespace headroom {

constexpr std::string_view kBenchSchema = "headroom.bench/1";

std::vector<double> trials_per_s(const BenchRow& row);                // by round
double ns_per_model_order(double trials_per_s, double model_orders);  // 0 where the market sends none
// Seconds of a device: the upload, once, and a measurement's kernels and download, their medians.
EngineTimes median_parts(const BenchRow& row);
double median_wall(const BenchRow& row);
double median_cores(const BenchRow& row);              // how many it kept busy
double median_trials_per_core_s(const BenchRow& row);  // a second of processor time: neighbours do not count

std::string bench_head(const BenchReport& report);    // study, machine, build
std::string bench_speeds(const BenchReport& report);  // a grid, a line a row
std::string bench_load(const BenchReport& report);    // what others used, and whether the build is for speed
std::string bench_text(const BenchReport& report);
std::string bench_json(const BenchReport& report);

}  // namespace headroom
