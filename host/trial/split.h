// Behaviour `split`: of an order that its whole route refuses, as many whole units as fit are allowed, once, by the
// last authorisation that was tried; the rest goes on as the order.
#pragma once
#include "host/trial/decide.h"

namespace headroom {

// What the last authorisation tried still has room for, in TPP.
template <class L>
HD typename L::W room_left(const Tables& tables, const Destination& place, const Order<L>& order,
                           typename L::U last_tried, const CapNow<L>& now, const Meters<L>& meters,
                           const Outcome<L>& out) {
  using W = typename L::W;
  const auto left = [](W limit, W held) { return when(held < limit, limit - held); };
  // An order whose route names no meter may stand with a consignee that has none.
  const auto meter_of = [&](u32 step) HD_INLINE { return when(last_tried == step, order.consignee); };
  W room = left(now.cap, out.used);
  if (place.has_lpp) {
    const W lpp = left(W(tables.lpp_cap), read_lpp<L>(tables, meter_of(kLpp), now.month, meters.lpp).held);
    room = select(last_tried == kLpp, lpp, room);
  }
  if (place.has_nveu) {
    const W nveu = left(gather(tables.wides + place.allowances, now.month), meters.nveu.get(meter_of(kNveu)));
    room = select(last_tried == kNveu, nveu, room);
  }
  if (place.limits != kNever) {
    const Level<L> level = read_limit<L>(tables, place, order, now.month, meters.limited);
    room = left(level.limit, level.held);
  }
  return room;
}

// Takes what fits off the order and counts it; TPP alone, since the order's own end is still to come.
template <class L, class Watch>
HD void split_order(const Tables& tables, const Destination& place, typename L::B refused, typename L::U last_tried,
                    const CapNow<L>& now, Meters<L>* meters, Order<L>* order, Outcome<L>* out, Watch* watch) {
  using B = typename L::B;
  using W = typename L::W;
  const B was_split = order->was_split() == 1u, splits = refused & !was_split;
  const W room = room_left<L>(tables, place, *order, last_tried, now, *meters, *out);
  const W part = when(
      splits, multiply_signed(quotient(room, order->unit), widen(order->unit)));  // below the order, which did not fit
  const B some = splits & (W(0u) < part), lpp = some & (last_tried == kLpp), nveu = some & (last_tried == kNveu),
          counted = some & !lpp & !nveu, tier1 = counted & (last_tried == kGeneralTier1);
  watch->splits(some, last_tried, part);
  if (any(lpp)) {
    const LppMeter<L> meter = read_lpp<L>(tables, order->consignee, now.month, meters->lpp);
    meters->lpp.put(order->consignee, meter.year | (meter.held + part), lpp);
  }
  if (any(nveu)) meters->nveu.put(order->consignee, meters->nveu.get(order->consignee) + part, nveu);
  if (place.limits != kNever) count_against_limit<L>(*order, counted, part, &meters->limited);
  count_against_cap<L>(tables, place, counted, part, now, &meters->lapses, out, watch);
  out->lpp_tpp = out->lpp_tpp + when(lpp, part);
  out->nveu_tpp = out->nveu_tpp + when(nveu, part);
  out->tier1_tpp = out->tier1_tpp + when(tier1, part);
  order->tpp = order->tpp - part;
  order->split(some);
}

}  // namespace headroom
