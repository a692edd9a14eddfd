// One destination of one trial, from its first order to its last. One event a step: the earliest of an order that
// returns, the next order of the user's book and the next order of the market; all go through the same decision.
#pragma once
#include "host/trial/book.h"
#include "host/trial/clock.h"
#include "host/trial/observer.h"
#include "host/trial/refuse.h"
#include "host/trial/rush.h"

namespace headroom {

// What a walk keeps beside its outcome: month ends, meters, keys of the book, orders that wait. Carved from one
// stretch.
template <class L>
struct Scratch {
  Column<L> month_end;
  Meters<L> meters;
  Column<L> book;
  Column<L> waiting;
};

struct ScratchRows {
  u32 month_end, lpp, nveu, lapses, book, waiting;
  HD u32 all() const { return month_end + lpp + nveu + lapses + book + waiting; }
};

HD ScratchRows scratch_rows(const Tables& tables, const Destination& place) {
  return {tables.months,
          place.has_lpp ? place.consignees : 0,
          place.has_nveu ? place.consignees : 0,
          tables.lapse_share ? tables.months : 0,
          place.book_count,
          tables.wait ? kQueue * kQueueColumns : 0};
}

// `first` is where this lane's numbers begin; consecutive ones stand `stride` apart.
HD Scratch<OneLane> carve_scratch(const Tables& tables, const Destination& place, u64* first, u64 stride) {
  const ScratchRows rows = scratch_rows(tables, place);
  const auto take = [&](u32 count) {
    const Column<OneLane> column{first, stride};
    first += count * stride;
    return column;
  };
  Scratch<OneLane> scratch{};
  scratch.month_end = take(rows.month_end);
  scratch.meters.lpp = take(rows.lpp);
  scratch.meters.nveu = take(rows.nveu);
  scratch.meters.lapses = take(rows.lapses);
  scratch.book = take(rows.book);
  scratch.waiting = take(rows.waiting);
  return scratch;
}

// Empties the meters, but for what the study says was used before it starts.
template <class L>
HD void open_meters(const Tables& tables, const Destination& place, Meters<L>* meters) {
  if (place.has_lpp) meters->lpp.clear(place.consignees);
  if (place.has_nveu) meters->nveu.clear(place.consignees);
  if (tables.lapse_share) meters->lapses.clear(tables.months);
  using U = typename L::U;
  const typename L::B everywhere = U(0u) < U(1u);
  for (u32 i = 0; i < place.preset_count; ++i) {
    const u64* preset = tables.wides + place.presets + 2 * i;
    Column<L>& meter = (preset[0] >> 32) == kPresetLpp ? meters->lpp : meters->nveu;
    meter.put(U(u32(preset[0])), preset[1], everywhere);
  }
}

// The month in which an order at `time` meets the meter: L[m-1] < time <= L[m]. Searched from an earlier month on;
// kNever past the horizon.
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

  U number = 0u;  // of the order that comes next
  U month = 0u;   // in which it meets the meter; kNever: past the horizon
  W at = 0u;      // its operational time
  OrderBits<U> bits{};

  template <class Trial>
  HD Market(const Tables& tables, const Destination& place, Trial trial, const Column<L>& month_end)
      : draw_(tables.key, trial, Purpose::market, place.code) {
    arrive(tables, month_end, false);
  }
  // The next one comes sooner in lanes that are hurried.
  HD void next(const Tables& tables, const Column<L>& month_end, typename L::B hurried) {
    number = number + 1u;
    arrive(tables, month_end, hurried);
  }

 private:
  HD void arrive(const Tables& tables, const Column<L>& month_end, typename L::B hurried) {
    if ((number & 1u) == 0) {
      block_ = draw_(number >> 1);
      bits = {block_.word[0], block_.word[1]};
    } else {
      bits = {block_.word[2], block_.word[3]};
    }
    at = at + widen(rushed_gap<L>(tables, gap_of(tables, bits.gap()), hurried));
    month = month_of(month_end, tables.months, month, at);
  }
  Draws<L> draw_;
  Block<U> block_{};
};

// `watch` is an observer.h; it sees all that happens.
template <class L, class Trial, class Watch>
HD Outcome<L> walk(const Tables& tables, const Destination& place, Trial trial, Scratch<L>* scratch, Watch* watch) {
  using U = typename L::U;
  using W = typename L::W;
  using B = typename L::B;
  Outcome<L> out;
  out.used = place.start_used;
  const U raise = draw_raise<L>(tables, place, trial);
  watch->begins(raise);
  open_meters<L>(tables, place, &scratch->meters);
  Booked<L> booked;
  if (place.book_count) {
    open_book<L>(tables, place, trial, &scratch->book);
    booked = next_booked<L>(place, scratch->book, scratch->month_end, kFirstKey);
  }
  Waiting<L> waiting(scratch->waiting);
  Market<L> market(tables, place, trial, scratch->month_end);
  U to_lapse = 0u;
  for (;;) {
    const U month = lesser(waiting.due, lesser(market.month, booked.month));
    const B present = month < tables.months;
    if (!any(present)) break;
    const B returns = present & (waiting.due == month);
    const B from_book = present & !returns & !(market.month < booked.month) &
                        ((booked.month < market.month) | !(market.at < booked.at));
    const B fresh = present & !returns & !from_book;

    W time = select(from_book, booked.at, market.at);
    if (any(returns)) time = select(returns, month_start<L>(scratch->month_end, month), time);
    const auto now = cap_now<L>(tables, place, month, time, !(month < raise));
    if (tables.lapse_share) give_back<L>(month, scratch->meters.lapses, &to_lapse, &out.used, watch);

    Order<L> order{};
    if (any(fresh)) order = market_order<L>(tables, place, trial, market.number, third(month), market.bits);
    if (any(from_book)) order = book_order<L>(tables, place, booked.number, trial);
    if (any(returns)) order = waiting.leave(returns);
    watch->meets(present, order, market.number, market.bits, now);
    out.offered = out.offered + when(!returns, order.tpp);

    const Ruling<L> ruling = decide<L>(tables, place, order, present, now, &scratch->meters, &out, watch);
    B ends = present;
    if (any(present & !ruling.allowed)) {
      const B refused = refuse<L>(tables, place, trial, market.number, present & !ruling.allowed, ruling.last_tried,
                                  now, &scratch->meters, &waiting, &order, &out, watch);
      ends = ruling.allowed | refused;
    }
    if (any(ends & (U(0u) < order.book))) {
      const BookEnd end = ruling.allowed ? BookEnd::shipped : order.was_split ? BookEnd::partly : BookEnd::refused;
      watch->book_ends(tables.book[place.book + order.book - 1u], end, month);
    }
    if (any(from_book)) booked = next_booked<L>(place, scratch->book, scratch->month_end, booked.key);
    if (any(fresh)) market.next(tables, scratch->month_end, hurries<L>(tables, now, out));
    out.runaway = one_if(!(market.number < kMaxOrders));
    if (any(out.runaway == 1u)) break;
  }
  const U end = tables.months - 1;
  if (tables.lapse_share) give_back<L>(end, scratch->meters.lapses, &to_lapse, &out.used, watch);
  out.cap_at_end = cap_now<L>(tables, place, end, 0u, !(end < raise)).cap;
  return out;
}

}  // namespace headroom
