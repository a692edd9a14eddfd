// Licence exception LPP, 740.29: fits while the consignee's TPP of this calendar year stays within the limit. An order
// that does not fit leaves the meter untouched and goes on whole.
#pragma once
#include "host/trial/order.h"
#include "host/trial/outcome.h"

namespace headroom {

// Only the running year is kept: a meter holds the year in its top byte, and one of another year counts as empty.
constexpr u32 kYearShift = 56;

// What the consignee has had this year, and the year as it stands in the meter.
template <class L>
struct LppMeter {
  typename L::W held, year;
};

template <class L>
HD LppMeter<L> read_lpp(const Tables& tables, typename L::U consignee, typename L::U month, const Column<L>& meters) {
  using W = typename L::W;
  const W year = shift_left(widen(look_up(tables.words + tables.years, tables.months, month)), kYearShift);
  const W word = meters.get(consignee), tpp = word & W((u64(1) << kYearShift) - 1);
  return {when((word ^ tpp) == year, tpp), year};
}

template <class L, class Watch>
HD typename L::B fits_lpp(const Tables& tables, const Order<L>& order, typename L::B tries, typename L::U month,
                          Column<L>* meters, Outcome<L>* out, Watch* watch) {
  const LppMeter<L> meter = read_lpp<L>(tables, order.consignee, month, *meters);
  const typename L::W after = meter.held + order.tpp;
  const typename L::B fits = tries & !(typename L::W(tables.lpp_cap) < after);
  watch->tries(tries, kLpp, meter.held, tables.lpp_cap, fits);
  meters->put(order.consignee, meter.year | after, fits);
  out->lpp = out->lpp + one_if(fits);
  out->lpp_tpp = out->lpp_tpp + when(fits, order.tpp);
  return fits;
}

}  // namespace headroom
