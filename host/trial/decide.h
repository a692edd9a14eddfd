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
struct RouteEnd {
  typename L::B allowed;
  typename L::U last_tried;  // the authorisation, as a RouteStep
};

// The authorisation that a route names next.
template <class U>
HD U next_step(U route) {
  return route & ((1u << kStepBits) - 1);
}

// One pass over the authorisations tries each of them where it is the next of the route. Most routes name them in the
// order in which they stand here, and are through after one.
template <class L, class Watch>
HD RouteEnd<L> decide(const Tables& tables, const Destination& place, const Order<L>& order, typename L::B present,
                      const CapNow<L>& now, Meters<L>* meters, Outcome<L>* out, Watch* watch) {
  using U = typename L::U;
  using B = typename L::B;
  B allowed = present & !present;
  U route = when(present, order.route()), last_tried = kEnd;
  const auto attempt = [&](u32 step, auto fits_among) HD_INLINE {
    const B tries = next_step(route) == step;
    if (!any(tries)) return;
    const B fits = fits_among(tries);
    allowed = allowed | fits;
    last_tried = select(tries, U(step), last_tried);
    route = when(!fits, select(tries, route >> kStepBits, route));
  };
  for (u32 pass = 0; pass < place.steps && any(U(0u) < route); ++pass) {
    if (place.has_nveu) {
      attempt(kNveu, [&](B tries) HD_INLINE {
        return fits_nveu<L>(tables, place, order, tries, now.month, &meters->nveu, out, watch);
      });
    }
    if (place.has_lpp)
      attempt(kLpp, [&](B tries)
                        HD_INLINE { return fits_lpp<L>(tables, order, tries, now.month, &meters->lpp, out, watch); });
    if (place.has_tier1)
      attempt(kGeneralTier1, [&](B tries) HD_INLINE {
        return fits_general_tier1<L>(tables, place, order, tries, now, &meters->lapses, out, watch);
      });
    attempt(kGeneral, [&](B tries) HD_INLINE {
      return fits_general<L>(tables, place, order, tries, now, &meters->lapses, &meters->limited, out, watch);
    });
  }
  return {allowed, last_tried};
}

}  // namespace headroom
