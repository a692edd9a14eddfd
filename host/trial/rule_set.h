// Which rules may be at work in a destination. A walk can be compiled for a set of them: what lies outside is known to
// be absent and costs nothing, neither instructions nor registers.
#pragma once
#include "host/trial/tables.h"

namespace headroom {

enum Rule : u32 {
  kRuleLpp = 1,     // routes that name LPP
  kRuleWait = 2,    // refused orders that come back
  kRuleNveu = 4,    // routes that name NVEU
  kRuleTier1 = 8,   // routes that name general_tier1
  kRuleBook = 16,   // the user's own orders
  kRuleRaise = 32,  // an arrangement that raises the cap
  kRuleOther = 64   // levels by month, limits, meters that are not empty at the start, lapse, split, diverted orders
};
constexpr u32 kAllRules = 127;

HD u32 rules_of(const Tables& tables, const Destination& place) {
  const bool other = !place.steady || place.limits != kNever || place.preset_count || tables.lapse_share ||
                     tables.split || place.divert_count || place.hub != kNever;
  return (place.has_lpp ? kRuleLpp : 0u) | (tables.wait ? kRuleWait : 0u) | (place.has_nveu ? kRuleNveu : 0u) |
         (place.has_tier1 ? kRuleTier1 : 0u) | (place.book_count ? kRuleBook : 0u) |
         (place.raise_count ? kRuleRaise : 0u) | (other ? kRuleOther : 0u);
}

// Whether a walk that was compiled for destinations with at least `must` and at most `may` serves one with `rules`.
HD bool serves(u32 must, u32 may, u32 rules) { return (must & ~rules) == 0 && (rules & ~may) == 0; }

// Writes down in copies what is known of what such a walk serves. It changes no value: the compiler learns it.
template <u32 kMust, u32 kMay>
HD void write_down(Tables* tables, Destination* place) {
  if (kMust & kRuleLpp) place->has_lpp = 1;
  if (kMust & kRuleWait) tables->wait = 1;
  if (!(kMay & kRuleLpp)) place->has_lpp = 0;
  if (!(kMay & kRuleWait)) tables->wait = 0;
  if (!(kMay & kRuleNveu)) place->has_nveu = 0;
  if (!(kMay & kRuleTier1)) place->has_tier1 = 0;
  if (!(kMay & kRuleBook)) place->book_count = 0;
  if (!(kMay & kRuleRaise)) place->raise_count = 0;
  if (kMay & kRuleOther) return;
  place->steady = 1;
  place->limits = kNever;
  place->preset_count = 0;
  tables->lapse_share = 0;
  tables->split = 0;
  place->divert_count = 0;
  place->hub = kNever;
}

}  // namespace headroom
