// Conditional passes: instead of walking orders, each trial adds the chance that a destination is exhausted, given the
// trial's factors (host/trial/conditional.h).
#pragma once
#include <functional>
#include <vector>

#include "host/engine/engine.h"
#include "host/engine/tally.h"
#include "host/trial/conditional.h"

namespace headroom {

// Moments of any number of trials.
struct MomentSums {
  Sum sum, high, cross, low;
};

// Chances of all trials by replicate (where they have points: host/trial/points.h), place (a ChanceTable) and month,
// added up: the same on every engine and for any cut.
struct ConditionalTally {
  u32 replicates = 1, places = 0, months = 0;  // months of the pass
  u64 trials = 0;                              // of all replicates
  std::vector<Sum> chances, squares;           // replicate after replicate, place after place, one a month; Q48 and Q96

  ConditionalTally() = default;
  explicit ConditionalTally(const ConditionalTables& tables)
      : ConditionalTally(tables.points.replicates(), tables.place_count, tables.months()) {}
  ConditionalTally(u32 replicate_count, u32 place_count, u32 month_count)
      : replicates(replicate_count),
        places(place_count),
        months(month_count),
        chances(u64(replicates) * places * months),
        squares(chances.size()) {}
  u64 at(u32 place, u32 month, u32 replicate = 0) const { return (u64(replicate) * places + place) * months + month; }
  // To the first replicate.
  void add(u32 place, u32 month, const MomentSums& of);
  // Of kMostChances trials at most.
  void add(u32 place, u32 month, const Moments<OneLane>& of);
  // Of the same shape.
  void merge(const ConditionalTally& other);
  // Takes the sums of `part`, of one replicate, to those of this one.
  void merge_into(u32 replicate, const ConditionalTally& part);
  // Over the shape, the number of trials and every sum; of nothing else.
  u64 digest() const;
  friend bool operator==(const ConditionalTally&, const ConditionalTally&) = default;
};

// Trials first, first + step, first + 2 step, ...
struct SpacedTrials {
  u64 first, count, step;
};

// Those of a range that belong to a replicate.
SpacedTrials trials_of(TrialRange range, u32 replicate, u32 replicates);

// Adds a range to `tally` by `run(trials, part)`, which adds some of its trials, all of one replicate, to a tally of
// one and returns how many of them it has done. Where there are several replicates the range is done as a whole or,
// when run() stops early or throws EngineLost, not at all. Returns and throws as Engine::run_conditional does.
using RunSpaced = std::function<u64(SpacedTrials trials, ConditionalTally* part)>;
u64 run_by_replicate(const ConditionalTables& tables, TrialRange range, ConditionalTally* tally, const RunSpaced& run);

}  // namespace headroom
