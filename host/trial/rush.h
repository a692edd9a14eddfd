// Behaviour `rush`: buyers hurry when little is left. After an order, use at or above a share of the cap of its month
// makes the whole next gap of the market shorter; book and returned orders keep their places.
#pragma once
#include "host/trial/allocation.h"

namespace headroom {

template <class L>
HD typename L::B hurries(const Tables& tables, const CapNow<L>& now, const Outcome<L>& out) {
  if (tables.rush_gap == 0) return false;
  return !(out.used < now.rush);
}

// A gap that is hurried; it stays at least one step long.
template <class U>
HD U hurried_gap(const Tables& tables, U gap) {
  if (tables.rush_gap == 0) return gap;
  const U shorter = mul_high(gap, U(tables.rush_gap));
  return shorter + one_if(shorter == 0u);
}

}  // namespace headroom
