// Shares of a company's TPP and their limits, Supplement 10 to part 748, paragraph 6. Exact for totals below 2^60.
#pragma once
#include "host/trial/lanes.h"

namespace headroom {

constexpr u32 kWholeShare = 10'000;  // limits are whole numbers of 1/10,000
constexpr u32 kSlackBins = 200;      // of 1/100, on [-1, 1]

// part x 10,000 > limit x total: the part is more than its share.
template <class L>
HD typename L::B passes(typename L::W part, typename L::W total, typename L::U limit) {
  using U = typename L::U;
  const auto high = scale(part, U(kWholeShare)), bound = scale(total, limit);  // of the products, all but 32 bits
  const U low = low_half(part) * kWholeShare, rest = low_half(total) * limit;
  const typename L::B above = bound < high, below = high < bound;
  return above | (!below & (rest < low));
}

// part / total in 1/10,000, rounded up; 0 of nothing. Digit by digit: ten times a remainder fits 64 bits.
HD u32 share_of(u64 part, u64 total) {
  if (total == 0) return 0;
  u64 rest = part % total;
  u32 share = u32(part / total);  // 0 or 1
  for (u32 unit = 1; unit < kWholeShare; unit *= 10) {
    share = share * 10 + u32(rest * 10 / total);
    rest = rest * 10 % total;
  }
  return share + (rest != 0);
}

// The bin of limit - share. Rounding the share up changes no bin, since bins begin at whole numbers of 1/10,000; so the
// share has passed its limit in the lower half of the bins and only there.
HD u32 slack_bin(u64 part, u64 total, u32 limit) {
  return lesser((limit + kWholeShare - share_of(part, total)) / (2 * kWholeShare / kSlackBins), kSlackBins - 1);
}

}  // namespace headroom
