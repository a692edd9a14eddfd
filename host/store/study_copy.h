// The inputs of a run as they go into its folder.
#pragma once
#include <vector>

#include "host/base/hd.h"
#include "host/io/folder.h"
#include "host/store/output_file.h"

namespace headroom {

// What the command line may have set instead of study.toml.
struct RunSettings {
  u64 seed = 0, trials = 0;
  bool adapt = false;  // the study was written for another regime
};

// Copies of the inputs such that `headroom run` of them repeats the run: in study.toml the seed and the trials are
// those of the run and the regime is the folder `regime` of the copy, so that neither options nor another version's
// rules change it; every other byte stays. Files keep their relative names; one that points out of the folder is left
// out. The inputs have to outlive the copies.
std::vector<OutputFile> study_copy(const std::vector<InputFile>& inputs, const RunSettings& settings);

}  // namespace headroom
