// The words of host/trial/lanes.h for 8 lanes, AVX2. A condition is a number of all ones or all zeros. A wide number is
// two vectors, even lanes and odd lanes: so widening, narrowing and conditions never cross a vector's halves. In an
// unnamed namespace, as all that is compiled for an instruction set: the linker must not share it.
#pragma once
#include <immintrin.h>

#include "host/trial/lanes.h"

namespace headroom {
namespace {

struct Lanes8 {
  static constexpr u32 width = 8;
  struct U;
  struct W;
  struct B {
    __m256i m;
    B() = default;
    HD B(bool c) : m(_mm256_set1_epi32(c ? -1 : 0)) {}
    HD explicit B(__m256i x) : m(x) {}
    HD B(__m256i even, __m256i odd) : m(_mm256_blend_epi32(even, odd, 0xAA)) {}
    HD __m256i even() const { return _mm256_shuffle_epi32(m, 0xA0); }
    HD __m256i odd() const { return _mm256_shuffle_epi32(m, 0xF5); }
    HD friend B operator&(B a, B b) { return B(_mm256_and_si256(a.m, b.m)); }
    HD friend B operator|(B a, B b) { return B(_mm256_or_si256(a.m, b.m)); }
    HD friend B operator!(B a) { return B(_mm256_xor_si256(a.m, _mm256_set1_epi32(-1))); }
  };
};

struct Lanes8::U {
  __m256i v;
  U() = default;
  HD U(u32 x) : v(_mm256_set1_epi32(int(x))) {}
  HD U(__m256i x) : v(x) {}
  HD static U load(const u32* at) { return _mm256_load_si256(reinterpret_cast<const __m256i*>(at)); }
  HD void store(u32* at) const { _mm256_store_si256(reinterpret_cast<__m256i*>(at), v); }
  HD friend U operator+(U a, U b) { return _mm256_add_epi32(a.v, b.v); }
  HD friend U operator-(U a, U b) { return _mm256_sub_epi32(a.v, b.v); }
  HD friend U operator*(U a, U b) { return _mm256_mullo_epi32(a.v, b.v); }
  HD friend U operator&(U a, U b) { return _mm256_and_si256(a.v, b.v); }
  HD friend U operator|(U a, U b) { return _mm256_or_si256(a.v, b.v); }
  HD friend U operator^(U a, U b) { return _mm256_xor_si256(a.v, b.v); }
  HD friend U operator<<(U a, u32 n) { return _mm256_slli_epi32(a.v, int(n)); }
  HD friend U operator>>(U a, u32 n) { return _mm256_srli_epi32(a.v, int(n)); }
  HD friend B operator==(U a, U b) { return B(_mm256_cmpeq_epi32(a.v, b.v)); }
  HD friend B operator<(U a, U b) { return !B(_mm256_cmpeq_epi32(_mm256_max_epu32(a.v, b.v), a.v)); }
};

HD __m256i unsigned_less(__m256i a, __m256i b) {  // 64 bits
  const __m256i top = _mm256_set1_epi64x(i64(u64(1) << 63));
  return _mm256_cmpgt_epi64(_mm256_xor_si256(b, top), _mm256_xor_si256(a, top));
}

struct Lanes8::W {
  __m256i even, odd;
  W() = default;
  HD W(u64 x) : even(_mm256_set1_epi64x(i64(x))), odd(even) {}
  HD W(u32 x) : W(u64(x)) {}
  HD W(__m256i a, __m256i b) : even(a), odd(b) {}
  // Four even lanes, then four odd ones.
  HD static W load(const u64* at) {
    const __m256i* first = reinterpret_cast<const __m256i*>(at);
    return {_mm256_load_si256(first), _mm256_load_si256(first + 1)};
  }
  HD void store(u64* at) const {
    _mm256_store_si256(reinterpret_cast<__m256i*>(at), even);
    _mm256_store_si256(reinterpret_cast<__m256i*>(at) + 1, odd);
  }
  HD friend W operator+(W a, W b) { return {_mm256_add_epi64(a.even, b.even), _mm256_add_epi64(a.odd, b.odd)}; }
  HD friend W operator-(W a, W b) { return {_mm256_sub_epi64(a.even, b.even), _mm256_sub_epi64(a.odd, b.odd)}; }
  HD friend W operator&(W a, W b) { return {_mm256_and_si256(a.even, b.even), _mm256_and_si256(a.odd, b.odd)}; }
  HD friend W operator|(W a, W b) { return {_mm256_or_si256(a.even, b.even), _mm256_or_si256(a.odd, b.odd)}; }
  HD friend W operator^(W a, W b) { return {_mm256_xor_si256(a.even, b.even), _mm256_xor_si256(a.odd, b.odd)}; }
  HD friend W operator<<(W a, u32 n) { return {_mm256_slli_epi64(a.even, int(n)), _mm256_slli_epi64(a.odd, int(n))}; }
  HD friend W operator>>(W a, u32 n) { return {_mm256_srli_epi64(a.even, int(n)), _mm256_srli_epi64(a.odd, int(n))}; }
  HD friend B operator==(W a, W b) { return {_mm256_cmpeq_epi64(a.even, b.even), _mm256_cmpeq_epi64(a.odd, b.odd)}; }
  HD friend B operator<(W a, W b) { return {unsigned_less(a.even, b.even), unsigned_less(a.odd, b.odd)}; }
};

HD Lanes8::U lane_numbers() { return _mm256_set_epi32(7, 6, 5, 4, 3, 2, 1, 0); }

HD bool any(Lanes8::B c) { return _mm256_movemask_epi8(c.m) != 0; }
HD Lanes8::U select(Lanes8::B c, Lanes8::U yes, Lanes8::U no) { return _mm256_blendv_epi8(no.v, yes.v, c.m); }
HD Lanes8::W select(Lanes8::B c, Lanes8::W yes, Lanes8::W no) {
  return {_mm256_blendv_epi8(no.even, yes.even, c.even()), _mm256_blendv_epi8(no.odd, yes.odd, c.odd())};
}
HD Lanes8::U when(Lanes8::B c, Lanes8::U x) { return _mm256_and_si256(c.m, x.v); }
HD Lanes8::W when(Lanes8::B c, Lanes8::W x) {
  return {_mm256_and_si256(c.even(), x.even), _mm256_and_si256(c.odd(), x.odd)};
}
HD Lanes8::U one_if(Lanes8::B c) { return _mm256_srli_epi32(c.m, 31); }
HD Lanes8::U lesser(Lanes8::U a, Lanes8::U b) { return _mm256_min_epu32(a.v, b.v); }
HD Lanes8::W lesser(Lanes8::W a, Lanes8::W b) {
  return {_mm256_blendv_epi8(b.even, a.even, unsigned_less(a.even, b.even)),
          _mm256_blendv_epi8(b.odd, a.odd, unsigned_less(a.odd, b.odd))};
}

HD Lanes8::W widen(Lanes8::U x) {
  return {_mm256_blend_epi32(x.v, _mm256_setzero_si256(), 0xAA), _mm256_srli_epi64(x.v, 32)};
}
HD __m256i spread_sign(__m256i x) {
  return _mm256_blend_epi32(x, _mm256_srai_epi32(_mm256_shuffle_epi32(x, 0xA0), 31), 0xAA);
}
HD Lanes8::W widen_signed(Lanes8::U x) { return {spread_sign(x.v), spread_sign(_mm256_srli_epi64(x.v, 32))}; }
HD Lanes8::U low_half(Lanes8::W x) { return _mm256_blend_epi32(x.even, _mm256_slli_epi64(x.odd, 32), 0xAA); }
HD Lanes8::U high_half(Lanes8::W x) { return _mm256_blend_epi32(_mm256_srli_epi64(x.even, 32), x.odd, 0xAA); }

// Tables are read one by one: quicker than gathers on processors whose microcode slows those down, and as quick
// elsewhere.
HD __m128i four_of(const u32* table, const u32* at) {
  __m128i x = _mm_cvtsi32_si128(int(table[at[0]]));
  x = _mm_insert_epi32(x, int(table[at[1]]), 1);
  x = _mm_insert_epi32(x, int(table[at[2]]), 2);
  return _mm_insert_epi32(x, int(table[at[3]]), 3);
}
HD Lanes8::U gather(const u32* table, Lanes8::U i) {
  alignas(32) u32 at[8];
  i.store(at);
  return _mm256_inserti128_si256(_mm256_castsi128_si256(four_of(table, at)), four_of(table, at + 4), 1);
}
HD __m256i every_second_of(const u64* table, const u32* at) {
  const __m128i low = _mm_insert_epi64(_mm_cvtsi64_si128(i64(table[at[0]])), i64(table[at[2]]), 1),
                high = _mm_insert_epi64(_mm_cvtsi64_si128(i64(table[at[4]])), i64(table[at[6]]), 1);
  return _mm256_inserti128_si256(_mm256_castsi128_si256(low), high, 1);
}
HD Lanes8::W gather(const u64* table, Lanes8::U i) {
  alignas(32) u32 at[8];
  i.store(at);
  return {every_second_of(table, at), every_second_of(table, at + 1)};
}
HD Lanes8::W multiply(Lanes8::U a, Lanes8::U b) {
  return {_mm256_mul_epu32(a.v, b.v), _mm256_mul_epu32(_mm256_srli_epi64(a.v, 32), _mm256_srli_epi64(b.v, 32))};
}
HD Lanes8::U mul_high(Lanes8::U a, Lanes8::U b) { return high_half(multiply(a, b)); }
HD Lanes8::U shift_right(Lanes8::U x, Lanes8::U n) { return _mm256_srlv_epi32(x.v, n.v); }
HD Lanes8::U shift_left(Lanes8::U x, Lanes8::U n) { return _mm256_sllv_epi32(x.v, n.v); }
HD Lanes8::W shift_right(Lanes8::W x, Lanes8::U n) {
  const Lanes8::W by = widen(n);
  return {_mm256_srlv_epi64(x.even, by.even), _mm256_srlv_epi64(x.odd, by.odd)};
}
HD Lanes8::W shift_left(Lanes8::W x, Lanes8::U n) {
  const Lanes8::W by = widen(n);
  return {_mm256_sllv_epi64(x.even, by.even), _mm256_sllv_epi64(x.odd, by.odd)};
}
HD __m256i shift_right_signed(__m256i x, u32 n) {
  const __m256i sign = _mm256_srai_epi32(_mm256_shuffle_epi32(x, 0xF5), 31);
  return _mm256_or_si256(_mm256_srli_epi64(x, int(n)),
                         n ? _mm256_slli_epi64(sign, int(64 - n)) : _mm256_setzero_si256());
}
HD Lanes8::W shift_right_signed(Lanes8::W x, u32 n) {
  return {shift_right_signed(x.even, n), shift_right_signed(x.odd, n)};
}
HD Lanes8::B less_signed(Lanes8::W a, Lanes8::W b) {
  return {_mm256_cmpgt_epi64(b.even, a.even), _mm256_cmpgt_epi64(b.odd, a.odd)};
}
HD __m256i low_product(__m256i a, __m256i b) {  // the low 64 bits, of whatever sign
  const __m256i crossed =
      _mm256_add_epi64(_mm256_mul_epu32(_mm256_srli_epi64(a, 32), b), _mm256_mul_epu32(a, _mm256_srli_epi64(b, 32)));
  return _mm256_add_epi64(_mm256_mul_epu32(a, b), _mm256_slli_epi64(crossed, 32));
}
HD Lanes8::W multiply_signed(Lanes8::W a, Lanes8::W b) {
  return {low_product(a.even, b.even), low_product(a.odd, b.odd)};
}
HD __m256i scale(__m256i a, __m256i b) {
  const __m256i high = _mm256_mul_epu32(_mm256_srli_epi64(a, 32), b), low = _mm256_mul_epu32(a, b);
  return _mm256_add_epi64(high, _mm256_srli_epi64(low, 32));
}
HD Lanes8::W scale(Lanes8::W a, Lanes8::U b) {
  const Lanes8::W by = widen(b);
  return {scale(a.even, by.even), scale(a.odd, by.odd)};
}
// From the exponent of the number as a float: exact, since the bits below the leading one are cleared where they could
// round it up to the next power of two.
HD Lanes8::U leading_zeros(Lanes8::U x) {
  const __m256i top = _mm256_andnot_si256(_mm256_srli_epi32(x.v, 8), x.v);
  const __m256i number = _mm256_castps_si256(_mm256_cvtepi32_ps(top));  // negative where bit 31 is set
  const __m256i exponent = _mm256_srli_epi32(_mm256_slli_epi32(number, 1), 24);
  return _mm256_andnot_si256(_mm256_srai_epi32(x.v, 31), _mm256_sub_epi32(_mm256_set1_epi32(158), exponent));
}

// Both below 2^31.
HD Lanes8::B less_narrow(Lanes8::U a, Lanes8::U b) { return Lanes8::B(_mm256_cmpgt_epi32(b.v, a.v)); }
// count + 1 where c holds.
HD Lanes8::U count_if(Lanes8::U count, Lanes8::B c) { return _mm256_sub_epi32(count.v, c.m); }
// Up to 32 entries stand in registers. Behind the last there are kTablePadding that can be read.
HD Lanes8::U look_up(const u32* table, u32 count, Lanes8::U i) {
  if (count > 32) return gather(table, i);
  const __m256i part = _mm256_srli_epi32(i.v, 3);
  __m256i found = _mm256_setzero_si256();
  for (u32 from = 0; from < count; from += 8) {
    const __m256i entries = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(table + from));
    const __m256i here = _mm256_cmpeq_epi32(part, _mm256_set1_epi32(int(from / 8)));
    found = _mm256_or_si256(found, _mm256_and_si256(here, _mm256_permutevar8x32_epi32(entries, i.v)));
  }
  return found;
}

template <class F>
HD void for_each_lane(Lanes8::B c, F f) {
  for (u32 left = u32(_mm256_movemask_ps(_mm256_castsi256_ps(c.m))); left; left &= left - 1)
    f(u32(__builtin_ctz(left)));
}

// Numbers lane by lane.
template <class Number>
struct EachLane {
  alignas(32) Number all[8];
  HD Number operator[](u32 lane) const { return all[lane]; }
  HD Number& operator[](u32 lane) { return all[lane]; }
};
template <>
struct EachLane<u64> {
  alignas(32) u64 all[8];  // as W::store
  HD u64 operator[](u32 lane) const { return all[(lane & 1u) * 4 + lane / 2]; }
  HD u64& operator[](u32 lane) { return all[(lane & 1u) * 4 + lane / 2]; }
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

// What a Column of packs does: row i stands at first + i x 8, as W::store.
HD Lanes8::W get_from(const u64* first, Lanes8::U i) {
  return gather(first, (i << 3) + _mm256_set_epi32(7, 3, 6, 2, 5, 1, 4, 0));
}
HD void put_to(u64* first, Lanes8::U i, Lanes8::W x, Lanes8::B c) {  // there is no scatter
  const auto row = by_lane((i << 3) + _mm256_set_epi32(7, 3, 6, 2, 5, 1, 4, 0));
  const auto all = by_lane(x);
  for_each_lane(c, [&](u32 lane) HD_INLINE { first[row[lane]] = all[lane]; });
}
HD void put_to(u64* at, Lanes8::W x, Lanes8::B c) { select(c, x, Lanes8::W::load(at)).store(at); }

// What Philox needs (philox_pack.h): four products of 32 by 32 bits at a time, from every second lane.
struct Products {
  using Lanes = Lanes8;
  __m256i v;
  HD static Products evens(Lanes8::U x) { return {x.v}; }
  HD static Products odds(Lanes8::U x) { return {_mm256_srli_epi64(x.v, 32)}; }
  HD static Lanes8::U join(Products even, Products odd) {
    return _mm256_blend_epi32(even.v, _mm256_slli_epi64(odd.v, 32), 0xAA);
  }
  HD friend Products operator*(Products a, u32 m) { return {_mm256_mul_epu32(a.v, _mm256_set1_epi64x(m))}; }
  HD Products high() const { return {_mm256_shuffle_epi32(v, 0xF5)}; }
  HD friend Products mix(Products a, Products b, u32 k) {  // a ^ b ^ k
    return {_mm256_xor_si256(_mm256_xor_si256(a.v, b.v), _mm256_set1_epi32(int(k)))};
  }
};

}  // namespace
}  // namespace headroom
