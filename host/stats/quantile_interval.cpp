#include "host/stats/quantile_interval.h"

#include <boost/math/special_functions/beta.hpp>

namespace headroom {
namespace {

// Of B binomial over `count` tosses at chance q.
double at_most(u64 k, u64 count, double q) {
  return k >= count ? 1 : boost::math::ibetac(double(k) + 1, double(count - k), q);
}
double at_least(u64 k, u64 count, double q) {
  if (k == 0) return 1;
  return k > count ? 0 : boost::math::ibeta(double(k), double(count - k) + 1, q);
}

}  // namespace

// The lower bound is the first bin up to which more values lie than are too few to be likely below the quantile, the
// upper one the first up to which so many lie that the quantile is hardly above.
BinInterval quantile_interval(const std::vector<u64>& up_to, u64 count, u32 percent, double error) {
  const double q = percent / 100.0, miss = error / 2;
  const u32 last = u32(up_to.size()) - 1;
  u32 low = 0;
  while (low < last && at_most(up_to[low], count, q) <= miss) ++low;
  u32 high = low;
  while (high < last && at_least(up_to[high], count, q) > miss) ++high;
  return {low, high};
}

}  // namespace headroom
