// One destination of one trial, from its first order to its last. One event a step; all orders, wherever they come
// from, go through the same decision.
#pragma once
#include "host/trial/book.h"
#include "host/trial/next.h"
#include "host/trial/observer.h"
#include "host/trial/refuse.h"
#include "host/trial/scratch.h"

namespace headroom {

// The month from which on an arrangement raises the cap; kNever: it does not.
template <class L, class Trial>
HD typename L::U draw_raise(const Tables& tables, const Destination& place, Trial trial) {
  using U = typename L::U;
  U month = kNever;
  if (place.raise_count == 0) return month;
  const U draw = Draws<L>(tables.keys, trial, Purpose::arrangement, place.code)(U(0u)).word[0];
  for (u32 i = 0; i < place.raise_count; ++i) {
    const u32* pair = tables.words + place.raises + 2 * i;
    month = select((month == kNever) & !(U(pair[1]) < draw), U(pair[0]), month);
  }
  return month;
}

// A walk through one destination of a trial. Tables, destination and observer (observer.h) are given to each step and
// not kept: what the caller knows of them, such as that no order ever waits there, then reaches every rule at compile
// time.
template <class L, class Trial, class Watch>
class Walk {
 public:
  using U = typename L::U;
  using B = typename L::B;

  // Makes a trial's memory ready, once run_clock has wound its month ends. Any time before the walk begins.
  HD static void open(const Tables& tables, const Destination& place, Trial trial, Scratch<L> scratch) {
    open_meters<L>(tables, place, &scratch.meters);
    open_notes<L>(&scratch.notes);
    if (place.book_count) open_book<L>(tables, place, trial, &scratch.book);
    if (tables.wait) Waiting<L>::open(&scratch.waiting);
  }

  // Goes to the start of a trial whose memory is open, and whose mail has been sent.
  HD void begin(const Tables& tables, const Destination& place, Trial trial, const Scratch<L>& scratch,
                const Mail<L>& mail, Watch* watch) {
    const Sources sources = sources_of(tables, place);
    trial_ = trial;
    scratch_ = scratch;
    out_ = Outcome<L>();
    out_.used = place.start_used;
    out_.notes = scratch.notes;
    raise_ = draw_raise<L>(tables, place, trial);
    watch->begins(raise_);
    if (sources.book) booked_ = next_keyed<L>(scratch_.book, place.book_count, scratch_.month_end, kFirstKey);
    queues_.mail = mail;
    queues_.waiting = Waiting<L>(scratch_.waiting);
    if (sources.mail) {
      mailed_ = mail.box(place.hub).next(scratch_.month_end, kFirstKey);
      queues_.mail_left = mail.box(place.hub).count();
    }
    market_ = Market<L>();
    market_.draw_ahead(tables, place, trial);
    arrives_ = true;
    hurried_ = false;
    to_lapse_ = 0u;
  }

  // One event in each lane. Returns the lanes that had one.
  HD B step(const Tables& tables, const Destination& place, Watch* watch) {
    const Sources sources = sources_of(tables, place);
    market_.next(tables, place, trial_, &scratch_.month_end, arrives_, hurried_);
    const Next<L> next =
        next_of<L>(tables, sources, scratch_.month_end, queues_.waiting.due, market_, booked_, mailed_);
    arrives_ = next.fresh;
    if (!any(next.present) || any(runaway() == 1u)) return B(false);
    // A lane without an order stands in some month all the same.
    const U month = lesser(next.month, U(tables.months - 1));
    const auto now = cap_now<L>(tables, place, month, next.time, !(month < raise_));
    if (tables.lapse_share) give_back<L>(month, scratch_.meters.lapses, &to_lapse_, &out_, watch);
    Order<L> order = take(tables, place, sources, next, month);
    watch->meets(next.present, order, market_.number, market_.bits, now);
    const RouteEnd<L> tried = decide<L>(tables, place, order, next.present, now, &scratch_.meters, &out_, watch);
    B ends = next.present;
    if (any(next.present & !tried.allowed)) {
      const B refused = refuse<L>(tables, place, trial_, next.present & !tried.allowed, tried.last_tried, now,
                                  &scratch_.meters, &queues_, {next.fresh, market_.bits.waits}, &order, &out_, watch);
      ends = tried.allowed | refused;
    }
    if (sources.book | sources.mail) end_book<L>(tables, ends, tried.allowed, order, next.month, watch);
    move_on(place, sources, next);
    hurried_ = hurries<L>(tables, now, out_);
    return next.present;
  }

  // Once no lane has an order left.
  HD Outcome<L> end(const Tables& tables, const Destination& place, Watch* watch) {
    const U end = tables.months - 1;
    if (tables.lapse_share) give_back<L>(end, scratch_.meters.lapses, &to_lapse_, &out_, watch);
    add_up_counted<L>(tables, place, &out_);
    out_.runaway = runaway();
    out_.cap_at_end = cap_now<L>(tables, place, end, 0u, !(end < raise_)).cap;
    return out_;
  }

  HD const Trial& trial() const { return trial_; }

 private:
  HD U runaway() const { return one_if(!(market_.number < kMaxOrders)); }
  HD Order<L> take(const Tables& tables, const Destination& place, const Sources& sources, const Next<L>& next,
                   U month) {
    Order<L> order = no_order<L>();
    // Threads in step: if one has a new order, all wait for it.
    if ((HD_IN_STEP && place.row_count) || any(next.fresh))
      order = market_order<L>(tables, place, market_.number, third(month), market_.bits);
    if (sources.book && any(next.from_book))
      order = select<L>(next.from_book, book_order<L>(tables, place, booked_.number, trial_), order);
    if (sources.mail && any(next.from_mail)) {
      order = select<L>(next.from_mail, queues_.mail.box(place.hub).get(mailed_.number), order);
      out_.diverted_in = out_.diverted_in + one_if(next.from_mail);
      out_.diverted_in_tpp = out_.diverted_in_tpp + when(next.from_mail, order.tpp);
      queues_.mail_left = queues_.mail_left - one_if(next.from_mail);
    }
    if (sources.returns && any(next.returns))
      order = select<L>(next.returns, queues_.waiting.leave(next.returns), order);
    return order;
  }
  HD void move_on(const Destination& place, const Sources& sources, const Next<L>& next) {
    if (sources.book && any(next.from_book)) {
      const auto later = next_keyed<L>(scratch_.book, place.book_count, scratch_.month_end, booked_.key);
      booked_ = select<L>(next.from_book, later, booked_);
    }
    if (sources.mail && any(next.from_mail)) {
      const auto later = queues_.mail.box(place.hub).next(scratch_.month_end, mailed_.key);
      mailed_ = select<L>(next.from_mail, later, mailed_);
    }
  }

  // Set by begin(), and left alone before: so a compiler sees that strides are always the same.
  Trial trial_;
  Scratch<L> scratch_;
  Outcome<L> out_{};
  Queues<L> queues_{};
  Market<L> market_;
  Keyed<L> booked_, mailed_;
  U raise_ = kNever, to_lapse_ = 0u;
  B arrives_ = false, hurried_ = false;  // the market's next order: from the last step on it comes, and sooner
};

template <class L, class Trial, class Watch>
HD Outcome<L> walk(const Tables& tables, const Destination& place, Trial trial, const Scratch<L>& scratch,
                   const Mail<L>& mail, Watch* watch) {
  Walk<L, Trial, Watch> walk;
  walk.open(tables, place, trial, scratch);
  walk.begin(tables, place, trial, scratch, mail, watch);
  while (any(walk.step(tables, place, watch))) {
  }
  return walk.end(tables, place, watch);
}

}  // namespace headroom
