// The sums of the plain estimator: of the study and of each scenario on the same trials.
#pragma once
#include "host/app/saver.h"
#include "host/app/what_if.h"
#include "host/store/tallies_file.h"

namespace headroom {

// Why a save is not of this study with these scenarios and `range`, or nothing.
std::string why_other_sums(const Checkpoint& saved, TrialRange range, const Tally& tally,
                           const std::vector<ScenarioRun>& scenarios);

// As parts of what is saved.
void keep_sums(Saver& saver, u64 study_digest, Tally* tally, std::vector<ScenarioRun>* scenarios);

// Between scenarios as they run and as they are stored.
std::vector<SavedScenario> saved_scenarios(const std::vector<ScenarioRun>& runs);
// Why what was stored is not of these scenarios, or nothing.
std::string why_other_scenarios(const std::vector<SavedScenario>& saved, const std::vector<ScenarioRun>& runs);

}  // namespace headroom
