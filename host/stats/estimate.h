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

// Everything derives from the tally; labels come from the compiled study, name and start from the study. `ranges` are
// sorted, apart, and count as many trials as the tally has. The tally has the shape of the compiled study. A tally
// without trials gives zeros with intervals of [0, 1].
Result make_result(const CompiledStudy& compiled, const Study& study, const Tally& tally,
                   const std::vector<TrialRange>& ranges, const EngineWords& engine);

}  // namespace headroom
