// Behaviour `wait`: a refused order may come back once, at the very start of a later month, before all else of that
// month. All wait equally long, so they return in the order in which they were refused: a ring, first in, first out.
#pragma once
#include "host/trial/draws.h"
#include "host/trial/queue.h"

namespace headroom {

// Rows of the orders that wait: how many have left and how many have joined, and the ring of their entries.
constexpr u32 kWaitRows = 2 + kQueue * kEntryRows;

// Orders that wait in one destination of one trial. Few do, so that all but the next month stands in the rows.
template <class L>
class Waiting {
 public:
  using U = typename L::U;
  using B = typename L::B;
  using W = typename L::W;

  U due = kNever;  // month in which the first one returns

  Waiting() = default;
  // Of rows that are open.
  HD explicit Waiting(Column<L> rows) : rows_(rows) {}
  HD static void open(Column<L>* rows) { rows->clear(2); }

  // Whether there is room for one more beside `others`, orders sent here that still wait; if so it joins, to return in
  // `month`.
  HD B join(B joins, U month, U others, const Order<L>& order) {
    const U left = low_half(rows_.get(0u)), joined = low_half(rows_.get(1u));
    const B room = joins & (joined - left + others < kQueue);
    put_entry<L>(&rows_, entry(joined), order, month, room);
    due = select(room & (left == joined), month, due);
    rows_.put(1u, widen(joined + 1u), room);
    return room;
  }

  // The first one, which leaves the queue.
  HD Order<L> leave(B leaves) {
    const U before = low_half(rows_.get(0u)), left = before + one_if(leaves);
    Order<L> order = get_entry<L>(rows_, entry(before));
    order.come_back();
    rows_.put(0u, widen(left), leaves);
    const B more = leaves & (left < low_half(rows_.get(1u)));
    // Behind the last one nothing has been written: there the one that leaves is looked at again.
    const U next = entry_month<L>(rows_, entry(left - one_if(!more)));
    due = select(leaves, select(more, next, U(kNever)), due);
    return order;
  }

 private:
  HD static U entry(U number) { return 2u + (number & (kQueue - 1)) * kEntryRows; }
  Column<L> rows_{};
};

// What the market drew for its orders of this step, in the lanes that have one.
template <class L>
struct FreshDraw {
  typename L::B fresh;
  typename L::U waits;
};

// The draw that decides whether a refused order waits, in some lanes; it belongs to the order where it first stood.
// Threads in step have no registers to keep the market's.
template <class L, class Trial>
HD typename L::U wait_draw(const Tables& tables, Trial trial, typename L::B wanted, const FreshDraw<L>& market,
                           const Order<L>& order) {
  using U = typename L::U;
  if (!HD_IN_STEP && !any(wanted & !market.fresh)) return market.waits;
  U word = Draws<L>(tables.keys, trial, Purpose::market, order.origin())(order.number).word[3];
  const typename L::B of_book = U(0u) < order.book();
  if (any(of_book)) {
    const U subject = gather(tables.book, &BookRow::subject, when(of_book, order.book() - 1u));
    word = select(of_book, Draws<L>(tables.keys, trial, Purpose::book, subject)(U(kBookWait)).word[0], word);
  }
  return word;
}

}  // namespace headroom
