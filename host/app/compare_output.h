// What `headroom compare` prints.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "host/app/compare_sides.h"
#include "host/model/input_changes.h"

namespace headroom {

struct ComparedDestination {
  std::string iso3, name;
  std::optional<Probability> a, b;       // nothing: the run has no such destination, or it has no cap there
  std::optional<Difference> difference;  // b less a, where both have it
};

struct Comparison {
  const Side &a, &b;
  bool paired = false;
  u64 first_trial = 0, trials = 0, seed = 0;  // that both were run on again, where paired
  std::optional<Difference> exhausted;        // of the mean number of destinations, where paired
  std::vector<ComparedDestination> rows;      // by iso3
  std::optional<std::vector<InputChange>> inputs;
  std::string why_no_inputs;
};

std::string comparison_text(const Comparison& what);
// {"schema": "headroom.compare/1", ...}
std::string comparison_json(const Comparison& what);

}  // namespace headroom
