// The allocation of a destination: a licence (`general`) fits while use stays within the cap, 742.6(b)(10)(iii)(B). One
// that does not fit exhausts the destination there and then, whatever follows. Where limits stand in its place
// (limit.h) the order's own limit decides; the "cap" is then what all limits of the destination come to, and measures
// use only.
#pragma once
#include "host/trial/lapse.h"
#include "host/trial/limit.h"
#include "host/trial/order.h"
#include "host/trial/outcome.h"

namespace headroom {

// Where an order stands, and the levels of its month in TPP.
template <class L>
struct CapNow {
  typename L::U month;
  typename L::W time, cap, critical, rush;
};

// `raised` says whether an arrangement has lifted the cap by then, 742.6(b)(10)(iii)(C).
template <class L>
HD CapNow<L> cap_now(const Tables& tables, const Destination& place, typename L::U month, typename L::W time,
                     typename L::B raised) {
  using U = typename L::U;
  using W = typename L::W;
  const U at = month + when(raised, U(tables.months));
  const auto level = [&](CapTable table) HD_INLINE {
    if (!place.steady) return gather(tables.wides + place.caps + table * tables.months, at);
    const u64* levels = place.levels_of_all + table;
    return place.raise_count ? select(raised, W(levels[1]), W(levels[0])) : W(levels[0]);
  };
  return {month, time, level(kCapLevel), level(kCriticalLevel), level(kRushLevel)};
}

// Records the first exhaustion; use before it is what `out.used` still says.
template <class L, class Watch>
HD void record_exhaustion(typename L::B exhausts, const CapNow<L>& now, Outcome<L>* out, Watch* watch) {
  const typename L::B first = exhausts & (out->exhausted_month == kNever);
  watch->exhausts(first, now);
  out->exhausted_month = select(first, now.month, out->exhausted_month);
  if (!any(first)) return;
  out->notes.put(kExhaustedAt, now.time, first);
  out->notes.put(kUsedBefore, out->used, first);
  out->notes.put(kCapBefore, now.cap, first);
}

// Where limits stand nothing lapses: what a product or a consignee has had does not come back.
template <class L, class Watch>
HD void count_against_cap(const Tables& tables, const Destination& place, typename L::B counts, typename L::W tpp,
                          const CapNow<L>& now, Column<L>* lapses, Outcome<L>* out, Watch* watch) {
  out->used = out->used + when(counts, tpp);
  const typename L::B critical = counts & (out->critical_month == kNever) & !(out->used < now.critical);
  out->critical_month = select(critical, now.month, out->critical_month);
  watch->turns_critical(critical, now);
  if (tables.lapse_share && place.limits == kNever) note_lapse<L>(tables, counts, tpp, now.month, lapses);
}

// What was counted is in use, but for what has lapsed: so it is not added up order by order.
template <class L>
HD void add_up_counted(const Tables& tables, const Destination& place, Outcome<L>* out) {
  using W = typename L::W;
  out->counted_tpp = out->used - W(place.start_used);
  if (tables.lapse_share) out->counted_tpp = out->counted_tpp + out->notes.get(u32(kLapsed));
  if (tables.tier1 != Tier1Reading::exempt) out->counted_tpp = out->counted_tpp - out->tier1_tpp;
}

template <class L, class Watch>
HD typename L::B fits_general(const Tables& tables, const Destination& place, const Order<L>& order,
                              typename L::B tries, const CapNow<L>& now, Column<L>* lapses, Column<L>* limited,
                              Outcome<L>* out, Watch* watch) {
  const bool has_limits = place.limits != kNever;
  Level<L> level{out->used, now.cap};
  if (has_limits) level = read_limit<L>(tables, place, order, now.month, *limited);
  const typename L::B fits = tries & !(level.limit < level.held + order.tpp);
  watch->tries(tries, kGeneral, level.held, level.limit, fits);
  record_exhaustion<L>(tries & !fits, now, out, watch);
  if (has_limits) count_against_limit<L>(order, fits, order.tpp, limited);
  count_against_cap<L>(tables, place, fits, order.tpp, now, lapses, out, watch);
  out->counted = out->counted + one_if(fits);
  return fits;
}

}  // namespace headroom
