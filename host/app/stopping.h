// A run that looks at its own results and stops when they are sure enough.
#pragma once
#include <functional>

#include "host/app/progress.h"
#include "host/engine/engine.h"
#include "host/model/compile.h"
#include "host/stats/stopping.h"

namespace headroom {

// Reports those whose intervals are to count but who are no destinations of the study with a cap.
void check_stop_rule(const StopRule& rule, const CompiledStudy& compiled, Problems& problems);

// The intervals of P(exhausted) that the rule is about, at look k.
std::vector<Probability> watched_intervals(const StopRule& rule, const CompiledStudy& compiled, const Tally& tally,
                                           u32 look);

struct Looks {
  const StopRule& rule;
  std::function<u64(TrialRange)> run;  // adds the trials of a piece; how many, fewer where a signal came
  std::function<std::vector<Probability>(u32 look)> intervals;  // of what has been added, at that look
};

// Runs `range` from look to look until the rule is met; all at once where there is none. The first `done` trials are
// there already. Returns how many there are in the end. `stopped` then tells of the looks; what a signal or an engine
// that was lost has left counts as a look of its own. Rethrows EngineLost with what is done of the whole range.
u64 run_until(const Looks& looks, TrialRange range, u64 done, Progress& progress, std::optional<Stopped>* stopped);

}  // namespace headroom
