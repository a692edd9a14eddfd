// --points and --replicates: where the factors of --estimator conditional come from. A trial draws words of its own
// ("random", as every other estimator), or takes its place in replicates of scrambled Sobol' points.
#pragma once
#include "host/app/run_options.h"
#include "host/model/study.h"

namespace headroom {

void add_point_options(CLI::App& command, RunOptions* options);
// Reads the number of replicates; `problems` gets what is wrong with both.
void check_points(RunOptions* options, Problems& problems);

// The trials that were asked for, by options or by the study, of --points sobol. Points come in powers of two a
// replicate, or they would not be spread evenly: other numbers of trials are refused where somebody typed them, and
// those of a study, which were not meant for points, go to the nearest. Throws InputError.
TrialRange point_range(const RunOptions& options, const Study& study);

}  // namespace headroom
