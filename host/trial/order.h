// One order as the rules see it, and how an order of the market comes about.
#pragma once
#include "host/trial/draws.h"
#include "host/trial/fixed.h"

namespace headroom {

// Copied at every step and kept where it waits, so that it is short: what few orders have stands in parts of a word.
//   marks   | route 16, kStepBits a step | origin 15 | was split 1 |
//   past    | 0 | book row + 1, 21 | diverted 2 | has waited 1 |
template <class L>
struct Order {
  using U = typename L::U;
  typename L::W tpp;  // what is left of it
  U unit;             // TPP a unit
  U consignee;        // whose meters, within the destination
  U number;           // among the market's orders where it first stood; 0 for those of the book
  U marks, past;      // parts of which have names below

  HD U route() const { return marks >> 16; }
  HD U origin() const { return (marks >> 1) & 0x7FFFu; }  // code of the destination where it first stood
  HD U was_split() const { return marks & 1u; }           // 1: part of it has been allowed
  HD U book() const { return past >> 3; }                 // its place among the study's book rows + 1; 0: of the market
  HD U diverted() const { return (past >> 1) & 3u; }      // how often it has left for another destination
  HD U has_waited() const { return past & 1u; }           // 1: it has come back
  HD void split(typename L::B c) { marks = marks | one_if(c); }  // has not been split before
  HD void divert() { past = past + 2u; }
  HD void come_back() { past = past | U(1u); }
};

// An order when it first meets the meters.
template <class L>
HD Order<L> new_order(typename L::W tpp, typename L::U unit, typename L::U route, typename L::U consignee, u32 origin,
                      typename L::U number, typename L::U book) {
  return {tpp, unit, consignee, number, (route << 16) | typename L::U(origin << 1), book << 3};
}

// None yet. Field by field, since a struct that is cleared as a whole is cleared in memory.
template <class L>
HD Order<L> no_order() {
  const typename L::U none = 0u;
  return {typename L::W(0u), none, none, none, none, none};
}

template <class L>
HD Order<L> select(typename L::B c, const Order<L>& yes, const Order<L>& no) {
  return {select(c, yes.tpp, no.tpp),       select(c, yes.unit, no.unit),   select(c, yes.consignee, no.consignee),
          select(c, yes.number, no.number), select(c, yes.marks, no.marks), select(c, yes.past, no.past)};
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
  const Row* rows = tables.rows + place.rows;
  const auto field = [&](u32 Row::*which) HD_INLINE { return look_up(rows, place.row_count, which, row); };
  const U unit = field(&Row::tpp_per_unit), units = gather(tables.words, field(&Row::sizes) + bits.size());
  U consignee = 0u;
  if (place.consignees) consignee = field(&Row::first_consignee) + mul_high(bits.consignee, field(&Row::consignees));
  return new_order<L>(multiply(units, unit), unit, field(&Row::route), consignee, place.code, number, 0u);
}

}  // namespace headroom
