// A run folder that is finished, read again from its result.json: nothing is computed.
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "host/base/hd.h"
#include "host/engine/engine.h"
#include "host/stats/estimates.h"

namespace headroom {

struct FinishedRun {
  std::string json, table;  // what was printed with --json and without
  u64 study_digest = 0;
  TrialRange range;
  std::vector<std::string> scenarios;
  Result result;  // of it the head, each destination's numbers that --fail-if looks at, and the scenarios' differences
  std::optional<Estimates> estimates;  // of another estimator than the plain one: the numbers that --fail-if looks at
};

// Throws InputError where result.json cannot be read.
FinishedRun read_finished(const std::filesystem::path& folder);

}  // namespace headroom
