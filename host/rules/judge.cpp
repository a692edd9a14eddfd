#include "host/rules/judge.h"

#include <cmath>

#include <fmt/format.h>

#include "host/rules/ruling_names.h"
#include "host/rules/table_words.h"
#include "host/trial/lanes.h"

namespace headroom {

Ruling Judge::rule(const LedgerRow& row) {
  if (!in_window(row.date)) return settled(ruling::kOutsideWindow, row);
  give_back_until(row.date.month);
  return row.is_shipment ? rule_on_shipment(row) : rule_on_weights(row);
}

bool Judge::in_window(const Day& day) const {
  const int month = months_between(book_.regime.window_start, day.month);
  return month >= 0 && month < book_.regime.window_months;
}

// The case `name` of rulings.csv, keeping what was tried on the way to it.
Ruling Judge::settled(std::string_view name, const LedgerRow& row, Ruling so_far) const {
  const RulingText& text = book_.rulings.at(std::string(name));
  Ruling ruling = std::move(so_far);
  ruling.decision = text.decision;
  ruling.authorisation = text.authorisation;
  ruling.paragraph = text.paragraph;
  ruling.certainty = text.certainty;
  ruling.weakest = "rule";
  ruling.fact = text.fact;
  ruling.text = text.text;
  ruling.rule = name;
  if (row.is_shipment) weaken(ruling, row.chip.certainty, "chip");
  weaken_by_places(ruling, row);
  return ruling;
}

void Judge::weaken(Ruling& ruling, const std::string& certainty, const char* because) const {
  const std::string weakest = weaker(ruling.certainty, certainty);
  if (weakest != ruling.certainty) ruling.weakest = because;
  ruling.certainty = weakest;
}

void Judge::weaken_by_places(Ruling& ruling, const LedgerRow& row) const {
  weaken(ruling, book_.tier_notes.at(row.destination).certainty, "place");
  weaken(ruling, book_.tier_notes.at(row.parent).certainty, "parent");
}

Ruling Judge::rule_on_weights(const LedgerRow& row) const {
  const WeightsFound found = find_rule(book_.weights, case_of(row, book_, reading_));
  Ruling ruling;
  ruling.decision = "unresolved";  // under another reading the table may know no such case
  ruling.weakest = "rule";
  ruling.rule = to_string(found.chain);
  for (const WeightRule* rule : found.chain) weaken(ruling, rule->certainty, "rule");
  if (!found.answered()) return ruling;
  const WeightRule& last = *found.chain.back();
  ruling.decision = last.decision;
  ruling.authorisation = last.authorisation;
  ruling.paragraph = last.paragraph;
  ruling.fact = last.fact;
  ruling.text = last.outcome + (last.note.empty() ? "" : ". " + last.note);
  weaken_by_places(ruling, row);
  return ruling;
}

Ruling Judge::rule_on_shipment(const LedgerRow& row) {
  const Regime& regime = book_.regime;
  const int place = reading_.tier(regime, row.destination), parent = reading_.tier(regime, row.parent);
  if (row.chip.chip_class == "none") return settled(ruling::kNotControlled, row);
  const bool barred = place == 3 || parent == 3;
  if (row.chip.nac_aca_eligible) return settled(barred ? ruling::kConsumerTier3 : ruling::kConsumer, row);
  if (!regime.counts(row.chip)) return rule_on_other_class(row, place, parent);
  const bool parent_goes_along = parent != 3 || regime.limits_products(row.parent);
  if (place == 3 && parent_goes_along && regime.limits_products(row.destination, row.chip))
    return settled(ruling::kCaseByCase, row);
  if (barred) return settled(place == 3 ? ruling::kTier3Place : ruling::kTier3Parent, row);
  if (!regime.allocation.cap_tpp) return rule_without_allocation(row, place);
  if (place == 1 && parent == 1) {
    const MeterKey key{MeterKind::aia, "", row.consignee, 0};
    meters_.see(key, std::nullopt);
    Ruling ruling = settled(ruling::kAia, row);
    ruling.meter = meters_.add(key, row.tpp);
    return ruling;
  }
  return try_in_turn(row, place, parent);
}

void Judge::note_unknown_veu(const LedgerRow& row, Ruling& tried) const {
  tried.tried.push_back(
      {row.veu == "UVEU" ? "uveu" : "nveu", std::nullopt, false, "the regime has no such authorisation"});
}

// Without an allocation no exception from one: Tier 1 needs no licence, whoever the parent is; a licence to Tier 2
// meets the consignee's own limit, or none.
Ruling Judge::rule_without_allocation(const LedgerRow& row, int place) {
  Ruling tried;
  if (place == 1) return settled(ruling::kFreePlace, row);
  if (row.veu != "none") note_unknown_veu(row, tried);
  const auto& limit = book_.regime.consignee_limit;
  if (!limit) return settled(ruling::kUnlimited, row, std::move(tried));
  const MeterKey key{MeterKind::consignee, row.destination, row.consignee, 0};
  if (try_meter(row, "general", key, limit->cap_tpp, tried)) {
    const bool simple = tried.meter->after.used <= limit->simple_review_tpp;
    return settled(simple ? ruling::kSimpleReview : ruling::kClearance, row, std::move(tried));
  }
  const Meter meter = meters_.see(key, limit->cap_tpp);
  tried.meter = MeterMove{key, meter.used, meter};
  return settled(ruling::kConsigneeRefused, row, std::move(tried));
}

Ruling Judge::rule_on_other_class(const LedgerRow& row, int place, int parent) const {
  if (place == 3 || parent == 3) return settled(ruling::kOtherClassTier3, row);
  if (book_.other_class_licences.count({row.chip.chip_class, row.destination}) > 0) {
    return settled(ruling::kOtherClassLicence, row);
  }
  const bool listed = book_.other_classes.count(row.chip.chip_class) > 0;
  return settled(listed ? ruling::kOtherClassFree : ruling::kOtherClassUnknown, row);
}

Ruling Judge::try_in_turn(const LedgerRow& row, int place, int parent) {
  Ruling tried;
  if (row.veu != "none" && try_veu(row, parent, tried)) {
    return settled(row.veu == "UVEU" ? ruling::kUveu : ruling::kNveu, row, std::move(tried));
  }
  if (const auto cap = book_.regime.lpp_cap_tpp) {
    const MeterKey key{MeterKind::lpp, reading_.lpp_worldwide ? "" : row.destination, row.consignee,
                       row.date.month.year};
    if (try_meter(row, "lpp", key, *cap, tried)) return settled(ruling::kLpp, row, std::move(tried));
  }
  return license(row, place, parent, std::move(tried));
}

bool Judge::try_veu(const LedgerRow& row, int parent, Ruling& tried) {
  if (row.veu == "UVEU" ? !book_.regime.uveu : book_.regime.nveu.empty()) {
    note_unknown_veu(row, tried);
    return false;
  }
  if (row.veu == "UVEU") {
    const bool holds = parent == 1;
    tried.tried.push_back({"uveu", std::nullopt, holds, holds ? "" : "its parent is not in Tier 1"});
    return holds;
  }
  if (reading_.nveu_needs_arrangement && parent != 1) {
    tried.tried.push_back({"nveu", std::nullopt, false, "no government arrangement is known"});
    return false;
  }
  const MeterKey key{MeterKind::nveu, row.destination, row.consignee, 0};
  return try_meter(row, "nveu", key, book_.regime.nveu_allowance(row.date.month), tried);
}

// A row that does not fit leaves the meter untouched and goes on whole.
bool Judge::try_meter(const LedgerRow& row, std::string_view authorisation, const MeterKey& key, u64 limit,
                      Ruling& tried) {
  const Meter& meter = meters_.see(key, limit);
  const bool fits = meter.fits(row.tpp);
  tried.tried.push_back({std::string(authorisation), meter.left(), fits, fits ? "" : "more than is left"});
  if (fits) tried.meter = meters_.add(key, row.tpp);
  return fits;
}

// Which licence, and whether it counts: 742.6(b)(10)(iii)(A)(2) and (B) read as the reading says.
Ruling Judge::license(const LedgerRow& row, int place, int parent, Ruling tried) {
  if (place == 1) {
    if (!reading_.tier2_parent_counted) return settled(ruling::kTier2ParentUncounted, row, std::move(tried));
    // No allocation of a Tier 1 place exists; the only one it could use is that of the parent's country.
    return against_allocation(row, row.parent, ruling::kGeneral, ruling::kGeneralRefused, std::move(tried));
  }
  if (parent != 1) {
    return against_allocation(row, row.destination, ruling::kGeneral, ruling::kGeneralRefused, std::move(tried));
  }
  switch (reading_.general_tier1) {
    case GeneralTier1::exempt: return settled(ruling::kGeneralTier1Exempt, row, std::move(tried));
    case GeneralTier1::stopped:
      return against_allocation(row, row.destination, ruling::kGeneralTier1Counted, ruling::kGeneralTier1Refused,
                                std::move(tried));
    case GeneralTier1::counts_only: break;
  }
  return counts_only(row, std::move(tried));
}

Ruling Judge::counts_only(const LedgerRow& row, Ruling tried) {
  const MeterKey key{MeterKind::allocation, row.destination, "", 0};
  const Meter& meter = meters_.see(key, *book_.regime.allocation.cap_tpp);
  tried.tried.push_back({"general_tier1", meter.left(), true, ""});
  tried.meter = meters_.add(key, row.tpp);
  note_lapse(row, key);
  return settled(ruling::kGeneralTier1Counted, row, std::move(tried));
}

void Judge::note_lapse(const LedgerRow& row, const MeterKey& key) {
  const auto& [share, months] = book_.regime.allocation.lapse;
  const u64 share32 = u64(std::ceil(share * 0x1p32L));
  if (share32 == 0) return;
  const u64 tpp = share32 >> 32 ? row.tpp : scale(row.tpp, u32(share32));
  lapses_.push_back({plus_months(row.date.month, months), key, tpp});
}

void Judge::give_back_until(YearMonth month) {
  for (; given_back_ < lapses_.size() && lapses_[given_back_].month <= month; ++given_back_) {
    meters_.give_back(lapses_[given_back_].key, lapses_[given_back_].tpp);
  }
}

Ruling Judge::against_allocation(const LedgerRow& row, const std::string& destination, std::string_view fits,
                                 std::string_view refused, Ruling tried) {
  const MeterKey key{MeterKind::allocation, destination, "", 0};
  const std::string authorisation = fits == ruling::kGeneral ? "general" : "general_tier1";
  if (try_meter(row, authorisation, key, *book_.regime.allocation.cap_tpp, tried)) {
    note_lapse(row, key);
    return settled(fits, row, std::move(tried));
  }
  const Meter meter = meters_.see(key, book_.regime.allocation.cap_tpp);
  tried.meter = MeterMove{key, meter.used, meter};
  return settled(refused, row, std::move(tried));
}

}  // namespace headroom
