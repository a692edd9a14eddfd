// Operational time: the running sum of an intensity. Orders to a destination, and clusters of a company, arrive in it
// at unit rate.
#pragma once
#include "host/trial/factors.h"

namespace headroom {

// exp(beta . z - v / 2) of a quarter is held within e^-10 .. e^10; in doublings, Q24.
constexpr i64 kExponentLimit = 242046265;  // 10 log2(e) 2^24, rounded down

// The exponent of a quarter in doublings, Q24 signed, within the limits.
template <class L>
HD typename L::W exponent_of(const Tables& tables, const Intensity& of, FactorPath<L> path, u32 quarter) {
  using W = typename L::W;
  const auto load = [&](u32 factor, u64 beta) HD_INLINE {
    W z = widen_signed(path.get(factor, quarter));
    if (tables.student_t) z = shift_right_signed(multiply_signed(z, widen(path.get(tables.factor_count(), 0))), 24);
    return shift_right_signed(multiply_signed(z, W(beta)) + W(u64(1) << 23), 24);
  };
  W x = load(0, of.beta_global) + W(tables.wides[of.levels + quarter]);
  if (of.group != kNoFactor) x = x + load(of.group, of.beta_group);
  if (of.own != kNoFactor) x = x + load(of.own, of.beta_own);
  const W low = u64(-kExponentLimit), high = u64(kExponentLimit);
  x = select(less_signed(x, low), low, x);
  return select(less_signed(x, high), x, high);
}

// Rows of month ends: behind the last stands a time that does not come, at which a search ends.
HD u32 month_rows(u32 months) { return months + 1; }

// When the months end, Q20. Packs keep a second copy of it, in which they find an order's month.
template <class L>
struct MonthEnds : Column<L> {};

// Writes the time at the end of each month, Q20 rounded down. Gaps are rounded to nearest, so that an order that stands
// at a month's end to within half a step falls to either side alike.
template <class L>
HD void run_clock(const Tables& tables, const Intensity& of, FactorPath<L> path, Column<L>* month_end) {
  using U = typename L::U;
  using W = typename L::W;
  W time = 0u;
  for (u32 q = 0; q < tables.quarters; ++q) {
    const U x = low_half(exponent_of(tables, of, path, q) + W(u64(16) << 24));  // 2^x: 2^16 times the factor
    const U mantissa = exp2_of(tables, x & 0xFFFFFFu), octave = x >> 24;        // 1 .. 30
    const U down = U(15u) - lesser(octave, U(15u)), up = octave - lesser(octave, U(15u));
    const u32 last = lesser(3 * q + 3, tables.months);
    for (u32 m = 3 * q; m < last; ++m) {
      const W half = shift_right(scale(W(tables.wides[of.bases + m]), mantissa), down);
      const W month = shift_left(lesser(half, shift_right(W(kTimeLimit), up)), up);
      time = lesser(time + month, W(kTimeLimit));
      month_end->put(m, time >> 20, true);
    }
  }
  month_end->put(tables.months, W(~u64(0)), true);
}

// The operational time at which a month begins.
template <class L>
HD typename L::W month_start(const Column<L>& month_end, typename L::U month) {
  using U = typename L::U;
  const typename L::B later = U(0u) < month;
  return when(later, month_end.get(month - one_if(later)));
}

// The month in which what comes at `time` arrives: L[m-1] < time <= L[m]. Searched from an earlier month on;
// kNever past the horizon.
HD u32 month_of(const Column<OneLane>* month_end, u32 months, u32 from, u64 time) {
  if (from >= months) return kNever;
  while (month_end->get(from) < time) ++from;
  return from < months ? from : kNever;
}

}  // namespace headroom
