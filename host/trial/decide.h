// The decision on one order: the route's authorisations are tried in turn, the first that fits allows it.
#pragma once
#include "host/trial/general_tier1.h"
#include "host/trial/lpp.h"
#include "host/trial/nveu.h"

namespace headroom {

// The meters of one destination in one trial: by consignee, or by product where limits are; and what lapses by month.
template <class L>
struct Meters {
  Column<L> lpp, nveu, lapses, limited;
};

template <class L>
struct Ruling {
  typename L::B allowed;
  typename L::U last_tried;  // the authorisation, as a RouteStep
};

template <class L, class Watch>
HD Ruling<L> decide(const Tables& tables, const Destination& place, const Order<L>& order, typename L::B present,
                    const CapNow<L>& now, Meters<L>* meters, Outcome<L>* out, Watch* watch) {
  using U = typename L::U;
  using B = typename L::B;
  B open = present;
  U route = order.route, last_tried = kEnd;
  for (u32 step = 0; step < place.steps && any(open); ++step) {
    const U kind = route & ((1u << kStepBits) - 1);
    last_tried = select(kind == kEnd, last_tried, kind);
    const B nveu = open & (kind == kNveu), lpp = open & (kind == kLpp), tier1 = open & (kind == kGeneralTier1),
            general = open & (kind == kGeneral);
    if (place.has_nveu && any(nveu))
      open = open & !fits_nveu<L>(tables, place, order, nveu, now.month, &meters->nveu, out, watch);
    if (place.has_lpp && any(lpp)) open = open & !fits_lpp<L>(tables, order, lpp, now.month, &meters->lpp, out, watch);
    if (place.has_tier1 && any(tier1))
      open = open & !fits_general_tier1<L>(tables, order, tier1, now, &meters->lapses, out, watch);
    if (any(general))
      open = open & !fits_general<L>(tables, place, order, general, now, &meters->lapses, &meters->limited, out, watch);
    route = route >> kStepBits;
  }
  const B allowed = present & !open;
  return {allowed, last_tried};
}

}  // namespace headroom
