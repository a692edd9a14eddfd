// What happened in one trial, order by order, in words: an observer of host/trial that writes everything down. It sees
// what an engine sees and counts for itself, so that its sums can be held against the tallies.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "host/model/compile.h"
#include "host/model/demand.h"
#include "host/trial/allocation.h"
#include "host/trial/book.h"
#include "host/trial/observer.h"

namespace headroom {

// A quantity that is metered, as an order found it or left it, in TPP.
struct LedgerMeter {
  u32 step = kGeneral;  // the authorisation that it belongs to, a RouteStep
  u64 held = 0;
  std::optional<u64> limit;  // nothing: none

  u64 left() const { return limit && *limit > held ? *limit - held : 0; }
};

struct LedgerTry {
  LedgerMeter meter;  // before
  bool fits = false;
};

// A part of an order that its whole route refused, allowed all the same by its last step.
struct LedgerPart {
  u32 step = kGeneral;
  u64 tpp = 0;
};

// One meeting of an order with the meters: it may come back, or go on to another destination, and meet them again.
struct LedgerOrder {
  u32 month = 0;         // from the start of the study
  std::string source;    // stream, or id of the book order
  std::string ships_to;  // alpha-3; another place than the queue's where the parent's country counts it
  bool of_book = false, has_waited = false;
  std::string diverted_from;  // alpha-3 of the destination that refused it last; empty: it first stood here
  std::string chip;
  u32 tpp_per_unit = 0;
  u64 tpp = 0;            // as it came
  std::string consignee;  // STREAM/k or the book's; empty: nothing is metered by consignee on its route
  std::vector<LedgerTry> tried;
  std::optional<LedgerPart> split;
  // What became of it, or of the rest: one of these, unless it met no meter.
  std::optional<Decision> decision;
  std::optional<u32> returns;                     // it waits until that month
  std::string diverted_to;                        // with Decision::diverted_out
  std::optional<Fate> unmetered;                  // it met none
  u32 last_tried = kEnd;                          // a RouteStep
  u64 used = 0;                                   // of the allocation, once it is decided
  bool exhausts = false, turns_critical = false;  // the first one that does
  std::vector<LedgerMeter> after;                 // of the meters that it met

  u64 units() const { return tpp / tpp_per_unit; }
  u64 rest() const { return tpp - (split ? split->tpp : 0); }
};

// Allocation that comes back when licences lapse, at the start of a month.
struct LedgerLapse {
  u32 month = 0;
  u64 tpp = 0;
};

struct LedgerBookEnd {
  u32 row = 0;  // of the study's book
  BookEnd end = BookEnd::shipped;
  u32 month = 0;
};

// What a destination's orders have come to: as the tallies of one trial count it.
struct LedgerTotals {
  u64 orders[kDecisions] = {}, tpp[kDecisions] = {};
  u64 offered_tpp = 0, diverted_in = 0, diverted_in_tpp = 0;
};

struct PlaceLedger {
  std::string iso3;
  std::vector<LedgerOrder> orders;
  std::vector<LedgerLapse> lapses;
  std::optional<u32> raise;  // month from which on an arrangement raises the cap
  u64 cap_tpp = 0, raised_cap_tpp = 0;
  std::optional<u32> exhausted, critical;  // months
  u64 used_before = 0;                     // just before it exhausted
  u64 start_used = 0, used = 0;            // TPP counted at the start and at the end
  u64 cap_at_end = 0;
  std::vector<std::string> absent;  // ids of its book orders that did not come

  LedgerTotals totals() const;  // of what stood in the queue
};

// The decision that a step which allows an order, or refuses it as the last one, comes to.
Decision decision_of(u32 step, bool allowed);

// Watches the destinations of one trial, one after the other. `study` and `compiled` must outlive it.
class TrialLedger : public NoObserver<OneLane> {
 public:
  TrialLedger(const Study& study, const Catalogue& catalogue, const CompiledStudy& compiled, u64 trial);

  // From here on what happens belongs to a destination of the tables.
  void open(u32 destination);
  // What the destination has come to once it has been walked; with its book orders that met no meter, by month.
  PlaceLedger close();
  // The same of a destination without a cap, which is not walked.
  PlaceLedger uncapped(const std::string& iso3) const;

  const std::vector<LedgerBookEnd>& book_ends() const { return ends_; }

  // As in observer.h.
  void begins(u32 raise);
  void lapses(bool due, u32 month, u64 tpp);
  void meets(bool present, const Order<OneLane>& order, u32 number, const OrderBits<u32>& bits,
             const CapNow<OneLane>& now);
  void tries(bool tries, u32 step, u64 held, u64 limit, bool fits);
  void exhausts(bool first, const CapNow<OneLane>& now);
  void turns_critical(bool first, const CapNow<OneLane>& now);
  void splits(bool some, u32 step, u64 part);
  void waits(bool joined, u32 month);
  void diverts(bool joins, const Divert& row, const Order<OneLane>& order, u32 month);
  void refuses(bool refused, u32 last_tried, const Order<OneLane>& order, bool no_room);
  void book_ends(const BookRow& row, BookEnd end, u32 month);

 private:
  // An order keeps its name, chip and consignee wherever it goes.
  struct Identity {
    std::string source, ships_to, chip, consignee, last_place;
  };
  using Key = std::tuple<u32, u32, u32>;  // destination where it first stood, book row + 1, number in the market

  const Destination& place() const { return tables_.destinations[*at_]; }
  Identity of_book(const BookOrder& order) const;
  Identity of_market(const Order<OneLane>& order, u32 month, const OrderBits<u32>& bits) const;
  void remember(const std::string& last_place);
  void settle(const BookRow& row, u32 month);
  Fate fate_of(const BookOrder& order) const;
  const std::string& stands_in(const BookOrder& order) const;  // alpha-3: whose queue, or where it ships to without one
  void note_absent(PlaceLedger* ledger) const;
  void add_to_meter(u32 step, u64 tpp);
  LedgerOrder& now() { return ledger_.orders.back(); }

  const Study& study_;
  const Catalogue& catalogue_;
  const CompiledStudy& compiled_;
  const Tables tables_;
  u64 trial_;
  std::optional<u32> at_;  // the destination that is open
  Key key_{};              // of the order that stands there
  PlaceLedger ledger_;
  std::map<Key, Identity> identities_;
  std::vector<LedgerOrder> unmetered_;
  std::vector<LedgerBookEnd> ends_;
};

}  // namespace headroom
