// From counters and sums to what a run says.
#pragma once
#include <string>
#include <vector>

#include "host/stats/result.h"

namespace headroom {

// Who did the work, in words.
struct EngineWords {
  std::string name, detail;
};

// What intervals allow for.
struct IntervalChoice {
  std::optional<Stopped> stopped;     // the run looked at its own results, so often
  std::optional<double> joint_level;  // those of P(exhausted) are wanted that hold together at this level
};

// Everything derives from the tally; labels come from the compiled study, name and start from the study. `ranges` are
// sorted, apart, and count as many trials as the tally has. The tally has the shape of the compiled study. A tally
// without trials gives zeros with intervals of [0, 1].
// Intervals are at the level of 0.95, each for itself.
Result make_result(const CompiledStudy& compiled, const Study& study, const Tally& tally,
                   const std::vector<TrialRange>& ranges, const EngineWords& engine,
                   const IntervalChoice& intervals = {});

}  // namespace headroom
