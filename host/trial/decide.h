// The decision on one order: the route's authorisations are tried in turn, the first that fits allows it.
#pragma once
#include "host/trial/general_tier1.h"
#include "host/trial/lpp.h"
#include "host/trial/nveu.h"

namespace headroom {

// The meters of one destination in one trial, by consignee.
template <class L>
struct Meters {
  Column<L> lpp, nveu;
};

// Returns whether the order is allowed. Refusals are tallied with the last authorisation tried as the reason.
template <class L>
HD typename L::B decide(const Tables& tables, const Destination& place, const Order<L>& order, typename L::B present,
                        const CapNow<L>& now, Meters<L>* meters, Outcome<L>* out) {
  using U = typename L::U;
  using B = typename L::B;
  out->offered = out->offered + when(present, order.tpp);
  B open = present;
  U route = order.route, reason = kEnd;
  for (u32 step = 0; step < place.steps && any(open); ++step) {
    const U kind = route & ((1u << kStepBits) - 1);
    reason = select(kind == kEnd, reason, kind);
    if (place.has_nveu) open = open & !fits_nveu<L>(tables, place, order, open & (kind == kNveu), now.month, &meters->nveu, out);
    if (place.has_lpp) open = open & !fits_lpp<L>(tables, order, open & (kind == kLpp), now.month, &meters->lpp, out);
    if (place.has_tier1) open = open & !fits_general_tier1<L>(tables, order, open & (kind == kGeneralTier1), now, out);
    open = open & !fits_general<L>(order, open & (kind == kGeneral), now, out);
    route = route >> kStepBits;
  }
  const B lpp = open & (reason == kLpp), nveu = open & (reason == kNveu), cap = open & !lpp & !nveu;
  out->refused_lpp = out->refused_lpp + one_if(lpp);
  out->refused_lpp_tpp = out->refused_lpp_tpp + when(lpp, order.tpp);
  out->refused_nveu = out->refused_nveu + one_if(nveu);
  out->refused_nveu_tpp = out->refused_nveu_tpp + when(nveu, order.tpp);
  out->refused_cap = out->refused_cap + one_if(cap);
  out->refused_cap_tpp = out->refused_cap_tpp + when(cap, order.tpp);
  return present & !open;
}

}  // namespace headroom
