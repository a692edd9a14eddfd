// The real functions of a trial in integers: a table and a straight line between its entries. No floating point; the
// tables are made once on the host (host/model/function_tables.cpp), in more digits than they keep.
#pragma once
#include "host/trial/lanes.h"
#include "host/trial/tables.h"

namespace headroom {

// Q24 x Q30 -> Q24, rounded to nearest; signed.
template <class U>
HD U times_q30(U x, U coefficient) {
  auto product = multiply_signed(widen_signed(x), widen_signed(coefficient));
  return low_half(shift_right_signed(product + (u64(1) << 29), 30));
}

// -log2((g + 1/2) / 2^30) of a 30-bit draw g: a unit-rate gap in doublings, Q20, at least 1.
template <class U>
HD U gap_of(const Tables& tables, U draw) {
  U x = (draw << 1) | 1u, zeros = leading_zeros(x), mantissa = shift_left(x, zeros);
  U entry = gather(tables.words + tables.log_table, (mantissa >> 22) & (kLogSteps - 1));
  U inside = (mantissa >> 10) & 4095u;
  return (zeros << 20) - (entry >> 12) - (((entry & 4095u) * inside) >> 12);
}

// 2^f in Q31 for a fraction f in Q24.
template <class U>
HD U exp2_of(const Tables& tables, U fraction) {
  const u32* table = tables.words + tables.exp_table;
  U i = fraction >> 14, low = gather(table, i), step = gather(table, i + 1u) - low;
  return low + mul_high(step, fraction << 18);
}

// Standard normal quantile of (w + 1/2) / 2^32, Q24, signed. Symmetric; the table covers the lower half by octaves.
template <class U>
HD U normal_of(const Tables& tables, U draw) {
  const u32* table = tables.words + tables.normal_table;
  U upper = draw >> 31, folded = draw ^ (0u - upper);
  U x = (folded << 1) | 1u, zeros = leading_zeros(x), mantissa = shift_left(x, zeros);
  U i = zeros * kNormalSteps + ((mantissa >> 23) & (kNormalSteps - 1));
  U z = gather(table, i) - mul_high(gather(table, i + kNormalOctaves * kNormalSteps), mantissa << 9);
  return select(upper == 1u, z, 0u - z);
}

}  // namespace headroom
