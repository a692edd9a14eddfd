// Behaviour `wait`: a refused order may come back once, at the very start of a later month, before all else of that
// month. All wait equally long, so they return in the order in which they were refused: a ring, first in, first out.
#pragma once
#include "host/trial/draws.h"
#include "host/trial/queue.h"

namespace headroom {

// Orders that wait in one destination of one trial.
template <class L>
class Waiting {
 public:
  using U = typename L::U;
  using B = typename L::B;

  U due = kNever;  // month in which the first one returns

  Waiting() = default;
  // Entry i stands in the kEntryRows rows from i x kEntryRows on.
  HD explicit Waiting(Column<L> entries) : entries_(entries) {}

  // Whether there is room for one more beside `others`, orders sent here that still wait; if so it joins, to return in
  // `month`.
  HD B join(B joins, U month, U others, const Order<L>& order) {
    const B room = joins & (tail_ - head_ + others < kQueue);
    put_entry<L>(&entries_, (tail_ & (kQueue - 1)) * kEntryRows, order, month, room);
    due = select(room & (head_ == tail_), month, due);
    tail_ = tail_ + one_if(room);
    return room;
  }

  // The first one, which leaves the queue.
  HD Order<L> leave(B leaves) {
    Order<L> order = get_entry<L>(entries_, (head_ & (kQueue - 1)) * kEntryRows);
    order.has_waited = 1u;
    head_ = head_ + one_if(leaves);
    const B more = leaves & (head_ < tail_);
    // Behind the last one nothing has been written: there the one that leaves is looked at again.
    const U next = entry_month<L>(entries_, ((head_ - one_if(!more)) & (kQueue - 1)) * kEntryRows);
    due = select(leaves, select(more, next, U(kNever)), due);
    return order;
  }

 private:
  Column<L> entries_{};
  U head_ = 0u, tail_ = 0u;
};

// The draw that decides whether a refused order waits; it belongs to the order where it first stood.
template <class L, class Trial>
HD typename L::U wait_draw(const Tables& tables, Trial trial, const Order<L>& order) {
  using U = typename L::U;
  U word = Draws<L>(tables.keys, trial, Purpose::consignee, order.origin)(order.number).word[1];
  const typename L::B of_book = U(0u) < order.book;
  if (any(of_book)) {
    const U subject = gather(tables.book, &BookRow::subject, when(of_book, order.book - 1u));
    word = select(of_book, Draws<L>(tables.keys, trial, Purpose::book, subject)(U(kBookWait)).word[0], word);
  }
  return word;
}

}  // namespace headroom
