// A study, read and compiled; shared by the commands that need one.
#pragma once
#include <string>

#include "host/model/compile.h"
#include "host/model/load.h"

namespace headroom {

struct Inputs {
  LoadedStudy loaded;
  CompiledStudy compiled;
};

// Throws InputError with every problem; warnings go to standard error unless `quiet`.
Inputs read_inputs(const std::string& where, const LoadOptions& options, bool quiet);

// The folder that overrides the bundled data: as typed, else of HEADROOM_DATA, else none. Throws InputError when it is
// no folder.
std::filesystem::path data_root(const std::string& typed);

// As typed, else runs/STUDY-SEED-TAIL with whatever a folder's name should not hold replaced.
std::filesystem::path chosen_out(const std::string& typed, const Study& study, const std::string& tail);

}  // namespace headroom
