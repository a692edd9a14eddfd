#include "host/rules/trial_ledger.h"

#include <algorithm>
#include <set>

#include "host/base/iso3.h"

namespace headroom {
namespace {

// Two licences share the allocation; LPP and NVEU have meters of their own.
bool one_meter(u32 a, u32 b) {
  const auto of_allocation = [](u32 step) { return step == kGeneral || step == kGeneralTier1; };
  return a == b || (of_allocation(a) && of_allocation(b));
}

LedgerMeter& meter_of(std::vector<LedgerMeter>& meters, const LedgerMeter& seen) {
  for (LedgerMeter& meter : meters)
    if (one_meter(meter.step, seen.step)) return meter;
  return meters.emplace_back(seen);
}

// Puts orders that met no meter behind all others of their month and before it.
void merge_by_month(std::vector<LedgerOrder> more, std::vector<LedgerOrder>* orders) {
  orders->insert(orders->end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  std::stable_sort(orders->begin(), orders->end(),
                   [](const LedgerOrder& a, const LedgerOrder& b) { return a.month < b.month; });
}

}  // namespace

Decision decision_of(u32 step, bool allowed) {
  switch (step) {
    case kLpp: return allowed ? Decision::lpp : Decision::refused_lpp;
    case kNveu: return allowed ? Decision::nveu : Decision::refused_nveu;
    case kGeneralTier1: return allowed ? Decision::general_tier1 : Decision::refused_cap;
    default: return allowed ? Decision::counted : Decision::refused_cap;
  }
}

LedgerTotals PlaceLedger::totals() const {
  LedgerTotals sum;
  for (const LedgerOrder& order : orders) {
    if (order.unmetered) continue;
    if (order.split) sum.tpp[u32(decision_of(order.split->step, true))] += order.split->tpp;
    if (order.decision) {
      ++sum.orders[u32(*order.decision)];
      sum.tpp[u32(*order.decision)] += order.rest();
    }
    if (order.has_waited) continue;  // it was offered before
    if (order.diverted_from.empty()) {
      sum.offered_tpp += order.tpp;
    } else {
      ++sum.diverted_in;
      sum.diverted_in_tpp += order.tpp;
    }
  }
  return sum;
}

TrialLedger::TrialLedger(const Study& study, const Catalogue& catalogue, const CompiledStudy& compiled, u64 trial)
    : study_(study), catalogue_(catalogue), compiled_(compiled), tables_(compiled.tables()), trial_(trial) {}

void TrialLedger::open(u32 destination) {
  at_ = destination;
  ledger_ = {};
  ledger_.iso3 = compiled_.capped[destination].iso3;
  const u64* caps = tables_.wides + place().caps + kCapLevel * tables_.months;
  ledger_.cap_tpp = caps[tables_.months - 1];
  ledger_.raised_cap_tpp = caps[2 * tables_.months - 1];
  ledger_.start_used = ledger_.used = place().start_used;
}

PlaceLedger TrialLedger::close() {
  at_.reset();
  ledger_.cap_at_end = ledger_.raise ? ledger_.raised_cap_tpp : ledger_.cap_tpp;
  merge_by_month(uncapped(ledger_.iso3).orders, &ledger_.orders);
  note_absent(&ledger_);
  return std::move(ledger_);
}

PlaceLedger TrialLedger::uncapped(const std::string& iso3) const {
  PlaceLedger ledger;
  ledger.iso3 = iso3;
  std::vector<LedgerOrder> here;
  for (const LedgerOrder& order : unmetered_)
    if (order.ships_to == iso3) here.push_back(order);
  merge_by_month(std::move(here), &ledger.orders);
  note_absent(&ledger);
  return ledger;
}

void TrialLedger::note_absent(PlaceLedger* ledger) const {
  std::set<std::string_view> came;
  for (const LedgerOrder& order : ledger->orders)
    if (order.of_book) came.insert(order.source);
  for (const BookOrder& order : study_.book)
    if (stands_in(order) == ledger->iso3 && !came.count(order.id)) ledger->absent.push_back(order.id);
}

const std::string& TrialLedger::stands_in(const BookOrder& order) const {
  return fate_of(order) == Fate::metered ? queue_of(study_.regime, order) : order.destination;
}

Fate TrialLedger::fate_of(const BookOrder& order) const {
  return headroom::fate_of(study_.regime, order.destination, order.headquarters,
                           *find_chip(study_, catalogue_, order.chip), order.route);
}

void TrialLedger::begins(u32 raise) {
  if (raise < tables_.months) ledger_.raise = raise;
}

void TrialLedger::lapses(bool due, u32 month, u64 tpp) {
  if (!due || tpp == 0) return;
  ledger_.lapses.push_back({month, tpp});
  ledger_.used -= tpp;
}

TrialLedger::Identity TrialLedger::of_book(const BookOrder& order) const {
  return {order.id, order.destination, order.chip, order.consignee.empty() ? order.id : order.consignee, ""};
}

TrialLedger::Identity TrialLedger::of_market(const Order<OneLane>& order, u32 month, const OrderBits<u32>& bits) const {
  const u32 at = place().rows + row_at(tables_, place(), third(month), bits.row());
  const Row& row = tables_.rows[at];
  const RowLabel& label = compiled_.row_labels[at];
  const Stream& stream = study_.streams[label.stream];
  const u32 k = order.consignee - row.first_consignee + 1;
  return {stream.name, stream.destination, compiled_.chip_labels[label.chip],
          row.consignees ? stream.name + "/" + std::to_string(k) : "", ""};
}

void TrialLedger::meets(bool present, const Order<OneLane>& order, u32 /*number*/, const OrderBits<u32>& bits,
                        const CapNow<OneLane>& now) {
  if (!present) return;
  key_ = {order.origin(), order.book(), order.number};
  const bool is_known = order.has_waited() || order.diverted();
  const Identity identity = is_known       ? identities_.at(key_)
                            : order.book() ? of_book(study_.book[tables_.book[order.book() - 1].tally])
                                           : of_market(order, now.month, bits);
  LedgerOrder& entry = ledger_.orders.emplace_back();
  entry.month = now.month;
  entry.source = identity.source;
  entry.ships_to = identity.ships_to;
  entry.of_book = order.book() > 0;
  entry.has_waited = order.has_waited() > 0;
  entry.diverted_from = identity.last_place;
  entry.chip = identity.chip;
  entry.consignee = identity.consignee;
  entry.tpp_per_unit = order.unit;
  entry.tpp = order.tpp;
  entry.used = ledger_.used;
}

void TrialLedger::add_to_meter(u32 step, u64 tpp) {
  for (LedgerMeter& meter : now().after) {
    if (!one_meter(meter.step, step)) continue;
    meter.held += tpp;
    if (one_meter(step, kGeneral)) now().used = ledger_.used += tpp;  // all that is counted, whatever meter it met
  }
}

void TrialLedger::tries(bool tries, u32 step, u64 held, u64 limit, bool fits) {
  if (!tries) return;
  LedgerMeter meter{step, held, limit == kNoLimit ? std::nullopt : std::optional(limit)};
  now().tried.push_back({meter, fits});
  now().last_tried = step;
  if (meter.limit) meter_of(now().after, meter);
  if (!fits) return;
  now().decision = decision_of(step, true);
  add_to_meter(step, now().rest());
}

void TrialLedger::exhausts(bool first, const CapNow<OneLane>& cap) {
  if (!first) return;
  now().exhausts = true;
  ledger_.exhausted = cap.month;
  ledger_.used_before = ledger_.used;
}

void TrialLedger::turns_critical(bool first, const CapNow<OneLane>& cap) {
  if (!first) return;
  now().turns_critical = true;
  ledger_.critical = cap.month;
}

void TrialLedger::splits(bool some, u32 step, u64 part) {
  if (!some) return;
  now().split = LedgerPart{step, part};
  add_to_meter(step, part);
}

void TrialLedger::remember(const std::string& last_place) {
  identities_[key_] = {now().source, now().ships_to, now().chip, now().consignee, last_place};
}

void TrialLedger::waits(bool joined, u32 month) {
  if (!joined) return;
  now().returns = month;
  remember(now().diverted_from);
}

void TrialLedger::diverts(bool joins, const Divert& row, const Order<OneLane>&, u32 /*month*/) {
  if (!joins) return;
  now().decision = Decision::diverted_out;
  now().diverted_to = compiled_.diverted[row.tally].to;
  remember(ledger_.iso3);
}

void TrialLedger::refuses(bool refused, u32 last_tried, const Order<OneLane>&, bool no_room) {
  if (refused) now().decision = no_room ? Decision::queue_full : decision_of(last_tried, false);
}

void TrialLedger::book_ends(const BookRow& row, BookEnd end, u32 month) {
  ends_.push_back({row.tally, end, month});
  if (!at_) settle(row, month);
}

void TrialLedger::settle(const BookRow& row, u32 month) {
  const BookOrder& order = study_.book[row.tally];
  const Identity identity = of_book(order);
  LedgerOrder entry;
  entry.month = month;
  entry.source = identity.source;
  entry.ships_to = identity.ships_to;
  entry.of_book = true;
  entry.chip = identity.chip;
  entry.consignee = identity.consignee;
  entry.tpp_per_unit = row.tpp_per_unit;
  entry.tpp = multiply(book_units<OneLane>(tables_, &row, 0u, trial_), row.tpp_per_unit);
  entry.unmetered = fate_of(order);
  unmetered_.push_back(std::move(entry));
}

}  // namespace headroom
