#include "host/stats/sobol.h"

#include <boost/random/sobol.hpp>

#include "host/model/study.h"

namespace headroom {
namespace {

static_assert(1 + 3 * ((kMaxMonths + 2) / 3) <= boost::random::default_sobol_table::max_dimension);

}  // namespace

std::vector<u32> sobol_directions(u32 coordinates) {
  std::vector<u32> directions(u64(coordinates) * kPointBits);
  boost::random::sobol_engine<u32, kPointBits> points(coordinates);
  for (u32 bit = 0; bit < kPointBits; ++bit) {
    // Boost's point n comes from the Gray code of n + 1, which of 2^(bit + 1) - 1 has this bit alone.
    points.seed(u32((u64(2) << bit) - 2));
    for (u32 c = 0; c < coordinates; ++c) directions[c * kPointBits + bit] = with_bits_reversed(points());
  }
  return directions;
}

}  // namespace headroom
