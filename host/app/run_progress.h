// What a run tells of itself while it goes on.
#pragma once
#include <vector>

#include "host/app/progress.h"
#include "host/app/what_if.h"

namespace headroom {

ProgressDetail progress_detail(u64 trials_saved, const CompiledStudy& study, const Tally& tally,
                               const std::vector<ScenarioRun>& scenarios);

}  // namespace headroom
