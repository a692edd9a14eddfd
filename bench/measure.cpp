#include "bench/measure.h"

#include <time.h>

#include <fmt/format.h>
#include <algorithm>
#include <nlohmann/json.hpp>

#include "host/trial/philox.h"

namespace headroom::bench {
namespace {

struct Range {
  double median, low, high;
};

Range range_of(const std::vector<double>& values) {
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  return {median(values), *low, *high};
}

// Each round against the peer's of the same round, so that what slows the machine down for a while slows both.
Range ratio_of(const Speed& speed, const Speed& peer) {
  std::vector<double> ratios;
  for (std::size_t r = 0; r < speed.trials_per_s.size(); ++r)
    ratios.push_back(speed.trials_per_s[r] / peer.trials_per_s[r]);
  return range_of(ratios);
}

double ns_per_order(const Report& report, const Speed& speed) {
  return 1e9 / (median(speed.trials_per_s) * report.model_orders);
}

}  // namespace

double thread_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return double(now.tv_sec) + 1e-9 * double(now.tv_nsec);
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t n = values.size();
  return n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

double philox_ns_per_word() {
  constexpr u32 blocks = 1'000'000;
  u32 sum = 0;
  const double start = thread_seconds();
  for (u32 i = 0; i < blocks; ++i) {
    const Block<u32> block = philox4x32_10<u32>({{i, 1, 2, 3}}, {4, 5});
    sum ^= block.word[0] ^ block.word[1] ^ block.word[2] ^ block.word[3];
  }
  const double seconds = thread_seconds() - start;
  volatile u32 kept = sum;  // so that the work cannot be left out
  static_cast<void>(kept);
  return seconds * 1e9 / (4.0 * blocks);
}

std::string as_table(const Report& report) {
  const Speed& peer = report.speeds.front();
  std::string text = fmt::format(
      "{}, one thread each, {} rounds of {} trials, {:.0f} model orders a trial, "
      "Philox {:.2f} ns a word\n",
      report.study, peer.trials_per_s.size(), report.trials, report.model_orders, report.philox_ns);
  text += fmt::format("{:<10} {:<7} {:>10} {:>19} {:>18} {:>8} {:>15}\n", "engine", "isa", "trials/s", "min..max",
                      "ns a model order", "ratio", "min..max");
  for (const Speed& speed : report.speeds) {
    const Range rate = range_of(speed.trials_per_s), ratio = ratio_of(speed, peer);
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
    const Range rate = range_of(speed.trials_per_s), ratio = ratio_of(speed, report.speeds.front());
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
  return Json({{"schema", "headroom.bench/1"}, {"rows", rows}}).dump(1) + "\n";
}

}  // namespace headroom::bench
