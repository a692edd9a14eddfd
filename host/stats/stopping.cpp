#include "host/stats/stopping.h"

#include <algorithm>

namespace headroom {

u64 look_trials(u32 look, u64 most) {
  u64 trials = std::min(kFirstLook, most);
  for (u32 k = 1; k < look && trials < most; ++k) trials = trials > most / 2 ? most : 2 * trials;
  return trials;
}

double error_of(double level, u32 look, u64 intervals) {
  const double k = look;
  return (1 - level) / static_cast<double>(intervals) / (look ? k * (k + 1) : 1);
}

std::optional<StopReason> met(const StopRule& rule, const std::vector<Probability>& intervals) {
  bool all_half_width = true, all_relative = true;
  for (const Probability& p : intervals) {
    const double half = (p.high - p.low) / 2;
    const bool narrow = rule.half_width && half <= *rule.half_width;
    const bool small = rule.relative && half <= *rule.relative * p.estimate;
    if (!narrow && !small) return std::nullopt;
    all_half_width = all_half_width && narrow;
    all_relative = all_relative && small;
  }
  if (all_half_width) return StopReason::half_width;
  return all_relative ? StopReason::relative : StopReason::either;
}

}  // namespace headroom
