// Importance sampling: trials whose destination is drawn from another law than the study's, under which what is rare
// happens often, and what each of them then weighs.
//
// The laws of one destination stand side by side in the tables, at the places of `Law`. The tilted one shifts the
// means of the factors' innovations (its `levels` say what that does to each quarter's exponent), makes orders come
// more often by a rate a quarter and draws their kinds with other chances; a kind is a row and a stretch of its sizes,
// a "piece". All other draws are the same. Up to the order that exhausts the destination, at operational time T, a
// trial is this much more likely under the study's law than under the tilted one (Girsanov's formula for a marked point
// process; stopping there is allowed since the event is then decided; Asmussen and Glynn, Stochastic Simulation, ch.
// V):
//
//   ratio = exp(-m . e - |m|^2 / 2)  prod over orders n (nominal chance of its kind / (rate x tilted chance))
//           exp(sum over quarters (rate - 1) x nominal operational time up to T)
//
// where e are the innovations as drawn and m their shift; of a trial drawn from the study's law itself the sign before
// |m|^2 / 2 is +, as e then is the shifted one. One trial in kNominalShare is drawn from the study's law, and all
// weigh ratio / (ratio / kNominalShare + 1 - 1 / kNominalShare): what the mixture makes of it (the balance heuristic of
// Veach and Guibas, 1995). So no trial weighs more than kNominalShare, and the variance never passes kNominalShare
// times that of plain counting, however badly the tilt is chosen.
#pragma once
#include "host/trial/walk.h"

namespace headroom {

// How much orders are tilted depends on what the factors have come to: on the level of the operational time at the
// end, as the study's own intensity would have it. kShifted is the study's law at shifted factors, from which a tilted
// trial takes its level; behind it stand the tilted laws, a level each.
enum Law : u32 { kNominal = 0, kShifted = 1, kTilted = 2 };

// Laws differ in their clocks and in what kinds of orders they draw. Makes `place`, which may stand under any of them,
// draw those of another; its clock stays.
HD void take_kinds(const Destination& law, Destination* place) {
  place->rows = law.rows;
  place->row_count = law.row_count;
  place->row_ends = law.row_ends;
  place->guides = law.guides;
}

// Of every kTiltBlock trials that follow each other in number the first so many are nominal.
constexpr u32 kTiltBlock = 1024, kNominalShare = 8, kNominalTrials = kTiltBlock / kNominalShare;

HD bool is_nominal(u64 trial) { return trial % kTiltBlock < kNominalTrials; }
// The law whose clock says which level a trial is of, and the law under which it then walks.
HD u32 level_law(u64 trial) { return is_nominal(trial) ? u32(kNominal) : u32(kShifted); }
HD u32 law_of(u64 trial, u32 level) { return is_nominal(trial) ? u32(kNominal) : kTilted + level; }

constexpr u32 kScoreBits = 25, kLogBits = 32, kWeightBits = 60;
constexpr u32 kPullBits = 30;

// What tells the two laws apart. Offsets are of the tables' words and wides.
struct Tilt {
  u32 levels, edges;  // wides, levels - 1: operational time, Q20, from which on the next level holds
  u32 pieces, kinds;  // of a row; of all rows, which are the rows of the tilted laws
  u32 piece_of;       // words, kSizes: in which piece a size stands
  u32 scores;         // words, by level, `kinds` a quarter: log2(nominal chance / (rate x tilted chance)), Q25 signed
  u32 slopes;         // wides, by level, a quarter, of the nominal and then of the tilted laws: what a doubling of its
                      // operational time adds to log2 ratio; low half: Q32, high half: doubled so often
  u32 pulls;  // wides, a quarter, of the global, group and own factor: m . e is the sum of pull x z, Q30 doublings
  u64 half_square;  // |m|^2 / 2 in doublings, Q32; 0: factors are not shifted
};

// Watches a walk up to its exhaustion.
template <class L>
struct Weigh : NoObserver<L> {
  using U = typename L::U;
  using W = typename L::W;
  using B = typename L::B;

  const Tables& tables;
  const Destination& place;
  const Tilt& tilt;
  bool nominal = true;
  U level = 0u;
  U month = kNever;  // of the exhaustion
  W time = 0u;       // and its operational time
  W score = 0u;      // of all orders until then, Q25 signed

  // `its_place` is under the law of the walk whenever an order meets it.
  HD Weigh(const Tables& t, const Destination& its_place, const Tilt& between)
      : tables(t), place(its_place), tilt(between) {}

  // Before a walk: under the law kNominal, or that of the level, which then is the same in all lanes.
  HD void start(u32 law, U of_level) {
    nominal = law == kNominal;
    level = of_level;
    month = kNever;
    time = 0u;
    score = 0u;
  }

  HD void meets(B present, const Order<L>& order, U /*number*/, const OrderBits<U>& bits, const CapNow<L>& now) {
    const B of_book = U(0u) < order.book(), has_waited = order.has_waited() == 1u;
    const B fresh = present & (month == kNever) & !of_book & !has_waited;
    if (!any(fresh)) return;
    const U quarter = third(now.month);
    U kind = row_at<U>(tables, place, quarter, bits.row());
    if (nominal) kind = kind * U(tilt.pieces) + gather(tables.words + tilt.piece_of, bits.size());
    const U at = (level * U(tables.quarters) + quarter) * U(tilt.kinds) + when(fresh, kind);
    score = score + when(fresh, widen_signed(gather(tables.words + tilt.scores, at)));
  }
  HD void exhausts(B first, const CapNow<L>& now) {
    month = select(first, now.month, month);
    time = select(first, now.time, time);
  }
};

// Walks until nobody is left who could still exhaust. Returns who has run away (kMaxOrders).
template <class L, class Trial>
HD typename L::B walk_to_exhaustion(Trial trial, const Scratch<L>& scratch, const Mail<L>& mail, Weigh<L>* seen) {
  const Tables& tables = seen->tables;
  const Destination& place = seen->place;
  Walk<L, Trial, Weigh<L>> walk;
  walk.open(tables, place, trial, scratch);
  walk.begin(tables, place, trial, scratch, mail, seen);
  while (any(walk.step(tables, place, seen)) && any(seen->month == kNever)) {
  }
  return walk.end(tables, place, seen).runaway == 1u;
}

// m . e of a trial in doublings, Q32 signed.
template <class L>
HD typename L::W pull_of(const Tables& tables, const Tilt& tilt, const Destination& place, FactorPath<L> path) {
  using W = typename L::W;
  W sum = 0u;
  const auto add = [&](u32 factor, u32 pulls) HD_INLINE {
    for (u32 q = 0; q < tables.quarters; ++q) {
      const W product = multiply_signed(widen_signed(path.get(factor, q)), W(tables.wides[pulls + q]));
      sum = sum + shift_right_signed(product + W(u64(1) << 21), 24 + kPullBits - kLogBits);
    }
  };
  add(0, tilt.pulls);
  if (place.group != kNoFactor) add(place.group, tilt.pulls + tables.quarters);
  if (place.own != kNoFactor) add(place.own, tilt.pulls + 2 * tables.quarters);
  return sum;
}

// Which level holds for an operational time at the end of the horizon, from the month ends under kNominal or kShifted.
template <class L>
HD typename L::U level_of(const Tables& tables, const Tilt& tilt, const Column<L>& month_end) {
  typename L::U level = 0u;
  const typename L::W end = month_end.get(tables.months - 1);
  for (u32 i = 0; i + 1 < tilt.levels; ++i)
    level = level + one_if(!(end < typename L::W(tables.wides[tilt.edges + i])));
  return level;
}

// log2 ratio of a trial that has been exhausted, Q32 signed.
template <class L>
HD typename L::W log_ratio(const Weigh<L>& seen, const Column<L>& month_end, FactorPath<L> path) {
  using U = typename L::U;
  using W = typename L::W;
  const Tables& tables = seen.tables;
  const Tilt& tilt = seen.tilt;
  W log = seen.score << (kLogBits - kScoreBits), before = 0u;
  for (u32 q = 0; q < tables.quarters; ++q) {
    const u32 last = lesser(3 * q + 3, tables.months) - 1;
    const W until = lesser(seen.time, month_end.get(last));
    const U at = (seen.level + U(seen.nominal ? 0 : tilt.levels)) * U(tables.quarters) + U(q);
    const W slope = gather(tables.wides + tilt.slopes, at);
    const W passed = (until - before) << (kLogBits - 20);
    log = log + shift_left(scale(passed, low_half(slope)), high_half(slope));
    before = until;
  }
  if (tilt.half_square == 0) return log;
  log = log - pull_of<L>(tables, tilt, seen.place, path);
  return seen.nominal ? log + W(tilt.half_square) : log - W(tilt.half_square);
}

// The square of a weight, Q120.
struct SquaredWeight {
  u64 low, high;
};
HD SquaredWeight square_of(u64 weight) {
  const u64 low = u32(weight), high = weight >> 32, cross = low * high;
  const u64 middle = (low * low >> 32) + 2 * u64(u32(cross));
  return {weight * weight, high * high + 2 * (cross >> 32) + (middle >> 32)};
}

// 2^-x for x in Q32 doublings, Q63.
HD u64 power_of_half(const Tables& tables, u64 x) {
  const u32 fraction = u32(x >> 8) & 0xFFFFFFu;
  const u64 octaves = (x >> 32) + (fraction ? 1 : 0);
  if (octaves > 63) return 0;
  const u32 mantissa = fraction ? exp2_of(tables, (1u << 24) - fraction) : u32(1) << 31;
  return (u64(mantissa) << 32) >> octaves;
}

// What a trial of this log2 ratio weighs, Q60, at most kNominalShare. Right to a part in 2^23 and to 2^-60.
HD u64 weight_of(const Tables& tables, u64 log) {
  static_assert(kNominalShare == 8);
  constexpr u32 one = u32(1) << 31;  // Q31
  const bool likelier = !less_signed(log, 0);
  const u64 part = power_of_half(tables, likelier ? log : 0 - log);  // ratio, or 1 / ratio: whichever is at most 1
  const u32 narrow = u32((part + (u64(1) << 31)) >> 32);
  if (likelier) return (u64(1) << 62) / (one / 8 + narrow - narrow / 8) << 29;
  const u32 share = u32((u64(1) << 62) / (one - one / 8 + narrow / 8));  // of the ratio, at most 8 / 7
  return scale(part, share) >> 2;
}

}  // namespace headroom
