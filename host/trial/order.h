// One order as the rules see it, and how an order of the market comes about.
#pragma once
#include "host/trial/draws.h"
#include "host/trial/fixed.h"

namespace headroom {

template <class L>
struct Order {
  using U = typename L::U;
  typename L::W tpp;  // what is left of it
  U unit;             // TPP a unit
  U route;            // kStepBits a step
  U consignee;        // whose meters, within the destination
  U origin = 0u;      // code of the destination where it first stood
  U number = 0u;      // of the market's orders there
  U book = 0u;        // its place among the study's book rows + 1; 0: of the market
  U was_split = 0u;   // 1: part of it has been allowed
  U has_waited = 0u;  // 1: it has come back
  U diverted = 0u;    // how often it has left for another destination
};

template <class L>
HD Order<L> select(typename L::B c, const Order<L>& yes, const Order<L>& no) {
  return {select(c, yes.tpp, no.tpp),
          select(c, yes.unit, no.unit),
          select(c, yes.route, no.route),
          select(c, yes.consignee, no.consignee),
          select(c, yes.origin, no.origin),
          select(c, yes.number, no.number),
          select(c, yes.book, no.book),
          select(c, yes.was_split, no.was_split),
          select(c, yes.has_waited, no.has_waited),
          select(c, yes.diverted, no.diverted)};
}

// The first row that ends above a place, from one that is not behind it. Inverse CDF: monotone, so that two scenarios
// stay coupled.
template <class U>
HD U row_above(const u32* ends, U row, U at) {
  for (;;) {
    const auto behind = !(at < gather(ends, row));
    if (!any(behind)) return row;
    row = row + one_if(behind);
  }
}

// The row of a place in a quarter's table. Hardly a cell of the guide holds more than two rows.
template <class U>
HD U row_at(const Tables& tables, const Destination& place, U quarter, U at) {
  constexpr u32 end_bits = (1u << kCellEndBits) - 1, last = 1u << kCellBits;
  const auto cell = gather(tables.wides + place.guides, (quarter << kGuideBits) + (at >> kCellBits));
  const U inside = at & (last - 1), end = low_half(cell) & end_bits,
          next_end = low_half(cell >> kCellEndBits) & end_bits;
  const auto behind = !(inside < next_end);
  const U row = low_half(cell >> kCellRowShift) + one_if(!(inside < end)) + one_if(behind);
  if (!any(behind)) return row;
  const U first = quarter * place.row_count;
  return row_above<U>(tables.words + place.row_ends, first + row, at) - first;
}

// Order `number` of the market, met in `quarter`.
template <class L>
HD Order<L> market_order(const Tables& tables, const Destination& place, typename L::U number, typename L::U quarter,
                         const OrderBits<typename L::U>& bits) {
  using U = typename L::U;
  const U row = row_at<U>(tables, place, quarter, bits.row());
  const auto field = [&](u32 Row::*which) { return look_up(tables.rows + place.rows, place.row_count, which, row); };
  const U unit = field(&Row::tpp_per_unit), units = gather(tables.words, field(&Row::sizes) + bits.size());
  U consignee = 0u;
  if (place.consignees) consignee = field(&Row::first_consignee) + mul_high(bits.consignee, field(&Row::consignees));
  return {multiply(units, unit), unit, field(&Row::route), consignee, U(place.code), number};
}

}  // namespace headroom
