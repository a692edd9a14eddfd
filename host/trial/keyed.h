// Orders whose month and place within the month are known before the walk begins: those of the book, and those that
// another destination has sent. They stand in no order; the next one is looked for by its key.
#pragma once
#include "host/trial/clock.h"

namespace headroom {

// When an order comes. Its month, its place within the month, and its number break ties in this order, so the key is
//   | month 16 | place u 32 | number + 1, 16 |
// No key is 0, so that every one lies behind "none yet".
constexpr u64 kNoKey = ~u64(0), kFirstKey = 0;
constexpr u32 kKeyMonthShift = 48, kKeyPlaceShift = 16;

template <class L>
HD typename L::W key_of(typename L::U month, typename L::U place, typename L::U number) {
  return shift_left(widen(month), kKeyMonthShift) | shift_left(widen(place), kKeyPlaceShift) | widen(number + 1u);
}

// The order that comes next; `month` is kNever when there is none.
template <class L>
struct Keyed {
  typename L::W key = kNoKey, at = kNoKey;  // at: operational time
  typename L::U month = kNever, number = 0u;
};

template <class L>
HD Keyed<L> select(typename L::B c, const Keyed<L>& yes, const Keyed<L>& no) {
  return {select(c, yes.key, no.key), select(c, yes.at, no.at), select(c, yes.month, no.month),
          select(c, yes.number, no.number)};
}

// Of `count` orders, the first that comes after `last`.
template <class L>
HD Keyed<L> next_keyed(const Column<L>& keys, typename L::U count, const Column<L>& month_end, typename L::W last) {
  using U = typename L::U;
  using W = typename L::W;
  Keyed<L> next;
  for (u32 i = 0; any(U(i) < count); ++i) {
    const W key = keys.get(i);
    next.key = select((U(i) < count) & (last < key) & (key < next.key), key, next.key);
  }
  const typename L::B found = next.key < W(kNoKey);
  next.month = select(found, low_half(next.key >> kKeyMonthShift), U(kNever));
  next.number = when(found, (low_half(next.key) & 0xFFFFu) - 1u);
  const U month = when(found, next.month);
  const W from = month_start<L>(month_end, month);
  next.at = select(found, from + scale(month_end.get(month) - from, low_half(next.key >> kKeyPlaceShift)), W(kNoKey));
  return next;
}

}  // namespace headroom
