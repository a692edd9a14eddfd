// Where walks keep their numbers on a device: rows that belong to a lane, and rows that belong to a trial.
#pragma once
#include "host/trial/rule_set.h"
#include "host/trial/walk.h"

namespace headroom::cuda {

// For which destinations walks are compiled: with at least and at most these rules. The first that serves is taken.
struct CompiledRules {
  u32 must, may;
};
constexpr CompiledRules kPlain{0, 0}, kLicence{kRuleLpp | kRuleWait, kRuleLpp | kRuleWait},
    kNamed{0, kAllRules & ~u32(kRuleOther)}, kAny{0, kAllRules};

inline CompiledRules compiled_rules(const Tables& tables, const Destination& place) {
  const u32 rules = rules_of(tables, place);
  for (const CompiledRules& set : {kPlain, kLicence, kNamed})
    if (serves(set.must, set.may, rules)) return set;
  return kAny;
}

// What a walk keeps in a slot of its warp. The notes stand among the rows of the trial.
HD ScratchRows slot_rows(const Tables& tables, const Destination& place) {
  ScratchRows rows = scratch_rows(tables, place);
  rows.notes = 0;
  return rows;
}

// Slots of a warp: it walks in 32, and has made 32 more ready at most.
constexpr u32 kSlots = 64;

// What a walk leaves for the tally, of one destination at a time.
// The notes of the trial, and when the month began in which it was exhausted and how long it is.
constexpr u32 kMonthStart = kNoteRows, kMonthLength = kMonthStart + 1, kFirstNumber = kMonthLength + 1;

// Calls pair(u32*, u32*) or wide(u64*) for each row, in order. Numbers of rules outside a set are 0 and have none.
template <class Pair, class Wide>
HD constexpr void for_each_number(u32 rules, Outcome<OneLane>* out, Pair pair, Wide wide) {
  u32 none = 0;
  wide(&out->used);
  wide(&out->cap_at_end);
  pair(&out->exhausted_month, &out->critical_month);
  pair(&out->counted, &none);
  wide(&out->counted_tpp);
  if (rules & kRuleLpp) {
    pair(&out->lpp, &none);
    wide(&out->lpp_tpp);
  }
  if (rules & kRuleNveu) {
    pair(&out->nveu, &none);
    wide(&out->nveu_tpp);
  }
  if (rules & kRuleTier1) {
    pair(&out->tier1, &none);
    wide(&out->tier1_tpp);
  }
  if (rules & kRuleOther) {
    pair(&out->diverted_out, &out->diverted_in);
    wide(&out->diverted_out_tpp);
    wide(&out->diverted_in_tpp);
  }
}

constexpr u32 count_numbers() {
  Outcome<OneLane> out;
  u32 rows = 0;
  for_each_number(
      kAllRules, &out, [&](u32*, u32*) { ++rows; }, [&](u64*) { ++rows; });
  return rows;
}
constexpr u32 kOutcomeRows = kFirstNumber + count_numbers();

// From the first number on; the notes stand there already.
HD void put_outcome(u32 rules, Outcome<OneLane> out, Column<OneLane> rows) {
  u32 row = kFirstNumber;
  for_each_number(
      rules, &out, [&](u32* low, u32* high) { rows.put(row++, u64(*high) << 32 | *low, true); },
      [&](u64* x) { rows.put(row++, *x, true); });
}

HD Outcome<OneLane> get_outcome(u32 rules, Column<OneLane> rows) {
  Outcome<OneLane> out;
  out.notes = rows;
  u32 row = kFirstNumber;
  for_each_number(
      rules, &out,
      [&](u32* low, u32* high) {
        const u64 both = rows.get(row++);
        *low = u32(both);
        *high = u32(both >> 32);
      },
      [&](u64* x) { *x = rows.get(row++); });
  return out;
}

}  // namespace headroom::cuda
