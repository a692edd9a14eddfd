// Means and quantiles of histograms.
#pragma once
#include "host/engine/tally.h"
#include "host/stats/result.h"

namespace headroom {

// `total` over `count`; 0 over nothing.
double mean(long double total, u64 count);

// ceil(count x percent / 100), the number of the value that is the lower quantile; exact for any count.
u64 rank_of(u64 count, u32 percent);

// Of kUseBins bins that hold `count` values together, and of the sum of their Q20 shares. Quantiles are the lower edges
// of bins; the last bin, for all that is above, stands for 1.28.
ShareSummary summarise_shares(const u64* bins, u64 count, const Sum& shares);

struct RefusedSummary {
  double mean = 0, cvar95 = 0;  // TPP a trial; cvar95: mean of the worst 5 % of trials
};

// Of kRefusedBins bins, each with its trials and their TPP. The bin in which the worst 5 % begin counts with its mean.
RefusedSummary summarise_refused(const u64* bins, const Sum* sums, u64 trials);

}  // namespace headroom
