// What becomes of an order that its whole route refuses: it is split, or leaves for another destination, or waits, or
// is refused for good.
#pragma once
#include "host/trial/divert.h"
#include "host/trial/split.h"
#include "host/trial/wait.h"

namespace headroom {

// Tallies refusals, with the last authorisation tried as the reason.
template <class L>
HD void tally_refusal(const Destination& place, typename L::B refused, typename L::U last_tried, typename L::W tpp,
                      Outcome<L>* out) {
  using B = typename L::B;
  B cap = refused;
  if (place.has_lpp) {
    const B lpp = refused & (last_tried == kLpp);
    out->refuse(kRefusedLpp, lpp, tpp);
    cap = cap & !lpp;
  }
  if (place.has_nveu) {
    const B nveu = refused & (last_tried == kNveu);
    out->refuse(kRefusedNveu, nveu, tpp);
    cap = cap & !nveu;
  }
  out->refuse(kRefusedCap, cap, tpp);
}

// The orders of one (trial, destination) that are elsewhere or not yet there.
template <class L>
struct Queues {
  Waiting<L> waiting;
  Mail<L> mail;
  typename L::U mail_left = 0u;  // orders sent here that have not come yet
};

// Returns the lanes in which the order is refused for good; in the others it waits or has left.
template <class L, class Trial, class Watch>
HD typename L::B refuse(const Tables& tables, const Destination& place, Trial trial, typename L::B refused,
                        typename L::U last_tried, const CapNow<L>& now, Meters<L>* meters, Queues<L>* queues,
                        const FreshDraw<L>& market, Order<L>* order, Outcome<L>* out, Watch* watch) {
  using U = typename L::U;
  using B = typename L::B;
  if (tables.split) split_order<L>(tables, place, refused, last_tried, now, meters, order, out, watch);
  B full = refused & !refused;
  if (place.divert_count) {
    const Diverted<L> fate =
        divert_order<L>(tables, place, trial, refused, now.month, queues->mail, *order, out, watch);
    full = fate.full;
    refused = refused & !fate.left;
  }
  if (tables.wait) {
    const U back = now.month + U(tables.wait_months);
    const B has_waited = order->has_waited() == 1u;
    B waits = refused & !full & !has_waited & (back < tables.months);
    if (any(waits)) {
      waits = waits & !(U(tables.wait_last) < wait_draw<L>(tables, trial, waits, market, *order));
      const B joined = queues->waiting.join(waits, back, queues->mail_left, *order);
      watch->waits(joined, back);
      full = full | (waits & !joined);
      refused = refused & !joined;
    }
  }
  watch->refuses(refused, last_tried, *order, full);
  if (any(full)) out->refuse(kQueueFull, full, order->tpp);
  tally_refusal<L>(place, refused & !full, last_tried, order->tpp, out);
  return refused;
}

}  // namespace headroom
