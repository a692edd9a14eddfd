// What host/trial asks of its lanes beside the words of lanes.h, for packs: where their numbers stand. Included by each
// instruction set's file once Pack is its lanes and Products what Philox needs.
#pragma once
#include "host/engine/narrow_months.h"
#include "host/engine/philox_pack.h"
#include "host/trial/tally.h"
#include "host/trial/walk.h"

namespace headroom {

template <>
struct Column<Pack> {
  u64* first;  // index i of lane l stands at first[i x width + l]
  HD Pack::W get(Pack::U i) const { return get_from(first, i); }
  HD Pack::W get(u32 i) const { return Pack::W::load(first + i * Pack::width); }
  HD void put(Pack::U i, Pack::W x, Pack::B c) { put_to(first, i, x, c); }
  HD void put(u32 i, Pack::W x, Pack::B c) { put_to(first + i * Pack::width, x, c); }
  HD Column from(u32 i) const { return {first + i * Pack::width}; }
  HD void clear(u32 count) {
    for (u32 i = 0; i < count; ++i) Pack::W(0u).store(first + i * Pack::width);
  }
};

template <>
struct MonthEnds<Pack> : Column<Pack> {
  const u32* narrow = nullptr;  // row m: the end of month m in 31 bits, if all of them fit
  u32 behind = 0;               // quarters that all lanes have behind them
};

// Trials stand in packs: number (factor x quarters + quarter) x width + l of a pack is that of its lane l.
template <>
struct FactorPath<Pack> {
  u32* first;
  u32 quarters;
  Pack::U trial;  // where each lane's numbers begin, behind the first
  HD Pack::U get(u32 factor, u32 quarter) const { return gather(at(factor, quarter), trial); }
  // Of a pack whose trials stand together.
  HD void put(u32 factor, u32 quarter, Pack::U z) const { z.store(at(factor, quarter)); }

 private:
  HD u32* at(u32 factor, u32 quarter) const { return first + (factor * quarters + quarter) * Pack::width; }
};

template <>
struct Mail<Pack> {
  u64* first;  // the rows of hub h begin h x kMailRows x width numbers behind it
  HD Mailbox<Pack> box(u32 hub) const { return Mailbox<Pack>({first + hub * kMailRows * Pack::width}); }
};

template <>
class Draws<Pack> : public PackDraws<Products> {
 public:
  using PackDraws<Products>::PackDraws;
};

namespace {

constexpr u64 kNarrowest = 0x7FFFFFFF;

// The number that `f(lane)` says, in every lane.
template <class Number, class F>
HD auto from_lanes(F f) {
  EachLane<Number> to;
  for (u32 i = 0; i < Pack::width; ++i) to[i] = f(i);
  return together(to);
}

// As for one lane. Lanes stand in different months: all quarters are compared that not all of them have behind them,
// and then the two months that each lane's quarter has before its last.
HD Pack::U month_of(MonthEnds<Pack>* month_end, u32 months, Pack::U /*from*/, Pack::W time) {
  Pack::U month = 0u;
  if (month_end->narrow) {
    const u32* ends = month_end->narrow;
    const Pack::U at = low_half(lesser(time, Pack::W(kNarrowest)));
    Pack::U quarter = month_end->behind;
    for (u32 q = month_end->behind; q < whole_quarters(months); ++q)
      quarter = count_if(quarter, less_narrow(Pack::U::load(ends + (3 * q + 2) * Pack::width), at));
    if (!any(quarter == month_end->behind)) ++month_end->behind;
    const Pack::U first = quarter * (3 * Pack::width) + lane_numbers();
    month = count_if(quarter * 3u, less_narrow(gather(ends, first), at));
    month = count_if(month, less_narrow(gather(ends + Pack::width, first), at));
  } else {
    for (u32 m = 0; m < months; ++m) month = month + one_if(month_end->get(m) < time);
  }
  return select(month < months, month, Pack::U(kNever));
}

// Makes the second copy, in `rows`.
HD void narrow_months(u32 months, u32* rows, MonthEnds<Pack>* month_end) {
  month_end->narrow = any(!(month_end->get(months - 1) < Pack::W(kNarrowest))) ? nullptr : rows;
  if (!month_end->narrow) return;
  month_end->behind = 0;
  for (u32 m = 0; m < months; ++m) low_half(month_end->get(m)).store(rows + m * Pack::width);
  for (u32 m = months; m < narrow_rows(months); ++m) Pack::U(u32(kNarrowest)).store(rows + m * Pack::width);
}

// The rows of a destination: the engine has turned them, so that each field has a table of its own.
HD Pack::U look_up(const Row* rows, u32 count, u32 Row::*field, Pack::U i) {
  const u32* first = reinterpret_cast<const u32*>(rows);
  return look_up(first + (&(rows->*field) - first) * count, count, i);
}

// Lane by lane, for what is rare enough.
HD Pack::W quotient(Pack::W a, Pack::W b) {
  const auto x = by_lane(a), y = by_lane(b);
  return from_lanes<u64>([&](u32 i) { return y[i] ? x[i] / y[i] : 0; });  // a lane without an order may have nothing
}
HD Pack::W quotient(Pack::W a, Pack::U b) { return quotient(a, widen(b)); }
HD Pack::U use_bin(Pack::W used, Pack::W cap) {
  const auto x = by_lane(used), y = by_lane(cap);
  return from_lanes<u32>([&](u32 i) { return headroom::use_bin(x[i], y[i]); });
}
HD Pack::W use_share(Pack::W used, Pack::W cap) {
  const auto x = by_lane(used), y = by_lane(cap);
  return from_lanes<u64>([&](u32 i) { return headroom::use_share(x[i], y[i]); });
}
HD Pack::U refused_bin(Pack::W tpp) {
  const auto x = by_lane(tpp);
  return from_lanes<u32>([&](u32 i) { return headroom::refused_bin(x[i]); });
}

// One field of structs that stand one after the other, all of them whole numbers of words.
template <class S>
HD Pack::U gather(const S* all, u32 S::*field, Pack::U i) {
  static_assert(sizeof(S) % sizeof(u32) == 0);
  return gather(&(all->*field), i * u32(sizeof(S) / sizeof(u32)));
}

}  // namespace
}  // namespace headroom
