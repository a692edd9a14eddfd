// Scenarios of a study, run on the same trials as the study itself.
#pragma once
#include <string>
#include <vector>

#include "host/app/inputs.h"
#include "host/engine/engine.h"
#include "host/stats/difference.h"

namespace headroom {

// One scenario: its tables and what its trials have come to so far.
struct ScenarioRun {
  std::string name;
  CompiledStudy compiled;
  Tally tally;
  PairTally pairs;  // the study first
};

// A study to be run on the same trials as `first`; destinations of one code are partners.
ScenarioRun paired_with(const CompiledStudy& first, std::string name, CompiledStudy second);

// The scenarios of these names, in the order of the study, or all. Throws InputError with every problem: an unknown
// name, a change that breaks the study. Warnings go to standard error unless `quiet`.
std::vector<ScenarioRun> prepare_scenarios(const Inputs& inputs, const std::vector<std::string>& names, bool all,
                                           bool quiet);

// Runs the trials that the study has just run and compares trial by trial.
void run_scenario(Engine& engine, TrialRange range, const ExhaustedBits& study, ScenarioRun* scenario);

}  // namespace headroom
