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

  // Before the first next().
  template <class Trial>
  HD void draw_ahead(const Tables& tables, const Destination& place, Trial trial) {
    if (!HD_IN_STEP) ahead_ = draw(tables, place, trial, number + 1u);
  }

  // Goes on to the next one in some lanes; it comes sooner where they are hurried. A processor draws one order ahead:
  // what it draws then waits for nothing, and is worked out beside what becomes of the order before. Threads in step
  // wait for each other's loads anyhow, and have no registers for it.
  template <class Trial>
  HD void next(const Tables& tables, const Destination& place, Trial trial, MonthEnds<L>* month_end, B goes_on,
               B hurried) {
    number = number + one_if(goes_on);
    const Drawn drawn = HD_IN_STEP ? draw(tables, place, trial, number) : ahead_;
    bits = HD_IN_STEP ? drawn.bits : select(goes_on, drawn.bits, bits);  // drawn again they are the same
    at = at + when(goes_on, widen(select(hurried, drawn.hurried_gap, drawn.gap)));
    month = month_of(month_end, tables.months, month, at);
    draw_ahead(tables, place, trial);
  }

 private:
  struct Drawn {
    OrderBits<U> bits;
    U gap, hurried_gap;  // doublings, Q20
  };
  template <class Trial>
  HD static Drawn draw(const Tables& tables, const Destination& place, Trial trial, U number) {
    const Block<U> block = Draws<L>(tables.keys, trial, Purpose::market, place.code)(number);
    const OrderBits<U> bits{block.word[0], block.word[1], block.word[2], block.word[3]};
    const U gap = gap_of(tables, bits.gap());
    return {bits, gap, hurried_gap(tables, gap)};
  }
  Drawn ahead_{};
};

}  // namespace headroom
