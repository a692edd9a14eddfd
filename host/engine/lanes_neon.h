// The words of host/trial/lanes.h for 8 lanes, NEON of AArch64. A number is two vectors: lanes 0 to 3 and 4 to 7; a
// wide number is four, each of two lanes that follow each other. A condition is a number of all ones or all zeros. In
// an unnamed namespace, as all that is compiled for an instruction set: the linker must not share it.
#pragma once
#include <arm_neon.h>

#include "host/trial/lanes.h"

namespace headroom {
namespace {

struct Lanes8 {
  static constexpr u32 width = 8;
  struct U;
  struct W;
  struct B {
    uint32x4_t low, high;
    B() = default;
    HD B(bool c) : low(vdupq_n_u32(c ? ~0u : 0u)), high(low) {}
    HD B(uint32x4_t a, uint32x4_t b) : low(a), high(b) {}
    HD friend B operator&(B a, B b) { return {a.low & b.low, a.high & b.high}; }
    HD friend B operator|(B a, B b) { return {a.low | b.low, a.high | b.high}; }
    HD friend B operator!(B a) { return {~a.low, ~a.high}; }
  };
};

struct Lanes8::U {
  uint32x4_t low, high;
  U() = default;
  HD U(u32 x) : low(vdupq_n_u32(x)), high(low) {}
  HD U(uint32x4_t a, uint32x4_t b) : low(a), high(b) {}
  HD static U load(const u32* at) { return {vld1q_u32(at), vld1q_u32(at + 4)}; }
  HD void store(u32* at) const {
    vst1q_u32(at, low);
    vst1q_u32(at + 4, high);
  }
  HD friend U operator+(U a, U b) { return {a.low + b.low, a.high + b.high}; }
  HD friend U operator-(U a, U b) { return {a.low - b.low, a.high - b.high}; }
  HD friend U operator*(U a, U b) { return {a.low * b.low, a.high * b.high}; }
  HD friend U operator&(U a, U b) { return {a.low & b.low, a.high & b.high}; }
  HD friend U operator|(U a, U b) { return {a.low | b.low, a.high | b.high}; }
  HD friend U operator^(U a, U b) { return {a.low ^ b.low, a.high ^ b.high}; }
  HD friend U operator<<(U a, u32 n) { return {a.low << vdupq_n_u32(n), a.high << vdupq_n_u32(n)}; }
  HD friend U operator>>(U a, u32 n) { return {a.low >> vdupq_n_u32(n), a.high >> vdupq_n_u32(n)}; }
  HD friend B operator==(U a, U b) { return {vceqq_u32(a.low, b.low), vceqq_u32(a.high, b.high)}; }
  HD friend B operator<(U a, U b) { return {vcltq_u32(a.low, b.low), vcltq_u32(a.high, b.high)}; }
};

HD uint32x4_t low_halves(uint64x2_t a, uint64x2_t b) {
  return vuzp1q_u32(vreinterpretq_u32_u64(a), vreinterpretq_u32_u64(b));
}
HD uint32x4_t high_halves(uint64x2_t a, uint64x2_t b) {
  return vuzp2q_u32(vreinterpretq_u32_u64(a), vreinterpretq_u32_u64(b));
}

struct Lanes8::W {
  uint64x2_t v[4];  // lanes 2k and 2k + 1
  W() = default;
  HD W(u64 x) : W(vdupq_n_u64(x), vdupq_n_u64(x), vdupq_n_u64(x), vdupq_n_u64(x)) {}
  HD W(u32 x) : W(u64(x)) {}
  HD W(uint64x2_t a, uint64x2_t b, uint64x2_t c, uint64x2_t d) : v{a, b, c, d} {}
  // What f says of each vector.
  template <class F>
  HD static W each(F f) {
    return {f(0), f(1), f(2), f(3)};
  }
  HD static W load(const u64* at) {
    return each([&](u32 k) { return vld1q_u64(at + 2 * k); });
  }
  HD void store(u64* at) const {
    for (u32 k = 0; k < 4; ++k) vst1q_u64(at + 2 * k, v[k]);
  }
  HD friend W operator+(W a, W b) {
    return each([&](u32 k) { return a.v[k] + b.v[k]; });
  }
  HD friend W operator-(W a, W b) {
    return each([&](u32 k) { return a.v[k] - b.v[k]; });
  }
  HD friend W operator&(W a, W b) {
    return each([&](u32 k) { return a.v[k] & b.v[k]; });
  }
  HD friend W operator|(W a, W b) {
    return each([&](u32 k) { return a.v[k] | b.v[k]; });
  }
  HD friend W operator^(W a, W b) {
    return each([&](u32 k) { return a.v[k] ^ b.v[k]; });
  }
  HD friend W operator<<(W a, u32 n) {
    return each([&](u32 k) { return a.v[k] << vdupq_n_u64(n); });
  }
  HD friend W operator>>(W a, u32 n) {
    return each([&](u32 k) { return a.v[k] >> vdupq_n_u64(n); });
  }
  HD friend B operator==(W a, W b) {
    return each([&](u32 k) { return vceqq_u64(a.v[k], b.v[k]); }).as_condition();
  }
  HD friend B operator<(W a, W b) {
    return each([&](u32 k) { return vcltq_u64(a.v[k], b.v[k]); }).as_condition();
  }
  HD B as_condition() const { return {low_halves(v[0], v[1]), low_halves(v[2], v[3])}; }  // all ones or all zeros
};

HD Lanes8::U lane_numbers() { return {uint32x4_t{0, 1, 2, 3}, uint32x4_t{4, 5, 6, 7}}; }

HD Lanes8::W widen(Lanes8::U x) {
  return {vmovl_u32(vget_low_u32(x.low)), vmovl_high_u32(x.low), vmovl_u32(vget_low_u32(x.high)),
          vmovl_high_u32(x.high)};
}
HD uint64x2_t low_signed(uint32x4_t x) {
  return vreinterpretq_u64_s64(vmovl_s32(vget_low_s32(vreinterpretq_s32_u32(x))));
}
HD uint64x2_t high_signed(uint32x4_t x) { return vreinterpretq_u64_s64(vmovl_high_s32(vreinterpretq_s32_u32(x))); }
HD Lanes8::W widen_signed(Lanes8::U x) {
  return {low_signed(x.low), high_signed(x.low), low_signed(x.high), high_signed(x.high)};
}
HD Lanes8::W widen(Lanes8::B c) { return widen_signed(Lanes8::U(c.low, c.high)); }
HD Lanes8::U low_half(Lanes8::W x) { return {low_halves(x.v[0], x.v[1]), low_halves(x.v[2], x.v[3])}; }
HD Lanes8::U high_half(Lanes8::W x) { return {high_halves(x.v[0], x.v[1]), high_halves(x.v[2], x.v[3])}; }

HD bool any(Lanes8::B c) { return vmaxvq_u32(c.low | c.high) != 0; }
HD Lanes8::U select(Lanes8::B c, Lanes8::U yes, Lanes8::U no) {
  return {vbslq_u32(c.low, yes.low, no.low), vbslq_u32(c.high, yes.high, no.high)};
}
HD Lanes8::W select(Lanes8::B c, Lanes8::W yes, Lanes8::W no) {
  const Lanes8::W chosen = widen(c);
  return Lanes8::W::each([&](u32 k) { return vbslq_u64(chosen.v[k], yes.v[k], no.v[k]); });
}
HD Lanes8::U when(Lanes8::B c, Lanes8::U x) { return {c.low & x.low, c.high & x.high}; }
HD Lanes8::W when(Lanes8::B c, Lanes8::W x) { return widen(c) & x; }
HD Lanes8::U one_if(Lanes8::B c) { return {vshrq_n_u32(c.low, 31), vshrq_n_u32(c.high, 31)}; }
HD Lanes8::U lesser(Lanes8::U a, Lanes8::U b) { return {vminq_u32(a.low, b.low), vminq_u32(a.high, b.high)}; }
HD Lanes8::W lesser(Lanes8::W a, Lanes8::W b) {
  return Lanes8::W::each([&](u32 k) { return vbslq_u64(vcltq_u64(a.v[k], b.v[k]), a.v[k], b.v[k]); });
}

// Tables are read one by one: there are no gathers.
HD Lanes8::U gather(const u32* table, Lanes8::U i) {
  alignas(16) u32 at[8];
  i.store(at);
  return {uint32x4_t{table[at[0]], table[at[1]], table[at[2]], table[at[3]]},
          uint32x4_t{table[at[4]], table[at[5]], table[at[6]], table[at[7]]}};
}
HD Lanes8::W gather(const u64* table, Lanes8::U i) {
  alignas(16) u32 at[8];
  i.store(at);
  return Lanes8::W::each([&](u32 k) { return uint64x2_t{table[at[2 * k]], table[at[2 * k + 1]]}; });
}
HD Lanes8::U look_up(const u32* table, u32 /*count*/, Lanes8::U i) { return gather(table, i); }

HD Lanes8::W multiply(Lanes8::U a, Lanes8::U b) {
  return {vmull_u32(vget_low_u32(a.low), vget_low_u32(b.low)), vmull_high_u32(a.low, b.low),
          vmull_u32(vget_low_u32(a.high), vget_low_u32(b.high)), vmull_high_u32(a.high, b.high)};
}
HD Lanes8::U mul_high(Lanes8::U a, Lanes8::U b) { return high_half(multiply(a, b)); }
HD Lanes8::U shift_right(Lanes8::U x, Lanes8::U n) { return {x.low >> n.low, x.high >> n.high}; }
HD Lanes8::U shift_left(Lanes8::U x, Lanes8::U n) { return {x.low << n.low, x.high << n.high}; }
HD Lanes8::W shift_right(Lanes8::W x, Lanes8::U n) {
  const Lanes8::W by = widen(n);
  return Lanes8::W::each([&](u32 k) { return x.v[k] >> by.v[k]; });
}
HD Lanes8::W shift_left(Lanes8::W x, Lanes8::U n) {
  const Lanes8::W by = widen(n);
  return Lanes8::W::each([&](u32 k) { return x.v[k] << by.v[k]; });
}
HD Lanes8::W shift_right_signed(Lanes8::W x, u32 n) {
  return Lanes8::W::each([&](u32 k) { return vreinterpretq_u64_s64(vreinterpretq_s64_u64(x.v[k]) >> vdupq_n_s64(n)); });
}
HD Lanes8::B less_signed(Lanes8::W a, Lanes8::W b) {
  const auto less = [&](u32 k) { return vcltq_s64(vreinterpretq_s64_u64(a.v[k]), vreinterpretq_s64_u64(b.v[k])); };
  return Lanes8::W::each(less).as_condition();
}
HD Lanes8::W multiply_signed(Lanes8::W a, Lanes8::W b) {  // the low 64 bits, of whatever sign
  return Lanes8::W::each([&](u32 k) { return a.v[k] * b.v[k]; });
}
HD uint64x2_t scale(uint64x2_t a, uint32x2_t b) {
  return vsraq_n_u64(vmull_u32(vshrn_n_u64(a, 32), b), vmull_u32(vmovn_u64(a), b), 32);
}
HD Lanes8::W scale(Lanes8::W a, Lanes8::U b) {
  return {scale(a.v[0], vget_low_u32(b.low)), scale(a.v[1], vget_high_u32(b.low)), scale(a.v[2], vget_low_u32(b.high)),
          scale(a.v[3], vget_high_u32(b.high))};
}
HD Lanes8::U leading_zeros(Lanes8::U x) { return {vclzq_u32(x.low), vclzq_u32(x.high)}; }

// Both below 2^31.
HD Lanes8::B less_narrow(Lanes8::U a, Lanes8::U b) { return a < b; }
// count + 1 where c holds.
HD Lanes8::U count_if(Lanes8::U count, Lanes8::B c) { return {count.low - c.low, count.high - c.high}; }

template <class F>
HD void for_each_lane(Lanes8::B c, F f) {
  const uint32x4_t low = {1, 2, 4, 8}, high = {16, 32, 64, 128};
  for (u32 left = vaddvq_u32((c.low & low) | (c.high & high)); left; left &= left - 1) f(u32(__builtin_ctz(left)));
}

// Numbers lane by lane.
template <class Number>
struct EachLane {
  alignas(16) Number all[8];
  HD Number operator[](u32 lane) const { return all[lane]; }
  HD Number& operator[](u32 lane) { return all[lane]; }
};
HD EachLane<u32> by_lane(Lanes8::U x) {
  EachLane<u32> to;
  x.store(to.all);
  return to;
}
HD EachLane<u64> by_lane(Lanes8::W x) {
  EachLane<u64> to;
  x.store(to.all);
  return to;
}
HD Lanes8::U together(const EachLane<u32>& x) { return Lanes8::U::load(x.all); }
HD Lanes8::W together(const EachLane<u64>& x) { return Lanes8::W::load(x.all); }

// What a Column of packs does: index i of lane l stands at first[i x 8 + l].
HD Lanes8::W get_from(const u64* first, Lanes8::U i) { return gather(first, (i << 3) + lane_numbers()); }
HD void put_to(u64* first, Lanes8::U i, Lanes8::W x, Lanes8::B c) {  // there is no scatter
  const auto row = by_lane((i << 3) + lane_numbers());
  const auto all = by_lane(x);
  for_each_lane(c, [&](u32 lane) { first[row[lane]] = all[lane]; });
}
HD void put_to(u64* at, Lanes8::W x, Lanes8::B c) { select(c, x, Lanes8::W::load(at)).store(at); }

// Products of the low halves of 64 bits.
HD uint32x4_t times(uint32x4_t a, u32 m) {
  return vreinterpretq_u32_u64(vmull_n_u32(vmovn_u64(vreinterpretq_u64_u32(a)), m));
}

// What Philox needs (philox_pack.h): four products of 32 by 32 bits at a time, from every second lane.
struct Products {
  using Lanes = Lanes8;
  uint32x4_t v[2];
  HD static Products evens(Lanes8::U x) { return {{x.low, x.high}}; }
  HD static Products odds(Lanes8::U x) { return Products{{x.low, x.high}}.high(); }
  HD static Lanes8::U join(Products even, Products odd) {
    return {vtrn1q_u32(even.v[0], odd.v[0]), vtrn1q_u32(even.v[1], odd.v[1])};
  }
  HD friend Products operator*(Products a, u32 m) { return {{times(a.v[0], m), times(a.v[1], m)}}; }
  HD Products high() const { return {{vrev64q_u32(v[0]), vrev64q_u32(v[1])}}; }  // where the low half was
  HD friend Products mix(Products a, Products b, u32 k) {                        // a ^ b ^ k
    return {{a.v[0] ^ b.v[0] ^ vdupq_n_u32(k), a.v[1] ^ b.v[1] ^ vdupq_n_u32(k)}};
  }
};

}  // namespace
}  // namespace headroom
