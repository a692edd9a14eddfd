// A study, read and compiled; shared by the commands that need one.
#pragma once
#include <string>

#include "host/engine/engine.h"
#include "host/model/compile.h"
#include "host/model/load.h"

namespace headroom {

struct Inputs {
  LoadedStudy loaded;
  CompiledStudy compiled;
};

// Throws InputError with every problem; warnings go to standard error unless `quiet`.
Inputs read_inputs(const std::string& where, const LoadOptions& options, bool quiet);

// The study of a run folder, from its copy. Throws InputError also where that is not what was run: its tables and
// `seed` have another digest than `digest` now.
Inputs read_run_inputs(const std::string& run, u64 seed, u64 digest, const std::filesystem::path& data, bool quiet);

// The same with a scenario's changes made. May only be used when `problems` has no error.
Inputs with_scenario(const Inputs& inputs, const Scenario& scenario, Problems& problems);

// Mean orders a trial that the market sends to all destinations: the "model orders" that speeds are told by.
double market_orders(const CompiledStudy& study);

// What is wrong with the name of a destination that must have a cap in the study, or nothing.
std::string destination_problem(std::string_view iso3, const CompiledStudy& compiled);

// The folder that overrides the bundled data: as typed, else of HEADROOM_DATA, else none. Throws InputError when it is
// no folder.
std::filesystem::path data_root(const std::string& typed);

// As typed, else runs/STUDY-SEED-TAIL with whatever a folder's name should not hold replaced.
std::filesystem::path chosen_out(const std::string& typed, const Study& study, const std::string& tail);

}  // namespace headroom
