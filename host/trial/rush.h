// Behaviour `rush`: buyers hurry when little is left. After an order, use at or above a share of the cap of its month
// makes the whole next gap of the market shorter; book and returned orders keep their places.
#pragma once
#include "host/trial/allocation.h"

namespace headroom {

template <class L>
HD typename L::B hurries(const Tables& tables, const CapNow<L>& now, const Outcome<L>& out) {
  return typename L::B(tables.rush_gap != 0) & !(out.used < now.rush);
}

// A gap stays at least one step long.
template <class L>
HD typename L::U rushed_gap(const Tables& tables, typename L::U gap, typename L::B hurried) {
  using U = typename L::U;
  if (tables.rush_gap == 0) return gap;
  const U shorter = mul_high(gap, U(tables.rush_gap));
  return select(hurried, shorter + one_if(shorter == 0u), gap);
}

}  // namespace headroom
