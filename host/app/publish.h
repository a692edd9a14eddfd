// What a command does with tallies: write the run folder, print the result, say where the folder is.
#pragma once
#include <filesystem>

#include "host/app/inputs.h"
#include "host/app/what_if.h"
#include "host/stats/estimate.h"
#include "host/stats/estimates.h"
#include "host/store/tallies_file.h"
#include "host/store/unfinished.h"

namespace headroom {

struct Publication {
  const Inputs& inputs;
  const SavedTallies& saved;  // its ranges and trials are those of the tally
  EngineWords engine;
  u64 trials_asked = 0;  // what the copy of the study says
  std::filesystem::path out;
  bool json = false, quiet = false;
  const std::vector<ScenarioRun>* scenarios = nullptr;
  IntervalChoice intervals = {};
  UnfinishedRun* unfinished = nullptr;  // what the folder replaces too
  std::string save = {};                // not empty: the run is not finished, and goes on from this
  bool print = true;
  int threads = 0;  // that may work on it; 0: all of the machine
};

// The folder first, so that nothing is lost when printing fails. Throws RunError, InputError.
Result publish(const Publication& what);

// The same of another estimator than the plain one.
struct EstimatesPublication {
  const Inputs& inputs;
  const Estimates& estimates;
  u64 trials_asked = 0;
  std::filesystem::path out;
  bool json = false, quiet = false;
  UnfinishedRun* unfinished = nullptr;  // these three as above
  std::string save = {};
  bool print = true;
};
void publish(const EstimatesPublication& what);

}  // namespace headroom
