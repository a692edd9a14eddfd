// A licence for a buyer whose ultimate parent sits in Tier 1: a plain presumption of approval, 742.6(b)(10)(iii)(A)(2),
// while the meter counts all that is licensed to the destination (fact 26: the text reads so, its meaning is open).
// Hence three readings, chosen by the regime.
#pragma once
#include "host/trial/allocation.h"

namespace headroom {

template <class L, class Watch>
HD typename L::B fits_general_tier1(const Tables& tables, const Destination& place, const Order<L>& order,
                                    typename L::B tries, const CapNow<L>& now, Column<L>* lapses, Outcome<L>* out,
                                    Watch* watch) {
  typename L::B fits = tries;
  if (tables.tier1 != Tier1Reading::exempt) {
    const typename L::B passes = tries & (now.cap < out->used + order.tpp);
    record_exhaustion<L>(passes, now, out, watch);
    if (tables.tier1 == Tier1Reading::stopped) fits = tries & !passes;
    watch->tries(tries, kGeneralTier1, out->used, now.cap, fits);
    count_against_cap<L>(tables, place, fits, order.tpp, now, lapses, out, watch);
  } else {
    watch->tries(tries, kGeneralTier1, 0u, kNoLimit, fits);
  }
  out->tier1 = out->tier1 + one_if(fits);
  out->tier1_tpp = out->tier1_tpp + when(fits, order.tpp);
  return fits;
}

}  // namespace headroom
