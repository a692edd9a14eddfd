// The next event of a destination: the earliest of an order that returns, the next order of the user's book, the next
// that another destination has sent and the next of the market.
#pragma once
#include "host/trial/keyed.h"
#include "host/trial/market.h"

namespace headroom {

// Where orders come from beside the market, known for a destination as a whole.
struct Sources {
  bool returns, book, mail;
};

HD Sources sources_of(const Tables& tables, const Destination& place) {
  return {tables.wait != 0, place.book_count != 0, place.hub != kNever};
}

// Whose order comes first: in a month one that returns, then by time; at the same time the book, the mail, the market.
template <class L>
struct Next {
  typename L::U month;  // kNever: no order is left
  typename L::W time;
  typename L::B present, returns, from_book, from_mail, fresh;
};

template <class L>
HD Next<L> next_of(const Tables& tables, Sources sources, const MonthEnds<L>& month_end, typename L::U due,
                   const Market<L>& market, const Keyed<L>& booked, const Keyed<L>& mailed) {
  using W = typename L::W;
  using B = typename L::B;
  Next<L> next;
  const B nowhere = B(false);
  next.month = market.month;
  if (sources.returns) next.month = lesser(next.month, due);
  if (sources.book) next.month = lesser(next.month, booked.month);
  if (sources.mail) next.month = lesser(next.month, mailed.month);
  next.present = next.month < tables.months;
  next.returns = sources.returns ? next.present & (due == next.month) : nowhere;
  next.fresh = next.present & !next.returns;
  next.time = market.at;
  next.from_book = next.from_mail = nowhere;
  if (sources.book | sources.mail) {
    // What stands in a later month stands behind all of this one.
    const auto time = [&](typename L::U month, W at) HD_INLINE { return select(month == next.month, at, W(kNoKey)); };
    const W of_market = time(market.month, market.at), of_book = time(booked.month, booked.at),
            of_mail = time(mailed.month, mailed.at);
    next.from_book = next.fresh & (booked.month == next.month) & !(of_mail < of_book) & !(of_market < of_book);
    next.from_mail = next.fresh & !next.from_book & (mailed.month == next.month) & !(of_market < of_mail);
    next.fresh = next.fresh & !next.from_book & !next.from_mail;
    next.time = lesser(of_market, lesser(of_book, of_mail));
  }
  if (any(next.returns))
    next.time = select(next.returns, month_start<L>(month_end, when(next.returns, next.month)), next.time);
  return next;
}

}  // namespace headroom
