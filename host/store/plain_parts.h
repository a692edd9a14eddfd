// What the plain estimator counts, as parts of a file: the study itself, and each scenario with what its trials and
// those of the study say of each other.
#pragma once
#include "host/store/checkpoint_file.h"
#include "host/store/tallies_file.h"

namespace headroom {

constexpr std::string_view kPlain = "plain";

// Whether a scenario is of that name, under tables of that digest, and its sums have these shapes.
bool fits(const SavedScenario& scenario, std::string_view name, u64 digest, const Tally& tally, const PairTally& pairs);

SavedPart part_of(const SavedScenario& scenario);

// Of what a file holds, which tells the shape. `why` says what is wrong, and stays empty else; then it is sound, and
// holds `trials` trials.
SavedScenario scenario_of(const SavedPart& part, u64 trials, std::string* why);
// The study and its scenarios, of a save of the plain estimator.
SavedTallies tallies_of(const Checkpoint& saved, std::string* why);

}  // namespace headroom
