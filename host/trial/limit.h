// Limits within a destination: a licence (`general`) fits while its meter stays within the limit of the month. What a
// meter stands for is data. One a product: the regime sets what each may come to beside its shipments elsewhere. One a
// consignee: the regime sets the size to which one company may grow there. An order carries its meter as its consignee.
#pragma once
#include "host/trial/order.h"

namespace headroom {

// What a meter holds and may hold.
template <class L>
struct Level {
  typename L::W held, limit;
};

// Only where place.limits is not kNever.
template <class L>
HD Level<L> read_limit(const Tables& tables, const Destination& place, const Order<L>& order, typename L::U month,
                       const Column<L>& meters) {
  using U = typename L::U;
  const U at = low_half(multiply(order.consignee, U(place.limit_stride))) + month;
  return {meters.get(order.consignee), gather(tables.wides + place.limits, at)};
}

template <class L>
HD void count_against_limit(const Order<L>& order, typename L::B counts, typename L::W tpp, Column<L>* meters) {
  meters->put(order.consignee, meters->get(order.consignee) + tpp, counts);
}

}  // namespace headroom
