#include "host/app/plain_sums.h"

#include <algorithm>

#include <fmt/format.h>

#include "host/app/asked_run.h"
#include "host/store/plain_parts.h"

namespace headroom {

std::string why_other_scenarios(const std::vector<SavedScenario>& saved, const std::vector<ScenarioRun>& runs) {
  const auto same = [](const SavedScenario& a, const ScenarioRun& b) {
    return fits(a, b.name, b.compiled.digest(), b.tally, b.pairs);
  };
  return std::equal(saved.begin(), saved.end(), runs.begin(), runs.end(), same) ? "" : "it is of other scenarios";
}

std::string why_other_sums(const Checkpoint& saved, TrialRange range, const Tally& tally,
                           const std::vector<ScenarioRun>& scenarios) {
  std::string why;
  const SavedTallies sums = tallies_of(saved, &why);
  if (!why.empty()) return why;
  if (saved.done > range.count) return fmt::format("it does not hold the first of {}", range_text(range));
  if (!(sums.tally.shape == tally.shape)) return "its tallies have another shape than the study's";
  return why_other_scenarios(sums.scenarios, scenarios);
}

void keep_sums(Saver& saver, u64 study_digest, Tally* tally, std::vector<ScenarioRun>* scenarios) {
  saver.keep("", study_digest, tally);
  for (ScenarioRun& run : *scenarios) saver.keep(run.name, run.compiled.digest(), &run.tally, &run.pairs);
}

std::vector<SavedScenario> saved_scenarios(const std::vector<ScenarioRun>& runs) {
  std::vector<SavedScenario> all;
  for (const ScenarioRun& run : runs) all.push_back({run.name, run.compiled.digest(), run.tally, run.pairs});
  return all;
}

}  // namespace headroom
