// The words of host/trial/lanes.h for 16 lanes, AVX-512 (F, CD, BW, DQ, VL). A wide number is two vectors: lanes 0 to 7
// and 8 to 15. In an unnamed namespace, as all that is compiled for an instruction set: the linker must not share it.
#pragma once
#include <immintrin.h>

#include "host/trial/lanes.h"

namespace headroom {
namespace {

struct Lanes16 {
  static constexpr u32 width = 16;
  struct U;
  struct W;
  struct B {
    __mmask16 m;
    B() = default;
    HD B(bool c) : m(c ? 0xFFFF : 0) {}
    HD explicit B(__mmask16 x, int) : m(x) {}
    HD static B of(__mmask8 low, __mmask8 high) { return of(_mm512_kunpackb(high, low)); }
    HD static B of(__mmask16 x) { return B(x, 0); }
    HD __mmask8 low() const { return __mmask8(m); }
    HD __mmask8 high() const { return __mmask8(m >> 8); }
    HD friend B operator&(B a, B b) { return of(__mmask16(a.m & b.m)); }
    HD friend B operator|(B a, B b) { return of(__mmask16(a.m | b.m)); }
    HD friend B operator!(B a) { return of(__mmask16(~a.m)); }
  };
};

struct Lanes16::U {
  __m512i v;
  U() = default;
  HD U(u32 x) : v(_mm512_set1_epi32(int(x))) {}
  HD U(__m512i x) : v(x) {}
  HD static U load(const u32* at) { return _mm512_load_si512(at); }
  HD void store(u32* at) const { _mm512_store_si512(at, v); }
  HD friend U operator+(U a, U b) { return _mm512_add_epi32(a.v, b.v); }
  HD friend U operator-(U a, U b) { return _mm512_sub_epi32(a.v, b.v); }
  HD friend U operator*(U a, U b) { return _mm512_mullo_epi32(a.v, b.v); }
  HD friend U operator&(U a, U b) { return _mm512_and_si512(a.v, b.v); }
  HD friend U operator|(U a, U b) { return _mm512_or_si512(a.v, b.v); }
  HD friend U operator^(U a, U b) { return _mm512_xor_si512(a.v, b.v); }
  HD friend U operator<<(U a, u32 n) { return _mm512_slli_epi32(a.v, n); }
  HD friend U operator>>(U a, u32 n) { return _mm512_srli_epi32(a.v, n); }
  HD friend B operator==(U a, U b) { return B::of(_mm512_cmpeq_epu32_mask(a.v, b.v)); }
  HD friend B operator<(U a, U b) { return B::of(_mm512_cmplt_epu32_mask(a.v, b.v)); }
};

struct Lanes16::W {
  __m512i low, high;
  W() = default;
  HD W(u64 x) : low(_mm512_set1_epi64(i64(x))), high(low) {}
  HD W(u32 x) : W(u64(x)) {}
  HD W(__m512i a, __m512i b) : low(a), high(b) {}
  HD static W load(const u64* at) { return {_mm512_load_si512(at), _mm512_load_si512(at + 8)}; }
  HD void store(u64* at) const {
    _mm512_store_si512(at, low);
    _mm512_store_si512(at + 8, high);
  }
  HD friend W operator+(W a, W b) { return {_mm512_add_epi64(a.low, b.low), _mm512_add_epi64(a.high, b.high)}; }
  HD friend W operator-(W a, W b) { return {_mm512_sub_epi64(a.low, b.low), _mm512_sub_epi64(a.high, b.high)}; }
  HD friend W operator&(W a, W b) { return {_mm512_and_si512(a.low, b.low), _mm512_and_si512(a.high, b.high)}; }
  HD friend W operator|(W a, W b) { return {_mm512_or_si512(a.low, b.low), _mm512_or_si512(a.high, b.high)}; }
  HD friend W operator^(W a, W b) { return {_mm512_xor_si512(a.low, b.low), _mm512_xor_si512(a.high, b.high)}; }
  HD friend W operator<<(W a, u32 n) { return {_mm512_slli_epi64(a.low, n), _mm512_slli_epi64(a.high, n)}; }
  HD friend W operator>>(W a, u32 n) { return {_mm512_srli_epi64(a.low, n), _mm512_srli_epi64(a.high, n)}; }
  HD friend B operator==(W a, W b) {
    return B::of(_mm512_cmpeq_epu64_mask(a.low, b.low), _mm512_cmpeq_epu64_mask(a.high, b.high));
  }
  HD friend B operator<(W a, W b) {
    return B::of(_mm512_cmplt_epu64_mask(a.low, b.low), _mm512_cmplt_epu64_mask(a.high, b.high));
  }
};

HD bool any(Lanes16::B c) { return c.m != 0; }
HD Lanes16::U select(Lanes16::B c, Lanes16::U yes, Lanes16::U no) { return _mm512_mask_mov_epi32(no.v, c.m, yes.v); }
HD Lanes16::W select(Lanes16::B c, Lanes16::W yes, Lanes16::W no) {
  return {_mm512_mask_mov_epi64(no.low, c.low(), yes.low), _mm512_mask_mov_epi64(no.high, c.high(), yes.high)};
}
HD Lanes16::U when(Lanes16::B c, Lanes16::U x) { return _mm512_maskz_mov_epi32(c.m, x.v); }
HD Lanes16::W when(Lanes16::B c, Lanes16::W x) {
  return {_mm512_maskz_mov_epi64(c.low(), x.low), _mm512_maskz_mov_epi64(c.high(), x.high)};
}
HD Lanes16::U one_if(Lanes16::B c) { return _mm512_maskz_set1_epi32(c.m, 1); }
HD Lanes16::U lesser(Lanes16::U a, Lanes16::U b) { return _mm512_min_epu32(a.v, b.v); }
HD Lanes16::W lesser(Lanes16::W a, Lanes16::W b) {
  return {_mm512_min_epu64(a.low, b.low), _mm512_min_epu64(a.high, b.high)};
}

HD __m256i low_lanes(Lanes16::U x) { return _mm512_castsi512_si256(x.v); }
HD __m256i high_lanes(Lanes16::U x) { return _mm512_extracti64x4_epi64(x.v, 1); }

HD Lanes16::U gather(const u32* table, Lanes16::U i) { return _mm512_i32gather_epi32(i.v, table, 4); }
HD Lanes16::W gather(const u64* table, Lanes16::U i) {
  return {_mm512_i32gather_epi64(low_lanes(i), table, 8), _mm512_i32gather_epi64(high_lanes(i), table, 8)};
}
HD Lanes16::W widen(Lanes16::U x) {
  return {_mm512_cvtepu32_epi64(low_lanes(x)), _mm512_cvtepu32_epi64(high_lanes(x))};
}
HD Lanes16::W widen_signed(Lanes16::U x) {
  return {_mm512_cvtepi32_epi64(low_lanes(x)), _mm512_cvtepi32_epi64(high_lanes(x))};
}
HD Lanes16::U low_half(Lanes16::W x) {
  const __m512i even = _mm512_set_epi32(30, 28, 26, 24, 22, 20, 18, 16, 14, 12, 10, 8, 6, 4, 2, 0);
  return _mm512_permutex2var_epi32(x.low, even, x.high);
}
HD Lanes16::U high_half(Lanes16::W x) {
  const __m512i odd = _mm512_set_epi32(31, 29, 27, 25, 23, 21, 19, 17, 15, 13, 11, 9, 7, 5, 3, 1);
  return _mm512_permutex2var_epi32(x.low, odd, x.high);
}
HD Lanes16::W multiply(Lanes16::U a, Lanes16::U b) {
  const Lanes16::W x = widen(a), y = widen(b);
  return {_mm512_mul_epu32(x.low, y.low), _mm512_mul_epu32(x.high, y.high)};
}
HD Lanes16::U shift_right(Lanes16::U x, Lanes16::U n) { return _mm512_srlv_epi32(x.v, n.v); }
HD Lanes16::U shift_left(Lanes16::U x, Lanes16::U n) { return _mm512_sllv_epi32(x.v, n.v); }
HD Lanes16::W shift_right(Lanes16::W x, Lanes16::U n) {
  const Lanes16::W by = widen(n);
  return {_mm512_srlv_epi64(x.low, by.low), _mm512_srlv_epi64(x.high, by.high)};
}
HD Lanes16::W shift_left(Lanes16::W x, Lanes16::U n) {
  const Lanes16::W by = widen(n);
  return {_mm512_sllv_epi64(x.low, by.low), _mm512_sllv_epi64(x.high, by.high)};
}
HD Lanes16::W shift_right_signed(Lanes16::W x, u32 n) {
  return {_mm512_srai_epi64(x.low, n), _mm512_srai_epi64(x.high, n)};
}
HD Lanes16::B less_signed(Lanes16::W a, Lanes16::W b) {
  return Lanes16::B::of(_mm512_cmplt_epi64_mask(a.low, b.low), _mm512_cmplt_epi64_mask(a.high, b.high));
}
HD Lanes16::U mul_high(Lanes16::U a, Lanes16::U b) {
  const __m512i even = _mm512_mul_epu32(a.v, b.v),
                odd = _mm512_mul_epu32(_mm512_srli_epi64(a.v, 32), _mm512_srli_epi64(b.v, 32));
  return _mm512_mask_mov_epi32(_mm512_srli_epi64(even, 32), 0xAAAA, odd);
}
HD Lanes16::W multiply_signed(Lanes16::W a, Lanes16::W b) {
  return {_mm512_mullo_epi64(a.low, b.low), _mm512_mullo_epi64(a.high, b.high)};
}
HD __m512i scale(__m512i a, __m512i b) {
  const __m512i high = _mm512_mul_epu32(_mm512_srli_epi64(a, 32), b), low = _mm512_mul_epu32(a, b);
  return _mm512_add_epi64(high, _mm512_srli_epi64(low, 32));
}
HD Lanes16::W scale(Lanes16::W a, Lanes16::U b) {
  const Lanes16::W by = widen(b);
  return {scale(a.low, by.low), scale(a.high, by.high)};
}
HD Lanes16::U leading_zeros(Lanes16::U x) { return _mm512_lzcnt_epi32(x.v); }

// Both below 2^31.
HD Lanes16::B less_narrow(Lanes16::U a, Lanes16::U b) { return Lanes16::B::of(_mm512_cmpgt_epi32_mask(b.v, a.v)); }
// count + 1 where c holds.
HD Lanes16::U count_if(Lanes16::U count, Lanes16::B c) {
  return _mm512_mask_add_epi32(count.v, c.m, count.v, _mm512_set1_epi32(1));
}
// Up to 64 entries stand in registers. Behind the last there are kTablePadding that can be read.
HD __m512i two_vectors(const u32* table, Lanes16::U i) {
  return _mm512_permutex2var_epi32(_mm512_loadu_si512(table), i.v, _mm512_loadu_si512(table + 16));
}
HD Lanes16::U look_up(const u32* table, u32 count, Lanes16::U i) {
  if (count > 64) return gather(table, i);
  if (count <= 16) return _mm512_permutexvar_epi32(i.v, _mm512_loadu_si512(table));
  if (count <= 32) return two_vectors(table, i);
  __m512i high;
  if (count <= 48)
    high = _mm512_permutexvar_epi32(i.v, _mm512_loadu_si512(table + 32));
  else
    high = two_vectors(table + 32, i);
  return _mm512_mask_mov_epi32(two_vectors(table, i), _mm512_test_epi32_mask(i.v, _mm512_set1_epi32(32)), high);
}

template <class F>
HD void for_each_lane(Lanes16::B c, F f) {
  for (u32 left = c.m; left; left &= left - 1) f(u32(__builtin_ctz(left)));
}
// Numbers lane by lane.
template <class Number>
struct EachLane {
  alignas(64) Number all[16];
  HD Number operator[](u32 lane) const { return all[lane]; }
  HD Number& operator[](u32 lane) { return all[lane]; }
};
HD EachLane<u32> by_lane(Lanes16::U x) {
  EachLane<u32> to;
  x.store(to.all);
  return to;
}
HD EachLane<u64> by_lane(Lanes16::W x) {
  EachLane<u64> to;
  x.store(to.all);
  return to;
}
HD Lanes16::U together(const EachLane<u32>& x) { return Lanes16::U::load(x.all); }
HD Lanes16::W together(const EachLane<u64>& x) { return Lanes16::W::load(x.all); }

HD Lanes16::U lane_numbers() { return _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0); }

// What a Column of packs does: index i of lane l stands at first[i x 16 + l].
HD Lanes16::W get_from(const u64* first, Lanes16::U i) { return gather(first, (i << 4) + lane_numbers()); }
HD void put_to(u64* first, Lanes16::U i, Lanes16::W x, Lanes16::B c) {
  const Lanes16::U at = (i << 4) + lane_numbers();
  _mm512_mask_i32scatter_epi64(first, c.low(), low_lanes(at), x.low, 8);
  _mm512_mask_i32scatter_epi64(first, c.high(), high_lanes(at), x.high, 8);
}
HD void put_to(u64* at, Lanes16::W x, Lanes16::B c) {
  _mm512_mask_store_epi64(at, c.low(), x.low);
  _mm512_mask_store_epi64(at + 8, c.high(), x.high);
}

// What Philox needs (philox_pack.h): eight products of 32 by 32 bits at a time, from every second lane.
struct Products {
  using Lanes = Lanes16;
  __m512i v;
  HD static Products evens(Lanes16::U x) { return {x.v}; }
  HD static Products odds(Lanes16::U x) { return {_mm512_srli_epi64(x.v, 32)}; }
  HD static Lanes16::U join(Products even, Products odd) {
    return _mm512_mask_shuffle_epi32(even.v, 0xAAAA, odd.v, _MM_PERM_ENUM(0xA0));
  }
  HD friend Products operator*(Products a, u32 m) { return {_mm512_mul_epu32(a.v, _mm512_set1_epi64(m))}; }
  HD Products high() const { return {_mm512_shuffle_epi32(v, _MM_PERM_ENUM(0xF5))}; }
  HD friend Products mix(Products a, Products b, u32 k) {  // a ^ b ^ k
    return {_mm512_ternarylogic_epi32(a.v, b.v, _mm512_set1_epi32(int(k)), 0x96)};
  }
};

}  // namespace
}  // namespace headroom
