// Orders on their way to another destination of the same trial. A hub runs after the destinations that send to it, so
// that all of its mail is there when its walk begins.
#pragma once
#include "host/trial/keyed.h"
#include "host/trial/queue.h"

namespace headroom {

// Rows of one (trial, hub): the number of orders, their keys, their entries.
constexpr u32 kMailRows = 1 + kQueue + kQueue * kEntryRows;

template <class L>
class Mailbox {
 public:
  using U = typename L::U;
  using W = typename L::W;
  using B = typename L::B;

  HD explicit Mailbox(Column<L> rows) : rows_(rows) {}

  HD void clear() { rows_.put(0u, W(u64(0)), true); }
  HD U count() const { return low_half(rows_.get(0u)); }

  // Whether there is room for one more; if so it joins, to stand at `place` of `month`.
  HD B join(B joins, U month, U place, const Order<L>& order) {
    const U number = count();
    const B room = joins & (number < kQueue);
    rows_.put(1u + number, key_of<L>(month, place, number), room);
    put_entry<L>(&rows_, entry(number), order, month, room);
    rows_.put(0u, widen(number + 1u), room);
    return room;
  }
  // As next_keyed; `number` is for get().
  HD Keyed<L> next(const Column<L>& month_end, W last) const {
    return next_keyed<L>(rows_.from(1u), count(), month_end, last);
  }
  HD Order<L> get(U number) const { return get_entry<L>(rows_, entry(number)); }

 private:
  HD static U entry(U number) { return 1u + kQueue + number * kEntryRows; }
  Column<L> rows_;
};

// The mail of one trial, by hub: the rows of hub h begin h x hub_stride numbers behind the first.
template <class L>
struct Mail;

template <>
struct Mail<OneLane> {
  u64* first;
  u64 row_stride, hub_stride;
  HD Mailbox<OneLane> box(u32 hub) const { return Mailbox<OneLane>({first + hub * hub_stride, row_stride}); }
};

template <class L>
HD void clear_mail(const Tables& tables, const Mail<L>& mail) {
  for (u32 hub = 0; hub < tables.hub_count; ++hub) mail.box(hub).clear();
}

}  // namespace headroom
