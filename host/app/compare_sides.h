// Two runs that are to be compared.
#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "host/io/folder.h"
#include "host/stats/result.h"

namespace headroom {

// One of the two, as its result.json or the history says.
struct Side {
  std::string typed;    // how it was named
  std::string run;      // its folder; empty: it is gone, or another run is there now
  std::string why_not;  // then: why
  std::string name, study_digest, estimator, engine;
  u64 seed = 0, first_trial = 0, trials = 0;
  struct Row {
    std::string name;  // of the destination; empty: the history does not keep it
    Probability exhausted;
  };
  std::map<std::string, Row> destinations;  // by iso3
  std::vector<InputFile> inputs;            // of its study/, by their names there
};

// `typed` is a run folder, or the number of a run in the history. Throws InputError where it is neither.
Side read_side(const std::string& typed, const std::filesystem::path& history);

// P(exhausted) of `b` less that of `a`, whatever the two share: see bounded_difference. Counted frequencies (estimator
// plain) get exact bounds that miss with 2.5 % each; error bounds of the exact solver are certain; what other
// estimators give keeps its interval, and the level of the difference says what that leaves.
Difference unpaired_difference(const Side& a, const Side& b, const std::string& iso3);

}  // namespace headroom
