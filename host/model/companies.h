// What the rules make of a universal VEU company: where it may stand, how often clusters come, when its shares are
// looked at.
#pragma once
#include <string>
#include <vector>

#include "host/model/study.h"

namespace headroom {

constexpr std::string_view kUnitedStates = "USA", kOtherTier1 = "other_tier1";

// Every place where it holds something, or may; with a parent in the United States those too. Sorted.
std::vector<std::string> locations_of(const VeuCompany& company);

bool is_outside_tier1(const Regime& regime, const std::string& location);

// A cluster bound for Tier 3, or of a parent there, is refused before it moves: an authorisation covers neither,
// 748.15(b)(2)(i) (facts 36, 37). A parent in Tier 2 could not hold one either, which is only a warning: a company is
// taken as written, like the route of an order.
bool is_refused(const Regime& regime, const VeuCompany& company, const std::string& location);

// Of the locations, the weight in a quarter; refused ones weigh nothing.
std::vector<long double> location_weights(const Regime& regime, const VeuCompany& company, int quarter);

// Mean clusters by month, less what is refused.
std::vector<long double> monthly_clusters(const Regime& regime, const VeuCompany& company, int months);

// Where home is, for what slips: the parent's own country or, where that is not among the locations, the rest of Tier 1
// that it is part of; empty: nowhere.
std::string home_of(const Regime& regime, const VeuCompany& company);

// The limits that the regime sets a company: what all of it, what the largest place and what each place outside Tier 1
// may hold; and, of a parent in the United States, what may stand elsewhere.
enum class CompanyRule { outside_tier1, one_destination, home };
struct CompanyLimit {
  CompanyRule rule = CompanyRule::outside_tier1;
  std::string destination;  // of one_destination; empty: whichever holds most
  u32 share = 0;            // of 10,000, that may stand there; at home: elsewhere
};
std::vector<CompanyLimit> limits_of(const Regime& regime, const VeuCompany& company);

// The ends of months at which shares are looked at: those before the regime's reporting dates, and every
// `checkpoint_months` from the start. A reporting date in the study's first month has no such end.
struct Look {
  int month = 0;           // at its end
  bool reporting = false;  // else a checkpoint
  std::string date;        // the reporting date; of a checkpoint the last day of the month
};
std::vector<Look> looks_of(const Study& study);

}  // namespace headroom
