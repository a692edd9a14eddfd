// The user's named orders of one destination, which stand in the same queue as the market's.
#pragma once
#include "host/trial/clock.h"
#include "host/trial/order.h"
#include "host/trial/outcome.h"

namespace headroom {

// When a row comes: its month, its place within the month, and its number break ties in this order, so the key is
//   | month 16 | place u 32 | number + 1, 16 |
// Rows stand in the order of their ids. No key is 0, so that every one lies behind "none yet".
constexpr u64 kNoKey = ~u64(0), kFirstKey = 0;
constexpr u32 kKeyMonthShift = 48, kKeyPlaceShift = 16;

// The book order that comes next; `month` is kNever when there is none.
template <class L>
struct Booked {
  typename L::W key = kNoKey, at = kNoKey;
  typename L::U month = kNever, number = 0u;
};

// When row `number` of its destination comes; kNoKey: it does not.
template <class L, class Trial>
HD typename L::W book_key(const Tables& tables, const BookRow& row, Trial trial, u32 number) {
  using U = typename L::U;
  using W = typename L::W;
  const Block<U> own = Draws<L>(tables.key, trial, Purpose::book, row.subject)(U(0u));
  const U chance = Draws<L>(tables.key, trial, Purpose(row.chance_purpose), row.chance_subject)(U(0u)).word[0];
  U late = 0u;
  for (u32 k = 0; k < row.delay_count; ++k) late = late + one_if(U(tables.words[row.delays + k]) < own.word[1]);
  const typename L::B comes = !(U(row.last_chance) < chance) & (late < row.delay_count);
  const W key = shift_left(widen(U(row.month) + late), kKeyMonthShift) |
                shift_left(widen(own.word[3]), kKeyPlaceShift) | W(number + 1);
  return select(comes, key, W(kNoKey));
}

// Draws when each row of a destination comes.
template <class L, class Trial>
HD void open_book(const Tables& tables, const Destination& place, Trial trial, Column<L>* keys) {
  for (u32 i = 0; i < place.book_count; ++i)
    keys->put(typename L::U(i), book_key<L>(tables, tables.book[place.book + i], trial, i), true);
}

// The rows that meet no meter; the observer learns how they end.
template <class Watch>
HD void settle_book(const Tables& tables, u64 trial, Watch* watch) {
  for (u32 i = 0; i < tables.settled_count; ++i) {
    const BookRow& row = tables.book[tables.settled + i];
    const u64 key = book_key<OneLane>(tables, row, trial, 0);
    if (key != kNoKey)
      watch->book_ends(row, row.prohibited ? BookEnd::refused : BookEnd::shipped, u32(key >> kKeyMonthShift));
  }
}

// Of the rows that come after `last`, the first.
template <class L>
HD Booked<L> next_booked(const Destination& place, const Column<L>& keys, const Column<L>& month_end,
                         typename L::W last) {
  using U = typename L::U;
  using W = typename L::W;
  Booked<L> next;
  for (u32 i = 0; i < place.book_count; ++i) {
    const W key = keys.get(U(i));
    next.key = select((last < key) & (key < next.key), key, next.key);
  }
  const typename L::B found = next.key < W(kNoKey);
  next.month = select(found, low_half(next.key >> kKeyMonthShift), U(kNever));
  next.number = (low_half(next.key) & 0xFFFFu) - one_if(found);
  const U month = when(found, next.month);
  const W from = month_start<L>(month_end, month);
  next.at = select(found, from + scale(month_end.get(month) - from, low_half(next.key >> kKeyPlaceShift)), W(kNoKey));
  return next;
}

// What row `number` of the destination orders, once it has come.
template <class L, class Trial>
HD Order<L> book_order(const Tables& tables, const Destination& place, typename L::U number, Trial trial) {
  using U = typename L::U;
  const BookRow& row = tables.book[place.book + number];
  const U size = Draws<L>(tables.key, trial, Purpose::book, row.subject)(U(0u)).word[2] >> 22;
  return {multiply(gather(tables.words + row.sizes, size), U(row.tpp_per_unit)), U(row.tpp_per_unit), U(row.route),
          U(row.consignee), number + 1u};
}

}  // namespace headroom
