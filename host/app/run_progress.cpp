#include "host/app/run_progress.h"

namespace headroom {

ProgressDetail progress_detail(u64 trials_saved, const CompiledStudy& study, const Tally& tally,
                               const std::vector<ScenarioRun>& scenarios) {
  ProgressDetail detail{trials_saved, {{"", tally.trials, widest_interval(tally, study.capped)}}};
  for (const ScenarioRun& run : scenarios)
    detail.rows.push_back({run.name, run.tally.trials, widest_interval(run.tally, run.compiled.capped)});
  return detail;
}

}  // namespace headroom
