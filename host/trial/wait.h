// Behaviour `wait`: a refused order may come back once, at the very start of a later month, before all else of that
// month. All wait equally long, so they return in the order in which they were refused: a ring, first in, first out.
#pragma once
#include "host/trial/draws.h"
#include "host/trial/order.h"

namespace headroom {

constexpr u32 kQueueColumns = 3;  // rows of scratch an entry takes

// What stands in an entry beside TPP and unit:
//   | month 8 | book row + 1: 13 | split 1 | route 16 | consignee 26 |
constexpr u32 kEntryMonthShift = 56, kEntryBookShift = 43, kEntrySplitShift = 42, kEntryRouteShift = 26;

// Orders that wait in one destination of one trial.
template <class L>
class Waiting {
 public:
  using U = typename L::U;
  using W = typename L::W;
  using B = typename L::B;

  U due = kNever;  // month in which the first one returns

  // Entry i stands in rows 3 i to 3 i + 2.
  HD explicit Waiting(Column<L> entries) : entries_(entries) {}

  // Whether there is room for one more; if so it joins, to return in `month`.
  HD B join(B joins, U month, const Order<L>& order) {
    const B room = joins & (tail_ - head_ < kQueue);
    const U row = (tail_ & (kQueue - 1)) * kQueueColumns;
    const W entry = shift_left(widen(month), kEntryMonthShift) | shift_left(widen(order.book), kEntryBookShift) |
                    shift_left(widen(order.was_split), kEntrySplitShift) |
                    shift_left(widen(order.route), kEntryRouteShift) | widen(order.consignee);
    entries_.put(row, order.tpp, room);
    entries_.put(row + 1u, widen(order.unit), room);
    entries_.put(row + 2u, entry, room);
    due = select(room & (head_ == tail_), month, due);
    tail_ = tail_ + one_if(room);
    return room;
  }

  // The first one, which leaves the queue.
  HD Order<L> leave(B leaves) {
    const U row = (head_ & (kQueue - 1)) * kQueueColumns;
    const W entry = entries_.get(row + 2u);
    Order<L> order{entries_.get(row), low_half(entries_.get(row + 1u)), low_half(entry >> kEntryRouteShift) & 0xFFFFu,
                   low_half(entry) & ((1u << kEntryRouteShift) - 1)};
    order.book = low_half(entry >> kEntryBookShift) & 0x1FFFu;
    order.was_split = low_half(entry >> kEntrySplitShift) & 1u;
    order.has_waited = 1u;
    head_ = head_ + one_if(leaves);
    const U next = (head_ & (kQueue - 1)) * kQueueColumns;
    const B more = leaves & (head_ < tail_);
    due = select(leaves, select(more, low_half(entries_.get(next + 2u) >> kEntryMonthShift), U(kNever)), due);
    return order;
  }

 private:
  Column<L> entries_;
  U head_ = 0u, tail_ = 0u;
};

// The draw that decides whether a refused order waits.
template <class L, class Trial>
HD typename L::U wait_draw(const Tables& tables, const Destination& place, Trial trial, typename L::U number,
                           const Order<L>& order) {
  using U = typename L::U;
  U word = Draws<L>(tables.key, trial, Purpose::consignee, place.code)(number).word[1];
  const typename L::B of_book = U(0u) < order.book;
  if (any(of_book)) {
    const BookRow& row = tables.book[place.book + when(of_book, order.book - 1u)];
    word = select(of_book, Draws<L>(tables.key, trial, Purpose::book, row.subject)(U(1u)).word[0], word);
  }
  return word;
}

}  // namespace headroom
