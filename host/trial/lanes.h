// The vocabulary of a trial. A trial is written once, for "lanes" of trials that walk side by side.
// Here is the plain meaning: one lane, a number is a u32 and a condition is a bool. The reference engine and the CUDA
// kernels use it as it stands; packs for vector instructions give the same words a meaning for 8 or 16 lanes.
#pragma once
#include "host/base/hd.h"

namespace headroom {

struct OneLane {
  using U = u32;   // a number in every lane; signed ones are kept in two's complement
  using W = u64;   // a wide number in every lane: TPP, points in operational time
  using B = bool;  // a condition in every lane
};

HD bool any(bool c) { return c; }
HD u32 select(bool c, u32 yes, u32 no) { return c ? yes : no; }
HD u64 select(bool c, u64 yes, u64 no) { return c ? yes : no; }
HD u32 when(bool c, u32 x) { return c ? x : 0; }  // x where c holds, else 0
HD u64 when(bool c, u64 x) { return c ? x : 0; }
HD u32 one_if(bool c) { return c ? 1u : 0u; }
HD u32 lesser(u32 a, u32 b) { return a < b ? a : b; }
HD u64 lesser(u64 a, u64 b) { return a < b ? a : b; }
HD u32 gather(const u32* table, u32 i) { return constant_at(table, i); }
HD u64 gather(const u64* table, u32 i) { return constant_at(table, i); }
template <class S>
HD u32 gather(const S* all, u32 S::*field, u32 i) {
  return constant_at(&(all->*field), u64(i) * (sizeof(S) / sizeof(u32)));
}
HD u64 widen(u32 x) { return x; }
template <class U>
HD U third(U x) {  // x / 3 for x < 256: the quarter of a month
  return (x * 171u) >> 9;
}
HD u64 widen_signed(u32 x) { return u64(i64(i32(x))); }
HD u32 low_half(u64 x) { return u32(x); }
HD u32 high_half(u64 x) { return u32(x >> 32); }
HD u64 multiply(u32 a, u32 b) { return u64(a) * b; }
HD u32 shift_right(u32 x, u32 n) { return x >> n; }
HD u32 shift_left(u32 x, u32 n) { return x << n; }
HD u64 shift_right(u64 x, u32 n) { return x >> n; }
HD u64 shift_left(u64 x, u32 n) { return x << n; }
HD u64 shift_right_signed(u64 x, u32 n) { return u64(i64(x) >> n); }
HD bool less_signed(u64 a, u64 b) { return i64(a) < i64(b); }
HD u32 mul_high(u32 a, u32 b) { return u32((u64(a) * b) >> 32); }
// floor(a x b / 2^32), exactly
HD u64 scale(u64 a, u32 b) { return (a >> 32) * b + ((u64(u32(a)) * b) >> 32); }
HD u64 quotient(u64 a, u32 b) { return a / b; }                        // b > 0
HD u64 quotient(u64 a, u64 b) { return a / b; }                        // b > 0
HD u64 multiply_signed(u64 a, u64 b) { return u64(i64(a) * i64(b)); }  // the product has to fit 63 bits
HD u32 leading_zeros(u32 x) { return HD_LEADING_ZEROS(x); }            // x > 0
HD u32 leading_zeros(u64 x) { return HD_LEADING_ZEROS_64(x); }         // x > 0
// The same in tables of `count`: packs keep small ones in registers.
HD u32 look_up(const u32* table, u32 /*count*/, u32 i) { return constant_at(table, i); }
template <class S>
HD u32 look_up(const S* all, u32 /*count*/, u32 S::*field, u32 i) {
  return constant_at(&(all->*field), u64(i) * (sizeof(S) / sizeof(u32)));
}
// For what has to be done lane by lane: f(lane) where c holds, and by_lane(x)[lane], what a number is there.
template <class F>
HD void for_each_lane(bool c, F f) {
  if (c) f(0u);
}
template <class Number>
struct ByLane {
  Number x;
  HD Number operator[](u32 /*lane*/) const { return x; }
};
HD ByLane<u32> by_lane(u32 x) { return {x}; }
HD ByLane<u64> by_lane(u64 x) { return {x}; }

// A number a lane for each of several indices (meters, month ends): index i of this lane stands at first[i * stride].
// One lane of many side by side, so that neighbouring CUDA threads touch neighbouring words. An index is a number in
// every lane or, where it is the same in all of them, a u32.
template <class L>
struct Column;

template <>
struct Column<OneLane> {
  u64* first;
  u64 stride;
  HD u64 get(u32 i) const { return first[i * stride]; }
  HD void put(u32 i, u64 x, bool c) {
    if (c) first[i * stride] = x;
  }
  HD Column from(u32 i) const { return {first + i * stride, stride}; }
  HD void clear(u32 count) {
    for (u32 i = 0; i < count; ++i) first[i * stride] = 0;
  }
};

}  // namespace headroom
