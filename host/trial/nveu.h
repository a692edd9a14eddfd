// National validated end users, 748.15(a)(2)(iii)(B): fits while the consignee's cumulative TPP in this destination
// stays within the allowance of the month. Counts towards no allocation.
#pragma once
#include "host/trial/order.h"
#include "host/trial/outcome.h"

namespace headroom {

template <class L, class Watch>
HD typename L::B fits_nveu(const Tables& tables, const Destination& place, const Order<L>& order, typename L::B tries,
                           typename L::U month, Column<L>* meters, Outcome<L>* out, Watch* watch) {
  using W = typename L::W;
  const W held = meters->get(order.consignee), after = held + order.tpp;
  const W limit = gather(tables.wides + place.allowances, month);
  const typename L::B fits = tries & !(limit < after);
  watch->tries(tries, kNveu, held, limit, fits);
  meters->put(order.consignee, after, fits);
  out->nveu = out->nveu + one_if(fits);
  out->nveu_tpp = out->nveu_tpp + when(fits, order.tpp);
  return fits;
}

}  // namespace headroom
