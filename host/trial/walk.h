// One destination of one trial, from its first order to its last. One event a step: the earliest of an order that
// returns, the next order of the user's book, the next that another destination has sent and the next of the market;
// all go through the same decision.
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
  MonthEnds<L> month_end;
  Meters<L> meters;
  Column<L> book;
  Column<L> waiting;
};

struct ScratchRows {
  u32 month_end, lpp, nveu, limited, lapses, book, waiting;
  HD u32 all() const { return month_end + lpp + nveu + limited + lapses + book + waiting; }
};

HD ScratchRows scratch_rows(const Tables& tables, const Destination& place) {
  return {tables.months,
          place.has_lpp ? place.consignees : 0,
          place.has_nveu ? place.consignees : 0,
          place.limits != kNever ? place.consignees : 0,
          tables.lapse_share ? tables.months : 0,
          place.book_count,
          tables.wait ? kQueue * kEntryRows : 0};
}

template <class L>
HD Scratch<L> carve_scratch(const Tables& tables, const Destination& place, Column<L> left) {
  const ScratchRows rows = scratch_rows(tables, place);
  const auto take = [&](u32 count) {
    const Column<L> column = left;
    left = left.from(count);
    return column;
  };
  Scratch<L> scratch{};
  scratch.month_end = MonthEnds<L>{take(rows.month_end)};
  scratch.meters.lpp = take(rows.lpp);
  scratch.meters.nveu = take(rows.nveu);
  scratch.meters.limited = take(rows.limited);
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
  if (place.limits != kNever) meters->limited.clear(place.consignees);
  if (tables.lapse_share) meters->lapses.clear(tables.months);
  for (u32 i = 0; i < place.preset_count; ++i) {
    const u64* preset = tables.wides + place.presets + 2 * i;
    const u32 kind = u32(preset[0] >> 32);
    Column<L>& meter = kind == kPresetLpp ? meters->lpp : kind == kPresetNveu ? meters->nveu : meters->limited;
    meter.put(u32(preset[0]), preset[1], true);
  }
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
  using B = typename L::B;

  U number = 0u;  // of the order that comes next
  U month = 0u;   // in which it meets the meter; kNever: past the horizon
  W at = 0u;      // its operational time
  OrderBits<U> bits{};

  template <class Trial>
  HD Market(const Tables& tables, const Destination& place, Trial trial, const MonthEnds<L>& month_end)
      : draw_(tables.key, trial, Purpose::market, place.code) {
    arrive(tables, month_end, true, false);
  }
  // Goes on to the next one in some lanes; it comes sooner where they are hurried.
  HD void next(const Tables& tables, const MonthEnds<L>& month_end, B goes_on, B hurried) {
    number = number + one_if(goes_on);
    arrive(tables, month_end, goes_on, hurried);
  }

 private:
  HD void arrive(const Tables& tables, const MonthEnds<L>& month_end, B arrives, B hurried) {
    const B even = (number & 1u) == 0u;
    if (any(arrives & even)) block_ = select(arrives & even, draw_(number >> 1), block_);
    bits = {select(even, block_.word[0], block_.word[2]), select(even, block_.word[1], block_.word[3])};
    at = at + when(arrives, widen(rushed_gap<L>(tables, gap_of(tables, bits.gap()), hurried)));
    month = month_of(month_end, tables.months, month, at);
  }
  Draws<L> draw_;
  Block<U> block_{};
};

// Whose order comes first in a month: one that returns, then by time; at the same time the book, the mail, the market.
template <class L>
struct Next {
  typename L::U month;  // kNever: no order is left
  typename L::W time;
  typename L::B present, returns, from_book, from_mail, fresh;
};

template <class L>
HD Next<L> next_of(const Tables& tables, const MonthEnds<L>& month_end, typename L::U due, const Market<L>& market,
                   const Keyed<L>& booked, const Keyed<L>& mailed) {
  using W = typename L::W;
  Next<L> next;
  next.month = lesser(lesser(due, market.month), lesser(booked.month, mailed.month));
  next.present = next.month < tables.months;
  next.returns = next.present & (due == next.month);
  // What stands in a later month stands behind all of this one.
  const auto time = [&](typename L::U month, W at) { return select(month == next.month, at, W(kNoKey)); };
  const W of_market = time(market.month, market.at), of_book = time(booked.month, booked.at),
          of_mail = time(mailed.month, mailed.at);
  next.from_book =
      next.present & !next.returns & (booked.month == next.month) & !(of_mail < of_book) & !(of_market < of_book);
  next.from_mail =
      next.present & !next.returns & !next.from_book & (mailed.month == next.month) & !(of_market < of_mail);
  next.fresh = next.present & !next.returns & !next.from_book & !next.from_mail;
  next.time = lesser(of_market, lesser(of_book, of_mail));
  if (any(next.returns))
    next.time = select(next.returns, month_start<L>(month_end, when(next.returns, next.month)), next.time);
  return next;
}

// `watch` is an observer.h; it sees all that happens.
template <class L, class Trial, class Watch>
HD Outcome<L> walk(const Tables& tables, const Destination& place, Trial trial, Scratch<L>* scratch,
                   const Mail<L>& mail, Watch* watch) {
  using U = typename L::U;
  using B = typename L::B;
  Outcome<L> out;
  out.used = place.start_used;
  const U raise = draw_raise<L>(tables, place, trial);
  watch->begins(raise);
  open_meters<L>(tables, place, &scratch->meters);
  Keyed<L> booked, mailed;
  if (place.book_count) {
    open_book<L>(tables, place, trial, &scratch->book);
    booked = next_keyed<L>(scratch->book, place.book_count, scratch->month_end, kFirstKey);
  }
  Queues<L> queues{Waiting<L>(scratch->waiting), mail};
  const bool is_hub = place.hub != kNever;
  if (is_hub) {
    mailed = mail.box(place.hub).next(scratch->month_end, kFirstKey);
    queues.mail_left = mail.box(place.hub).count();
  }
  Market<L> market(tables, place, trial, scratch->month_end);
  U to_lapse = 0u;
  for (;;) {
    const Next<L> next = next_of<L>(tables, scratch->month_end, queues.waiting.due, market, booked, mailed);
    if (!any(next.present)) break;
    // A lane without an order stands in some month all the same.
    const U month = lesser(next.month, U(tables.months - 1));
    const auto now = cap_now<L>(tables, place, month, next.time, !(month < raise));
    if (tables.lapse_share) give_back<L>(month, scratch->meters.lapses, &to_lapse, &out.used, watch);

    Order<L> order{};
    if (any(next.fresh)) order = market_order<L>(tables, place, trial, market.number, third(month), market.bits);
    if (any(next.from_book))
      order = select<L>(next.from_book, book_order<L>(tables, place, booked.number, trial), order);
    if (any(next.from_mail)) order = select<L>(next.from_mail, mail.box(place.hub).get(mailed.number), order);
    if (any(next.returns)) order = select<L>(next.returns, queues.waiting.leave(next.returns), order);
    watch->meets(next.present, order, market.number, market.bits, now);
    out.offered = out.offered + when(next.fresh | next.from_book, order.tpp);
    if (is_hub) {
      out.diverted_in = out.diverted_in + one_if(next.from_mail);
      out.diverted_in_tpp = out.diverted_in_tpp + when(next.from_mail, order.tpp);
      queues.mail_left = queues.mail_left - one_if(next.from_mail);
    }

    const Ruling<L> ruling = decide<L>(tables, place, order, next.present, now, &scratch->meters, &out, watch);
    B ends = next.present;
    if (any(next.present & !ruling.allowed)) {
      const B refused = refuse<L>(tables, place, trial, next.present & !ruling.allowed, ruling.last_tried, now,
                                  &scratch->meters, &queues, &order, &out, watch);
      ends = ruling.allowed | refused;
    }
    end_book<L>(tables, ends, ruling.allowed, order, next.month, watch);
    if (any(next.from_book)) {
      const auto later = next_keyed<L>(scratch->book, place.book_count, scratch->month_end, booked.key);
      booked = select<L>(next.from_book, later, booked);
    }
    if (any(next.from_mail)) {
      const auto later = mail.box(place.hub).next(scratch->month_end, mailed.key);
      mailed = select<L>(next.from_mail, later, mailed);
    }
    if (any(next.fresh)) market.next(tables, scratch->month_end, next.fresh, hurries<L>(tables, now, out));
    out.runaway = one_if(!(market.number < kMaxOrders));
    if (any(out.runaway == 1u)) break;
  }
  const U end = tables.months - 1;
  if (tables.lapse_share) give_back<L>(end, scratch->meters.lapses, &to_lapse, &out.used, watch);
  out.cap_at_end = cap_now<L>(tables, place, end, 0u, !(end < raise)).cap;
  return out;
}

}  // namespace headroom
