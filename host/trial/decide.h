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

// `reason` is the last authorisation that was tried.
template <class L>
HD void tally_refusal(typename L::B refused, typename L::U reason, typename L::W tpp, Outcome<L>* out) {
  using B = typename L::B;
  const B lpp = refused & (reason == kLpp), nveu = refused & (reason == kNveu), cap = refused & !lpp & !nveu;
  out->refused_lpp = out->refused_lpp + one_if(lpp);
  out->refused_lpp_tpp = out->refused_lpp_tpp + when(lpp, tpp);
  out->refused_nveu = out->refused_nveu + one_if(nveu);
  out->refused_nveu_tpp = out->refused_nveu_tpp + when(nveu, tpp);
  out->refused_cap = out->refused_cap + one_if(cap);
  out->refused_cap_tpp = out->refused_cap_tpp + when(cap, tpp);
}

// Returns whether the order is allowed.
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
    const B nveu = open & (kind == kNveu), lpp = open & (kind == kLpp), tier1 = open & (kind == kGeneralTier1),
            general = open & (kind == kGeneral);
    if (place.has_nveu && any(nveu)) open = open & !fits_nveu<L>(tables, place, order, nveu, now.month, &meters->nveu, out);
    if (place.has_lpp && any(lpp)) open = open & !fits_lpp<L>(tables, order, lpp, now.month, &meters->lpp, out);
    if (place.has_tier1 && any(tier1)) open = open & !fits_general_tier1<L>(tables, order, tier1, now, out);
    if (any(general)) open = open & !fits_general<L>(order, general, now, out);
    route = route >> kStepBits;
  }
  if (any(open)) tally_refusal<L>(open, reason, order.tpp, out);
  return present & !open;
}

}  // namespace headroom
