#include "bench/measure.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "host/app/bench_output.h"
#include "host/stats/spread.h"

namespace headroom::bench {
namespace {

Spread ratio_of(const Speed& speed, const Speed& peer) { return ratio_spread(speed.trials_per_s, peer.trials_per_s); }

double ns_per_order(const Report& report, const Speed& speed) {
  return 1e9 / (median(speed.trials_per_s) * report.model_orders);
}

}  // namespace

std::string as_table(const Report& report) {
  const Speed& peer = report.speeds.front();
  std::string text = fmt::format(
      "{}, one thread each, {} rounds of {} trials, {:.0f} model orders a trial, "
      "Philox {:.2f} ns a word\n",
      report.study, peer.trials_per_s.size(), report.trials, report.model_orders, report.philox_ns);
  text += fmt::format("{:<10} {:<7} {:>10} {:>19} {:>18} {:>8} {:>15}\n", "engine", "isa", "trials/s", "min..max",
                      "ns a model order", "ratio", "min..max");
  for (const Speed& speed : report.speeds) {
    const Spread rate = spread_of(speed.trials_per_s), ratio = ratio_of(speed, peer);
    text += fmt::format("{:<10} {:<7} {:>10.0f} {:>19} {:>18.2f} {:>8.2f} {:>15}\n", speed.engine, speed.isa,
                        rate.median, fmt::format("{:.0f}..{:.0f}", rate.low, rate.high), ns_per_order(report, speed),
                        ratio.median, fmt::format("{:.2f}..{:.2f}", ratio.low, ratio.high));
  }
  return text;
}

std::string as_json(const Report& report) {
  using Json = nlohmann::ordered_json;
  Json rows = Json::array();
  for (const Speed& speed : report.speeds) {
    const Spread rate = spread_of(speed.trials_per_s), ratio = ratio_of(speed, report.speeds.front());
    rows.push_back({{"study", report.study},
                    {"engine", speed.engine},
                    {"isa", speed.isa},
                    {"threads", 1},
                    {"rounds", speed.trials_per_s.size()},
                    {"trials", report.trials},
                    {"trials_per_s", rate.median},
                    {"trials_per_s_range", {rate.low, rate.high}},
                    {"ns_per_model_order", ns_per_order(report, speed)},
                    {"ratio_to_std_cpp", ratio.median},
                    {"ratio_range", {ratio.low, ratio.high}},
                    {"philox_ns_per_word", report.philox_ns},
                    {"tallies_digest", speed.digest.empty() ? Json(nullptr) : Json(speed.digest)}});
  }
  return Json({{"schema", kBenchSchema}, {"rows", rows}}).dump(1) + "\n";
}

}  // namespace headroom::bench
