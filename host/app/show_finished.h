// `headroom run --resume` where the run is finished.
#pragma once
#include "host/app/fail_if.h"
#include "host/app/run_study.h"

namespace headroom {

// Says which thresholds the result crosses; the exit code.
int code_of(const std::vector<Threshold>& thresholds, const Result& result, const RunCall& call);
// The same of another estimator than the plain one. `problems` gets those of what it does not know.
int code_of(const std::vector<Threshold>& thresholds, const Estimates& estimates, const RunCall& call,
            Problems& problems);

// The finished run in --out: says that it is finished and prints what it printed. Exit code as of the run. Throws
// InputError where that is another run than the one asked for.
int show_finished(const RunOptions& typed, const RunCall& call);

}  // namespace headroom
