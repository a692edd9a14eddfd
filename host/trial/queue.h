// How an order is kept until its turn comes: orders that wait to return, orders on their way to another destination.
#pragma once
#include "host/trial/order.h"

namespace headroom {

// Returned or diverted orders that wait in one (trial, destination); one more is refused.
constexpr u32 kQueue = 64;

// Three words an entry. An order's TPP is below 2^44 (kMaxOrderTpp), its number below 2^20 (kMaxOrders); loading bounds
// book rows and meters below 2^21.
//   | number 20 | TPP 44 |   | unit 32 | marks 32 |   | month 8 | unused 11 | past 24 | consignee 21 |
constexpr u32 kEntryRows = 3;
constexpr u32 kEntryTppBits = 44, kEntryMonthShift = 56, kEntryPastShift = 21;

// Writes an order, and a month that its owner may want to know, to the rows from `row` on.
template <class L>
HD void put_entry(Column<L>* rows, typename L::U row, const Order<L>& order, typename L::U month, typename L::B puts) {
  rows->put(row, (widen(order.number) << kEntryTppBits) | order.tpp, puts);
  rows->put(row + 1u, (widen(order.unit) << 32) | widen(order.marks), puts);
  rows->put(row + 2u,
            (widen(month) << kEntryMonthShift) | (widen(order.past) << kEntryPastShift) | widen(order.consignee), puts);
}

template <class L>
HD typename L::U entry_month(const Column<L>& rows, typename L::U row) {
  return low_half(rows.get(row + 2u) >> kEntryMonthShift);
}

template <class L>
HD Order<L> get_entry(const Column<L>& rows, typename L::U row) {
  using U = typename L::U;
  const auto first = rows.get(row), second = rows.get(row + 1u), third = rows.get(row + 2u);
  const U consignee = low_half(third) & ((1u << kEntryPastShift) - 1), past = low_half(third >> kEntryPastShift);
  return {first & ((u64(1) << kEntryTppBits) - 1), high_half(second), consignee,
          low_half(first >> kEntryTppBits),        low_half(second),  past & 0xFFFFFFu};
}

}  // namespace headroom
