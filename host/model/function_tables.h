// The tables behind host/trial/fixed.h: evaluated in long double, rounded once.
#pragma once
#include <vector>

#include "host/base/hd.h"

namespace headroom {

// log2(1 + i/512) in Q20 (20 bits), and its rise to the next entry (12 bits). Each segment's mean is exact, so that
// gaps keep their mean; no value reaches 2^20, so that a gap is at least one step.
std::vector<u32> make_log_table();

// 2^(i/1024) in Q31; lowered by what the straight line between entries is too high on average.
std::vector<u32> make_exp_table();

// Standard normal quantiles |z| of the lower half by octaves of the probability, and their falls to the next entry,
// Q24; scaled so that the variance is 1 although lines replace the curve.
std::vector<u32> make_normal_table();

// Student-t scale sqrt(nu / X), X the chi-square quantile at (i + 1/2) / 4096, in Q24.
std::vector<u32> make_scale_table(int degrees_of_freedom);

// Quantiles of an order's size at (i + 1/2) / 1024, whole units, rounded half up, at least 1.
// Lognormal, at most `largest`; a log_sd of 0 gives the median throughout.
std::vector<u32> lognormal_sizes(double median, double log_sd, u32 largest);
std::vector<u32> triangular_sizes(u32 low, u32 mode, u32 high);

// z with P(Z < z) = p, 0 < p < 1.
long double normal_quantile(long double p);

}  // namespace headroom
