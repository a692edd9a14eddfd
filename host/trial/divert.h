// `[[divert]]`: an order that its whole route refuses may go to another destination, twice at most. What is left of it
// leaves this queue for the hub's: same month, a drawn place in it, the same route and chip, meters of its own there.
#pragma once
#include "host/trial/mail.h"
#include "host/trial/outcome.h"

namespace headroom {

constexpr u32 kMostDiverts = 2;

// The bits that an order keeps for its diverts: word 2 n decides the n-th, word 2 n + 1 is its place in the month. They
// belong to the order where it first stood.
template <class L, class Trial>
HD Block<typename L::U> divert_draws(const Tables& tables, Trial trial, const Order<L>& order) {
  using U = typename L::U;
  const typename L::B of_book = U(0u) < order.book();
  if (!any(of_book)) return Draws<L>(tables.keys, trial, Purpose::divert, order.origin())(order.number);
  const U subject = gather(tables.book, &BookRow::subject, when(of_book, order.book() - 1u));
  const Block<U> own = Draws<L>(tables.keys, trial, Purpose::book, subject)(U(kBookDivert));
  if (!any(!of_book)) return own;
  const Block<U> others = Draws<L>(tables.keys, trial, Purpose::divert, order.origin())(order.number);
  return select(of_book, own, others);
}

// What became of the lanes that were asked.
template <class L>
struct Diverted {
  typename L::B left;  // gone to another destination
  typename L::B full;  // would have gone, but for the length of the queue there
};

template <class L, class Trial, class Watch>
HD Diverted<L> divert_order(const Tables& tables, const Destination& place, Trial trial, typename L::B refused,
                            typename L::U month, const Mail<L>& mail, const Order<L>& order, Outcome<L>* out,
                            Watch* watch) {
  using U = typename L::U;
  using B = typename L::B;
  const B may_leave = order.diverted() < kMostDiverts, has_waited = order.has_waited() == 1u;
  B open = refused & may_leave & !has_waited;
  const B nowhere = refused & !refused;
  Diverted<L> fate{nowhere, nowhere};
  if (!any(open)) return fate;
  const Block<U> draws = divert_draws<L>(tables, trial, order);
  const B again = U(0u) < order.diverted();
  const U chance = select(again, draws.word[2], draws.word[0]), at = select(again, draws.word[3], draws.word[1]);
  for (u32 i = 0; i < place.divert_count; ++i) {
    const Divert& row = tables.diverts[place.diverts + i];
    const B hit = open & !(U(row.last) < chance);
    open = open & !hit;
    if (!any(hit)) continue;
    B joins = hit;
    if (row.hub < tables.hub_count) {
      Order<L> sent = order;
      sent.consignee = order.consignee + row.first_consignee;
      sent.divert();
      joins = mail.box(row.hub).join(hit, month, at, sent);
    }
    fate.left = fate.left | joins;
    fate.full = fate.full | (hit & !joins);
    if (!any(joins)) continue;
    watch->diverts(joins, row, order, month);
    if (row.hub >= kClosedHub) end_book<L>(tables, joins, row.hub == kOpenHub, order, month, watch);
  }
  out->diverted_out = out->diverted_out + one_if(fate.left);
  out->diverted_out_tpp = out->diverted_out_tpp + when(fate.left, order.tpp);
  return fate;
}

}  // namespace headroom
