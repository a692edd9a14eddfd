// The chance that a destination is exhausted, given the factors of a trial. Where no meter keeps state but the cap, and
// the mix of orders does not change in time, it is a function F of one number alone: the operational time at which the
// month ends. F comes as cubics over equal cells of that time, made by host/stats/chance_table.h.
#pragma once
#include "host/trial/clock.h"
#include "host/trial/points.h"

namespace headroom {

constexpr u32 kChanceBits = 48;  // chances are Q48: 10^-9 still has 18 bits
constexpr u64 kSurely = u64(1) << kChanceBits;
constexpr u32 kHalfChance = kChanceBits / 2;
// So many chances, or products of their halves, may be added in 64 bits.
constexpr u32 kMostChances = 1u << 15;

// How a cell's cubic v + t (a + t (b + t c)), t in [0, 1), stands in two wide words: v, Q48, and above it the unit of
// the rest, a power of two; then c, b and a, signed, in that unit.
constexpr u32 kUnitAt = 58;
constexpr u32 kThirdBits = 20, kSecondBits = 20, kFirstBits = 24;
static_assert(kThirdBits + kSecondBits + kFirstBits == 64);
constexpr u32 kMostPlaceBits = 20;  // of t

// F of one destination.
struct ChanceTable {
  u32 destination;
  u32 cubics;      // the first of them
  u32 cells;       // beyond the last F stays as it is
  u32 cell_bits;   // a cell is 2^cell_bits of operational time, Q20
  u32 place_bits;  // of t: kMostPlaceBits, or cell_bits where they are fewer
  u64 from;        // Q20, where the first cell begins; up to there F is 0
};

// What a conditional pass needs: the study, for its factors and clocks, and F of some of its destinations.
struct ConditionalTables {
  Tables study;
  u32 place_count, first_month;  // months from this one on
  u32 cubic_count;               // wide words
  const ChanceTable* places;
  const u64* cubics;
  Points points;  // where trials have their factors from

  HD u32 months() const { return study.months - first_month; }
};

// The factors of a trial.
template <class L, class Trial>
HD void draw_conditional_factors(const ConditionalTables& tables, Trial trial, FactorPath<L> path) {
  if (tables.points.coordinates) {
    make_factors<L>(tables.study, PointWords<L, Trial>(tables.study, tables.points, trial), path);
  } else {
    draw_factors<L>(tables.study, trial, path);
  }
}

// F, Q48, at most kSurely.
template <class L>
HD typename L::W chance_at(const ChanceTable& f, const u64* cubics, typename L::W time) {
  using U = typename L::U;
  using W = typename L::W;
  const W from = f.from, inside = (u64(1) << f.cell_bits) - 1;
  const W behind = lesser(time - lesser(time, from), W((u64(f.cells) << f.cell_bits) - 1));
  const U cell = low_half(behind >> f.cell_bits) << 1;
  const W t = (behind & inside) >> (f.cell_bits - f.place_bits);
  const W value = gather(cubics + f.cubics, cell), rest = gather(cubics + f.cubics + 1, cell);
  const auto times_t = [&](W x) HD_INLINE { return shift_right_signed(multiply_signed(x, t), f.place_bits); };
  const auto part = [&](u32 at, u32 bits) HD_INLINE { return shift_right_signed(rest << (64 - bits - at), 64 - bits); };
  W x = times_t(part(0, kThirdBits)) + part(kThirdBits, kSecondBits);
  x = times_t(times_t(x) + part(kThirdBits + kSecondBits, kFirstBits));
  W p = (value & W((u64(1) << kUnitAt) - 1)) + shift_left(x, low_half(value >> kUnitAt));
  p = select(less_signed(p, W(u64(0))), W(u64(0)), lesser(p, W(kSurely)));
  return when(from < time, p);
}

// Sums over chances, and over their squares in products of their halves; of kMostChances at most.
template <class L>
struct Moments {
  using W = typename L::W;
  W sum, high, cross, low;

  HD void add(W chance) {
    const auto upper = low_half(chance >> kHalfChance), lower = low_half(chance & W((u64(1) << kHalfChance) - 1));
    sum = sum + chance;
    high = high + multiply(upper, upper);
    cross = cross + multiply(upper, lower);
    low = low + multiply(lower, lower);
  }
};
constexpr u32 kMomentRows = 4;

}  // namespace headroom
