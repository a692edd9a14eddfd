#include "host/stats/widest.h"

#include <algorithm>

#include "host/stats/intervals.h"

namespace headroom {

WidestInterval widest_interval(const Tally& tally, const std::vector<DestinationLabel>& capped) {
  WidestInterval widest;
  u64 most = 0, hits = 0;
  for (u32 d = 0; d < capped.size(); ++d) {
    const u64 never = tally.counters[tally.shape.counter(d, tally.shape.exhausted(tally.shape.months))];
    const u64 rarer = std::min(never, tally.trials - never);
    if (!widest.iso3.empty() && rarer <= most) continue;
    widest.iso3 = capped[d].iso3;
    most = rarer;
    hits = tally.trials - never;
  }
  if (widest.iso3.empty()) return widest;
  const Probability p = clopper_pearson(hits, tally.trials);
  widest.half_width = (p.high - p.low) / 2;
  return widest;
}

}  // namespace headroom
