// What happens in one trial, event by event, as flat records: the observer that notes the same on the CPU and on a
// device, so that two ledgers can be held side by side.
#pragma once
#include "host/trial/allocation.h"
#include "host/trial/observer.h"

namespace headroom {

//   kind            month      number        code          detail      x         y        z
//   opens           of raise   -             -             -           -         -        -
//   lapses          of it      -             -             -           TPP       -        -
//   meets           of it      of the order  book row + 1  meter       TPP       time     random bits
//   tries           -          -             RouteStep     fits        held      limit    -
//   exhausts        of it      -             -             -           cap       -        -
//   turns_critical  of it      -             -             -           cap       -        -
//   splits          -          -             RouteStep     -           part      -        -
//   waits           until      -             -             -           -         -        -
//   diverts         of it      divert row    -             -           TPP       -        -
//   refuses         -          -             RouteStep     no room     TPP       -        -
//   ends_book       of it      book row      BookEnd       -           -         -        -
//   counts          -          -             Decision      -           orders    TPP      -
//   closes          exhausted  critical      diverted in   -           used      offered  exhausted at
//   breaks          of it      slot          -             first       -         -        -
//   looks           -          slot          look          limit       part      total    -
//   keeps           -          slot          -             -           -         -        -
//   holds           -          location      -             -           TPP       -        -
enum class EventKind : u32 {
  opens,
  lapses,
  meets,
  tries,
  exhausts,
  turns_critical,
  splits,
  waits,
  diverts,
  refuses,
  ends_book,
  counts,
  closes,
  breaks,
  looks,
  keeps,
  holds
};

constexpr u32 kNowhere = 0xFFFFFFFFu;

// Fields that a kind does not use are 0.
struct Event {
  EventKind kind = EventKind::opens;
  u32 place = kNowhere;  // number of the destination or, behind all destinations, of the company
  u32 month = 0, number = 0, code = 0, detail = 0;
  u64 x = 0, y = 0, z = 0;
  friend bool operator==(const Event&, const Event&) = default;
};

// Room for events. One too many is counted all the same, so that whoever reads knows how much room it takes.
struct EventLog {
  Event* events;
  u64 room;
  u64* count;
  HD void add(const Event& event) {
    if (*count < room) events[*count] = event;
    ++*count;
  }
};

// Watches a trial's walks, one after the other, or one company.
class EventRecorder : public NoObserver<OneLane> {
 public:
  HD explicit EventRecorder(const EventLog& log) : log_(log) {}

  // From here on all belongs to a destination or a company.
  HD void open(u32 place) { place_ = place; }
  // What a walk has come to.
  HD void close(const Outcome<OneLane>& out) {
    for (u32 d = 0; d < kDecisions; ++d)
      if (const u32 orders = out.orders(Decision(d)); orders | (out.tpp(Decision(d)) != 0))
        note({EventKind::counts, 0, 0, 0, d, 0, orders, out.tpp(Decision(d))});
    const u64 at = out.exhausted_month < kNever ? out.exhausted_with(kExhaustedAt) : 0;
    note({EventKind::closes, 0, out.exhausted_month, out.critical_month, out.diverted_in, 0, out.used, out.offered(),
          at});
  }

  // As in observer.h.
  HD void begins(u32 raise) { note({EventKind::opens, 0, raise}); }
  HD void lapses(bool due, u32 month, u64 tpp) {
    if (due && tpp) note({EventKind::lapses, 0, month, 0, 0, 0, tpp});
  }
  HD void meets(bool present, const Order<OneLane>& order, u32, const OrderBits<u32>& bits,
                const CapNow<OneLane>& now) {
    if (present)
      note({EventKind::meets, 0, now.month, order.number, order.book(), order.consignee, order.tpp, now.time,
            u64(bits.a) << 32 | bits.b});
  }
  HD void tries(bool tries, u32 step, u64 held, u64 limit, bool fits) {
    if (tries) note({EventKind::tries, 0, 0, 0, step, fits, held, limit});
  }
  HD void exhausts(bool first, const CapNow<OneLane>& now) {
    if (first) note({EventKind::exhausts, 0, now.month, 0, 0, 0, now.cap});
  }
  HD void turns_critical(bool first, const CapNow<OneLane>& now) {
    if (first) note({EventKind::turns_critical, 0, now.month, 0, 0, 0, now.cap});
  }
  HD void splits(bool some, u32 step, u64 part) {
    if (some) note({EventKind::splits, 0, 0, 0, step, 0, part});
  }
  HD void waits(bool joined, u32 month) {
    if (joined) note({EventKind::waits, 0, month});
  }
  HD void diverts(bool leaves, const Divert& row, const Order<OneLane>& order, u32 month) {
    if (leaves) note({EventKind::diverts, 0, month, row.tally, 0, 0, order.tpp});
  }
  HD void refuses(bool refused, u32 last_tried, const Order<OneLane>& order, bool no_room) {
    if (refused) note({EventKind::refuses, 0, 0, 0, last_tried, no_room, order.tpp});
  }
  HD void book_ends(const BookRow& row, BookEnd end, u32 month) {
    note({EventKind::ends_book, 0, month, row.tally, u32(end)});
  }

  // As CompanyTally's.
  HD void breaks(bool breaks, u32 slot, u32 month, bool first) {
    if (breaks) note({EventKind::breaks, 0, month, slot, 0, first});
  }
  HD void looks(bool looks, u32 look, u32 slot, u64 part, u64 total, u32 limit) {
    if (looks) note({EventKind::looks, 0, 0, slot, look, limit, part, total});
  }
  HD void keeps(bool keeps, u32 slot) {
    if (keeps) note({EventKind::keeps, 0, 0, slot});
  }
  HD void ends_with(u32 location, u64 tpp) { note({EventKind::holds, 0, 0, location, 0, 0, tpp}); }

 private:
  HD void note(Event event) {
    event.place = place_;
    log_.add(event);
  }
  EventLog log_;
  u32 place_ = kNowhere;
};

}  // namespace headroom
