// How an order is kept until its turn comes: orders that wait to return, orders on their way to another destination.
#pragma once
#include "host/trial/order.h"

namespace headroom {

// Returned or diverted orders that wait in one (trial, destination); one more is refused.
constexpr u32 kQueue = 64;

// Three words an entry. An order's TPP is below 2^44 (kMaxOrderTpp), its number below 2^20 (kMaxOrders); loading bounds
// book rows and meters below 2^21.
//   | number 20 | TPP 44 |   | unit 32 | route 16 | origin 15 | split 1 |
//   | month 8 | diverted 2 | unused 12 | book row + 1, 21 | consignee 21 |
constexpr u32 kEntryRows = 3;
constexpr u32 kEntryTppBits = 44, kEntryRouteShift = 16, kEntryMonthShift = 56, kEntryDivertedShift = 54,
              kEntryIndexBits = 21;

// Writes an order, and a month that its owner may want to know, to the rows from `row` on.
template <class L>
HD void put_entry(Column<L>* rows, typename L::U row, const Order<L>& order, typename L::U month, typename L::B puts) {
  const auto unit = shift_left(widen(order.unit), 32);
  rows->put(row, shift_left(widen(order.number), kEntryTppBits) | order.tpp, puts);
  rows->put(row + 1u, unit | widen(shift_left(order.route, kEntryRouteShift) | (order.origin << 1) | order.was_split),
            puts);
  rows->put(row + 2u,
            shift_left(widen(month), kEntryMonthShift) | shift_left(widen(order.diverted), kEntryDivertedShift) |
                shift_left(widen(order.book), kEntryIndexBits) | widen(order.consignee),
            puts);
}

template <class L>
HD typename L::U entry_month(const Column<L>& rows, typename L::U row) {
  return low_half(rows.get(row + 2u) >> kEntryMonthShift);
}

template <class L>
HD Order<L> get_entry(const Column<L>& rows, typename L::U row) {
  using U = typename L::U;
  constexpr u32 index = (1u << kEntryIndexBits) - 1;
  const auto first = rows.get(row), second = rows.get(row + 1u), third = rows.get(row + 2u);
  const U low = low_half(second);
  Order<L> order{};
  order.tpp = first & ((u64(1) << kEntryTppBits) - 1);
  order.number = low_half(first >> kEntryTppBits);
  order.unit = high_half(second);
  order.route = low >> kEntryRouteShift;
  order.origin = (low >> 1) & 0x7FFFu;
  order.was_split = low & 1u;
  order.diverted = low_half(third >> kEntryDivertedShift) & 3u;
  order.book = low_half(third >> kEntryIndexBits) & index;
  order.consignee = low_half(third) & index;
  return order;
}

}  // namespace headroom
