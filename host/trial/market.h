// The orders of the market as they come, one after the other.
#pragma once
#include "host/trial/clock.h"
#include "host/trial/order.h"
#include "host/trial/rush.h"

namespace headroom {

// Two orders share a block of random bits.
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
    const Draws<L> draw(tables.keys, trial, Purpose::market, place.code);
    const B even = (number & 1u) == 0u;
    Block<U> block;
    if (HD_IN_STEP) {
      // Half of the threads have an even order in any step: to keep a block for the odd one saves nothing but costs
      // registers.
      block = draw(number >> 1);
    } else {
      if (any(goes_on & even)) block_ = select(goes_on & even, draw(number >> 1), block_);
      block = block_;
    }
    bits = {select(even, block.word[0], block.word[2]), select(even, block.word[1], block.word[3])};
    at = at + when(goes_on, widen(rushed_gap<L>(tables, gap_of(tables, bits.gap()), hurried)));
    month = month_of(month_end, tables.months, month, at);
  }

 private:
  Block<U> block_{};
};

}  // namespace headroom
