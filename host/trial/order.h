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

// The first row that ends above a place, from one that is not behind it. Inverse CDF: monotone, so that two scenarios
// stay coupled.
HD u32 row_above(const u32* ends, u32 row, u32 at) {
  while (ends[row] <= at) ++row;
  return row;
}

// The row of a place in a quarter's table. The guide names the first row that may stand in the cell; from there it is a
// few steps at most.
HD u32 row_at(const Tables& tables, const Destination& place, u32 quarter, u32 at) {
  const u32* guide = tables.words + place.guides + (quarter << kGuideBits);
  const u32* ends = tables.words + place.row_ends + quarter * place.row_count;
  return row_above(ends, guide[at >> (kRowBits - kGuideBits)], at);
}

// Order `number` of the market, met in `quarter`. The consignee is drawn only where the row has several.
template <class L, class Trial>
HD Order<L> market_order(const Tables& tables, const Destination& place, Trial trial, typename L::U number,
                         typename L::U quarter, const OrderBits<typename L::U>& bits) {
  using U = typename L::U;
  const Row& row = tables.rows[place.rows + row_at(tables, place, quarter, bits.row())];
  const U units = gather(tables.words + row.sizes, bits.size());
  Order<L> order{
      multiply(units, U(row.tpp_per_unit)), row.tpp_per_unit, row.route, row.first_consignee, place.code, number};
  if (row.consignees > 1) {
    const Draws<L> draw(tables.key, trial, Purpose::consignee, place.code);
    order.consignee += mul_high(draw(number).word[0], row.consignees);
  }
  return order;
}

}  // namespace headroom
