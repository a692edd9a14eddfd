// The user's named orders of one destination, which stand in the same queue as the market's.
#pragma once
#include "host/trial/keyed.h"
#include "host/trial/order.h"
#include "host/trial/outcome.h"

namespace headroom {

// When row `number` of its destination comes; kNoKey: it does not.
template <class L, class Trial>
HD typename L::W book_key(const Tables& tables, const BookRow& row, Trial trial, u32 number) {
  using U = typename L::U;
  using W = typename L::W;
  const Block<U> own = Draws<L>(tables.keys, trial, Purpose::book, row.subject)(U(kBookItself));
  const U chance = Draws<L>(tables.keys, trial, Purpose(row.chance_purpose), row.chance_subject)(U(0u)).word[0];
  U late = 0u;
  for (u32 k = 0; k < row.delay_count; ++k) late = late + one_if(U(tables.words[row.delays + k]) < own.word[1]);
  const typename L::B comes = (late < row.delay_count) & !(U(row.last_chance) < chance);
  return select(comes, key_of<L>(U(row.month) + late, own.word[3], U(number)), W(kNoKey));
}

// Draws when each row of a destination comes.
template <class L, class Trial>
HD void open_book(const Tables& tables, const Destination& place, Trial trial, Column<L>* keys) {
  for (u32 i = 0; i < place.book_count; ++i)
    keys->put(i, book_key<L>(tables, tables.book[place.book + i], trial, i), true);
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

// Units that row `number` of these orders, once it has come.
template <class L, class Trial>
HD typename L::U book_units(const Tables& tables, const BookRow* rows, typename L::U number, Trial trial) {
  using U = typename L::U;
  const U subject = gather(rows, &BookRow::subject, number);
  const U size = Draws<L>(tables.keys, trial, Purpose::book, subject)(U(kBookItself)).word[2] >> 22;
  return gather(tables.words, gather(rows, &BookRow::sizes, number) + size);
}

// What row `number` of the destination orders, once it has come.
template <class L, class Trial>
HD Order<L> book_order(const Tables& tables, const Destination& place, typename L::U number, Trial trial) {
  using U = typename L::U;
  const BookRow* rows = tables.book + place.book;
  const U unit = gather(rows, &BookRow::tpp_per_unit, number);
  return new_order<L>(multiply(book_units<L>(tables, rows, number, trial), unit), unit,
                      gather(rows, &BookRow::route, number), gather(rows, &BookRow::consignee, number), place.code, 0u,
                      number + (place.book + 1u));
}

}  // namespace headroom
