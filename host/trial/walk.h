// One destination of one trial, from its first order to its last. One event a step: the earlier of the next order of
// the user's book and the next order of the market; both go through the same decision.
#pragma once
#include "host/trial/book.h"
#include "host/trial/clock.h"
#include "host/trial/decide.h"

namespace headroom {

// What a walk keeps beside its outcome: month ends, meters, keys of the book. Carved from one stretch of memory.
template <class L>
struct Scratch {
  Column<L> month_end;
  Meters<L> meters;
  Column<L> book;
};

HD u32 scratch_rows(const Tables& tables, const Destination& place) {
  return tables.months + (place.has_lpp ? place.consignees : 0) + (place.has_nveu ? place.consignees : 0) + place.book_count;
}

// `first` is where this lane's numbers begin; consecutive ones stand `stride` apart.
HD Scratch<OneLane> carve_scratch(const Tables& tables, const Destination& place, u64* first, u64 stride) {
  Scratch<OneLane> scratch{};
  scratch.month_end = {first, stride};
  first += tables.months * stride;
  scratch.meters.lpp = {first, stride};
  if (place.has_lpp) first += place.consignees * stride;
  scratch.meters.nveu = {first, stride};
  if (place.has_nveu) first += place.consignees * stride;
  scratch.book = {first, stride};
  return scratch;
}

// The month in which an order at `time` meets the meter: L[m-1] < time <= L[m]. Searched from an earlier month on; kNever
// past the horizon.
HD u32 month_of(const Column<OneLane>& month_end, u32 months, u32 from, u64 time) {
  while (from < months && month_end.get(from) < time) ++from;
  return from < months ? from : kNever;
}

// The month from which on an arrangement raises the cap; kNever: it does not.
template <class L, class Trial>
HD typename L::U draw_raise(const Tables& tables, const Destination& place, Trial trial) {
  using U = typename L::U;
  U month = kNever;
  if (place.raise_count == 0) return month;
  const U draw = Draws<L>(tables.key, trial, Purpose::arrangement, place.code)(U(0u)).word[0];
  for (u32 i = 0; i < place.raise_count; ++i) {
    const u32* pair = tables.words + place.raises + 2 * i;
    month = select((month == kNever) & !(U(pair[1]) < draw), U(pair[0]), month);
  }
  return month;
}

// The market's orders, one after the other. Two orders share a block of random bits.
template <class L>
class Market {
 public:
  using U = typename L::U;
  using W = typename L::W;

  U number = 0u;        // of the order that comes next
  U month = 0u;         // in which it meets the meter; kNever: past the horizon
  W at = 0u;            // its operational time
  OrderBits<U> bits{};

  template <class Trial>
  HD Market(const Tables& tables, const Destination& place, Trial trial, const Column<L>& month_end)
      : draw_(tables.key, trial, Purpose::market, place.code) {
    arrive(tables, month_end);
  }
  HD void next(const Tables& tables, const Column<L>& month_end) {
    number = number + 1u;
    arrive(tables, month_end);
  }

 private:
  HD void arrive(const Tables& tables, const Column<L>& month_end) {
    if ((number & 1u) == 0) {
      block_ = draw_(number >> 1);
      bits = {block_.word[0], block_.word[1]};
    } else {
      bits = {block_.word[2], block_.word[3]};
    }
    at = at + widen(gap_of(tables, bits.gap()));
    month = month_of(month_end, tables.months, month, at);
  }
  Draws<L> draw_;
  Block<U> block_{};
};

// `book_ended(row, end, month)` is told how each book row ended that came.
template <class L, class Trial, class BookEnded>
HD Outcome<L> walk(const Tables& tables, const Destination& place, Trial trial, Scratch<L>* scratch, BookEnded book_ended) {
  using U = typename L::U;
  using B = typename L::B;
  Outcome<L> out;
  const U raise = draw_raise<L>(tables, place, trial);
  if (place.has_lpp) scratch->meters.lpp.clear(place.consignees);
  if (place.has_nveu) scratch->meters.nveu.clear(place.consignees);
  Booked<L> booked;
  if (place.book_count) {
    open_book<L>(tables, place, trial, &scratch->book);
    booked = next_booked<L>(place, scratch->book, scratch->month_end, kFirstKey);
  }
  Market<L> market(tables, place, trial, scratch->month_end);
  for (;;) {
    const U month = lesser(market.month, booked.month);
    const B present = month < tables.months;
    if (!any(present)) break;
    const B from_book = (booked.month < market.month) | ((booked.month == market.month) & !(market.at < booked.at));
    const auto now = cap_now<L>(tables, place, month, select(from_book, booked.at, market.at), !(month < raise));
    const B fresh = present & !from_book;
    Order<L> order{};
    if (any(fresh)) order = market_order<L>(tables, place, trial, market.number, third(month), market.bits);
    if (any(from_book)) order = book_order<L>(tables, tables.book[place.book + booked.number], trial);

    const B allowed = decide<L>(tables, place, order, present, now, &scratch->meters, &out);

    if (any(from_book)) {
      book_ended(tables.book[place.book + booked.number], allowed ? BookEnd::shipped : BookEnd::refused, month);
      booked = next_booked<L>(place, scratch->book, scratch->month_end, booked.key);
    }
    if (any(fresh)) market.next(tables, scratch->month_end);
    out.runaway = one_if(!(market.number < kMaxOrders));
    if (any(out.runaway == 1u)) break;
  }
  const U end = tables.months - 1;
  out.cap_at_end = cap_now<L>(tables, place, end, 0u, !(end < raise)).cap;
  return out;
}

}  // namespace headroom
