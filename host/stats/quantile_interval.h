// How sure a sample makes us of a quantile, whatever law it comes from.
#pragma once
#include <vector>

#include "host/base/hd.h"

namespace headroom {

// Bins, the first and the last one included.
struct BinInterval {
  u32 low = 0, high = 0;
};

// Of the lower quantile at `percent` of the law behind a histogram of `count` independent values in bins that stand in
// order; `up_to[i]` says how many of them lie in bin i or before. Each side misses with at most `error` / 2: the bounds
// are order statistics whose ranks leave that much of the binomial law of the number of values below the quantile
// (David and Nagaraja, Order Statistics, 2003, section 7.1); ties only make them surer. Where a rank lies outside the
// sample the bound is the end of the range. At least one bin.
BinInterval quantile_interval(const std::vector<u64>& up_to, u64 count, u32 percent, double error);

}  // namespace headroom
