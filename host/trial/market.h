// The orders of the market as they come, one after the other.
#pragma once
#include "host/trial/clock.h"
#include "host/trial/order.h"
#include "host/trial/rush.h"

namespace headroom {

template <class L>
class Market {
 public:
  using U = typename L::U;
  using W = typename L::W;
  using B = typename L::B;

  U number = kNever;  // of the order that comes next
  U month = 0u;       // in which it meets the meter; kNever: past the horizon
  W at = 0u;          // its operational time
  OrderBits<U> bits{};

  // Goes on to the next one in some lanes; it comes sooner where they are hurried.
  template <class Trial>
  HD void next(const Tables& tables, const Destination& place, Trial trial, const MonthEnds<L>& month_end, B goes_on,
               B hurried) {
    number = number + one_if(goes_on);
    const Block<U> block = Draws<L>(tables.keys, trial, Purpose::market, place.code)(number);
    bits = {block.word[0], block.word[1], block.word[2]};
    at = at + when(goes_on, widen(rushed_gap<L>(tables, gap_of(tables, bits.gap()), hurried)));
    month = month_of(month_end, tables.months, month, at);
  }
};

}  // namespace headroom
