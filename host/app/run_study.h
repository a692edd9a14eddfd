// What `headroom run` does, for commands that run several studies.
#pragma once
#include <atomic>
#include <string>

#include "host/app/run_options.h"
#include "host/engine/ranks.h"

namespace headroom {

struct RunCall {
  const std::atomic<bool>& stop;  // saves what is done and ends
  std::string label = {};         // of its progress
  bool print = true;              // the result
  bool shows_progress = false;    // even under --quiet
  Ranks* ranks = nullptr;         // that share the work; nothing: this process is alone
};

// From checked options to a run folder. Returns the exit code; throws InputError, RunError.
int run_study(RunOptions options, const RunCall& call);

}  // namespace headroom
