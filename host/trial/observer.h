// Who watches a trial: told of every event in the order in which it happens, with the lanes in which it does. It
// changes nothing. An engine watches only how book rows end (tally.h), so that all other calls vanish; a ledger writes
// all down.
#pragma once
#include "host/trial/order.h"
#include "host/trial/outcome.h"

namespace headroom {

template <class L>
struct CapNow;  // allocation.h

constexpr u64 kNoLimit = ~u64(0);  // of a meter: nothing stops an order there

// Watches nothing; an observer is one of these that says more.
template <class L>
struct NoObserver {
  using U = typename L::U;
  using W = typename L::W;
  using B = typename L::B;

  // The first order is still to come. An arrangement raises the cap from month `raise` on; kNever: none does.
  HD void begins(U /*raise*/) {}
  // At the start of a month the allocation gets back what lapses then.
  HD void lapses(B, U /*month*/, W /*tpp*/) {}
  // An order meets the meters. `number` and `bits` are those of the market's order that comes next: of this one, where
  // it is of no book and has not waited.
  HD void meets(B, const Order<L>&, U /*number*/, const OrderBits<U>&, const CapNow<L>&) {}
  // It tries an authorisation, a RouteStep: what the meter holds and may hold in TPP, and where it fits and is allowed.
  HD void tries(B, U /*step*/, W /*held*/, W /*limit*/, B /*fits*/) {}
  // What that brings about, for the first time in the trial; it may be said before the try itself.
  HD void exhausts(B, const CapNow<L>&) {}
  HD void turns_critical(B, const CapNow<L>&) {}
  // Its whole route has refused it: this part of it is allowed all the same, by that step; it waits until a month; it
  // leaves for another destination; it is refused for good, by the last step tried or, in the lanes of `no_room`, since
  // no more orders may wait.
  HD void splits(B, U /*step*/, W /*part*/) {}
  HD void waits(B, U /*month*/) {}
  HD void diverts(B, const Divert&, const Order<L>&, U /*month*/) {}
  HD void refuses(B, U /*last_tried*/, const Order<L>&, B /*no_room*/) {}
  // How a book row ended that came, whether or not it met a meter.
  HD void book_ends(const BookRow&, BookEnd, u32 /*month*/) {}
};

// Says how the book orders among these ended: allowed, else refused, in part where they were split before.
template <class L, class Watch>
HD void end_book(const Tables& tables, typename L::B ends, typename L::B allowed, const Order<L>& order,
                 typename L::U month, Watch* watch) {
  using U = typename L::U;
  const typename L::B is_booked = U(0u) < order.book(), of_book = ends & is_booked;
  if (!any(of_book)) return;
  const U refusal = select(order.was_split() == 1u, U(u32(BookEnd::partly)), U(u32(BookEnd::refused)));
  const U end = select(allowed, U(u32(BookEnd::shipped)), refusal);
  const auto row = by_lane(order.book()), how = by_lane(end), when_so = by_lane(month);
  for_each_lane(of_book, [&](u32 lane) HD_INLINE {
    watch->book_ends(tables.book[row[lane] - 1], BookEnd(how[lane]), when_so[lane]);
  });
}

}  // namespace headroom
