// Conditional passes: instead of walking orders, each trial adds the chance that a destination is exhausted, given the
// trial's factors (host/trial/conditional.h).
#pragma once
#include <vector>

#include "host/engine/tally.h"
#include "host/trial/conditional.h"

namespace headroom {

// Moments of any number of trials.
struct MomentSums {
  Sum sum, high, cross, low;
};

// Chances of all trials by place (a ChanceTable) and month, added up: the same on every engine and for any cut.
struct ConditionalTally {
  u32 places = 0, months = 0;  // months of the pass
  u64 trials = 0;
  std::vector<Sum> chances, squares;  // place after place, one a month; Q48 and Q96

  ConditionalTally() = default;
  explicit ConditionalTally(const ConditionalTables& tables)
      : places(tables.place_count), months(tables.months()), chances(u64(places) * months), squares(chances.size()) {}
  u64 at(u32 place, u32 month) const { return u64(place) * months + month; }
  void add(u32 place, u32 month, const MomentSums& of);
  // Of kMostChances trials at most.
  void add(u32 place, u32 month, const Moments<OneLane>& of);
  // Of the same shape.
  void merge(const ConditionalTally& other);
  // Over the shape, the number of trials and every sum; of nothing else.
  u64 digest() const;
  friend bool operator==(const ConditionalTally&, const ConditionalTally&) = default;
};

}  // namespace headroom
