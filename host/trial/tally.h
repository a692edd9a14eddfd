// Where everything that a trial comes to is counted. Integers only, so that sums do not depend on their order: counters
// of 64 bits and sums of 128. One text for every engine: an engine brings a sink with
//   count(index, n)    adds n to a counter           sum(index, x)    adds x to a sum
#pragma once
#include "host/trial/clock.h"
#include "host/trial/company_shares.h"
#include "host/trial/observer.h"

namespace headroom {

constexpr u32 kUseBins = 257;  // 256 of 1/200, and one for what lies above 1.28
constexpr u32 kUseSteps = 200;
constexpr u32 kRefusedBins = 16 + 60 * 16;  // 16 bins a power of two; below 16 one a number

// Shares of the cap in sums: Q20, rounded down.
constexpr u32 kShareBits = 20;

struct TallyShape {
  u32 months = 0, destinations = 0, book = 0, diverts = 0;
  u32 slots = 0, looks = 0, locations = 0;  // of all companies

  // Counters of a destination, one after the other.
  HD u32 exhausted(u32 month) const { return month; }              // months + 1; the last: never
  HD u32 critical(u32 month) const { return months + 1 + month; }  // months + 1
  HD u32 first_to_exhaust() const { return 2 * (months + 1); }
  HD u32 orders(u32 decision) const { return first_to_exhaust() + 1 + decision; }
  HD u32 utilisation(u32 bin) const { return orders(kDecisions) + bin; }
  HD u32 use_before(u32 bin) const {
    return utilisation(kUseBins) + bin;
  }  // at the first refusal, exhausted trials only
  HD u32 refused(u32 bin) const { return use_before(kUseBins) + bin; }
  HD u32 diverted_in() const { return refused(kRefusedBins); }
  HD u32 counters() const { return diverted_in() + 1; }
  // Sums of a destination.
  HD u32 offered_tpp() const { return 0; }
  HD u32 tpp(u32 decision) const { return 1 + decision; }
  HD u32 unused_tpp() const { return tpp(kDecisions); }  // cap at the end less use, if any
  HD u32 utilisation_share() const { return unused_tpp() + 1; }
  HD u32 use_before_share() const { return unused_tpp() + 2; }
  HD u32 refused_tpp(u32 bin) const { return unused_tpp() + 3 + bin; }
  HD u32 diverted_in_tpp() const { return refused_tpp(kRefusedBins); }
  HD u32 sums() const { return diverted_in_tpp() + 1; }

  // Places in the whole.
  HD u64 counter(u32 destination, u32 index) const { return u64(destination) * counters() + index; }
  HD u64 sum(u32 destination, u32 index) const { return u64(destination) * sums() + index; }
  HD u64 book_end(u32 row, u32 end) const { return counter(destinations, 0) + u64(row) * (kBookEnds + 1) + end; }
  HD u64 book_months(u32 row) const { return book_end(row, kBookEnds); }  // sum of months over shipped trials
  HD u64 exhausted_count(u32 n) const { return book_end(book, 0) + n; }   // destinations + 1
  HD u64 pair(u32 a, u32 b) const {                                       // a < b: both exhausted
    return exhausted_count(destinations + 1) + u64(b) * (b - 1) / 2 + a;
  }
  HD u64 divert_orders(u32 row) const { return pair(0, destinations > 1 ? destinations : 1) + row; }
  HD u64 divert_tpp(u32 row) const { return sum(destinations, 0) + row; }
  // Of a company's slot, in trials: a move of this month broke the limit; the first month in which one did, the last:
  // never; by look, the slack then.
  HD u64 broken_in(u32 slot, u32 month) const { return divert_orders(diverts) + u64(slot) * slot_counters() + month; }
  HD u64 first_broken(u32 slot, u32 month) const { return broken_in(slot, months) + month; }  // months + 1
  HD u64 slack(u32 slot, u32 look, u32 bin) const {
    return first_broken(slot, months + 1) + u64(look) * kSlackBins + bin;
  }
  HD u32 slot_counters() const { return 2 * months + 1 + looks * kSlackBins; }
  HD u64 location_tpp(u32 location) const { return divert_tpp(diverts) + location; }  // at the end
  HD u64 all_counters() const { return broken_in(slots, 0); }
  HD u64 all_sums() const { return location_tpp(locations); }
  friend bool operator==(const TallyShape&, const TallyShape&) = default;
};

HD u32 use_bin(u64 used, u64 cap) {
  const u64 safe = cap ? cap : 1, whole = used / safe;
  const u64 bin = whole * kUseSteps + (used % safe) * kUseSteps / safe;
  return whole > 1 || bin >= kUseBins - 1 ? kUseBins - 1 : u32(bin);
}

HD u64 use_share(u64 used, u64 cap) {
  const u64 safe = cap ? cap : 1;
  const u64 whole = lesser(used / safe, u64(1) << 32);  // only a cap of next to nothing gets there
  return (whole << kShareBits) + ((used % safe) << kShareBits) / safe;
}

// 0 for nothing, x for x below 16, then 16 bins a power of two.
HD u32 refused_bin(u64 tpp) {
  if (tpp < 16) return u32(tpp);
  const u32 octave = 63 - leading_zeros(tpp);
  return 16 * (octave - 3) + (u32(tpp >> (octave - 4)) & 15u);
}

// Which trial's destination exhausts first: by month, then by the share of the month's operational time that has passed
// (0 in a month without any), ties to the first in the alphabet. Smaller is earlier; kNever << 32 stands above all.
template <class L>
HD typename L::W exhaustion_key(const Outcome<L>& out, typename L::W month_start, typename L::W month_length) {
  using U = typename L::U;
  using W = typename L::W;
  const W never = u64(kNever) << 32;
  const typename L::B exhausted = out.exhausted_month < kNever;
  if (!any(exhausted)) return never;
  const typename L::B some = W(u64(0)) < month_length;
  const W since = out.exhausted_with(kExhaustedAt) - month_start;
  const W share = when(exhausted & some, quotient(since << 20, select(some, month_length, W(u64(1)))));
  return select(exhausted, shift_left(widen(out.exhausted_month), U(32u)) | share, never);
}

// The same from the month ends of the trial.
template <class L>
HD typename L::W exhaustion_key(const Outcome<L>& out, const Column<L>& month_end) {
  using U = typename L::U;
  const typename L::B exhausted = out.exhausted_month < kNever;
  const U month = when(exhausted, out.exhausted_month);
  const typename L::W from = month_start<L>(month_end, month);
  return exhaustion_key<L>(out, from, month_end.get(month) - from);
}

// What every trial adds to, so that a group of trials can be reduced before it is added: `add(is_sum, index, x)` with
// indices within the destination.
template <class L, class Add>
HD void for_each_total(const TallyShape& shape, const Outcome<L>& out, Add add) {
  for (u32 d = 0; d < kDecisions; ++d) {
    add(false, shape.orders(d), out.orders(Decision(d)));
    add(true, shape.tpp(d), out.tpp(Decision(d)));
  }
  add(false, shape.diverted_in(), out.diverted_in);
  add(true, shape.diverted_in_tpp(), out.diverted_in_tpp);
  add(true, shape.offered_tpp(), out.offered());
  add(true, shape.unused_tpp(), when(out.used < out.cap_at_end, out.cap_at_end - out.used));
  add(true, shape.utilisation_share(), use_share(out.used, out.cap_at_end));
  const typename L::B exhausted = out.exhausted_month < kNever;
  typename L::W before = 0u;
  if (any(exhausted)) before = use_share(out.exhausted_with(kUsedBefore), out.exhausted_with(kCapBefore));
  add(true, shape.use_before_share(), before);
}

// What a trial adds to a bin of its own.
template <class L, class Sink>
HD void tally_bins(const TallyShape& shape, u32 destination, const Outcome<L>& out, Sink& sink) {
  using U = typename L::U;
  const auto count = [&](u32 index) HD_INLINE { sink.count(shape.counter(destination, index), 1); };
  const auto exhausted_in = by_lane(lesser(out.exhausted_month, U(shape.months))),
             critical_in = by_lane(lesser(out.critical_month, U(shape.months))),
             use = by_lane(use_bin(out.used, out.cap_at_end)), bin = by_lane(refused_bin(out.refused_tpp()));
  const auto refused = by_lane(out.refused_tpp());
  for_each_lane(typename L::B(true), [&](u32 lane) HD_INLINE {
    count(shape.exhausted(exhausted_in[lane]));
    count(shape.critical(critical_in[lane]));
    count(shape.utilisation(use[lane]));
    count(shape.refused(bin[lane]));
    sink.sum(shape.sum(destination, shape.refused_tpp(bin[lane])), refused[lane]);
  });
  const typename L::B exhausted = out.exhausted_month < kNever;
  if (!any(exhausted)) return;
  const auto use_before = by_lane(use_bin(out.exhausted_with(kUsedBefore), out.exhausted_with(kCapBefore)));
  for_each_lane(exhausted, [&](u32 lane) HD_INLINE { count(shape.use_before(use_before[lane])); });
}

// A book row that came. Rows that did not come are counted as what is left of the trials (absent = trials - the rest).
template <class Sink>
HD void tally_book(const TallyShape& shape, u32 row, BookEnd end, u32 month, Sink& sink) {
  sink.count(shape.book_end(row, u32(end)), 1);
  if (end == BookEnd::shipped) sink.count(shape.book_months(row), month);
}

// All that an engine wants to know of a trial while it lasts.
template <class Sink, class L = OneLane>
struct TallyBook : NoObserver<L> {
  TallyShape shape;
  Sink* sink;

  HD TallyBook(const TallyShape& of, Sink* to) : shape(of), sink(to) {}
  HD void book_ends(const BookRow& row, BookEnd end, u32 month) { tally_book(shape, row.tally, end, month, *sink); }
  HD void diverts(typename L::B leaves, const Divert& row, const Order<L>& order, typename L::U /*month*/) {
    const auto tpp = by_lane(order.tpp);
    for_each_lane(leaves, [&](u32 lane) HD_INLINE {
      sink->count(shape.divert_orders(row.tally), 1);
      sink->sum(shape.divert_tpp(row.tally), tpp[lane]);
    });
  }
};

}  // namespace headroom
