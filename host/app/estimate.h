// headroom run --estimator: all estimators but the plain one.
#pragma once
#include "host/app/run_options.h"

namespace headroom {

// What works, for --estimator.
std::vector<std::string_view> estimator_names();

// Options that have been checked, an estimator of these names. Returns the exit code; throws InputError, RunError.
int run_estimator(const RunOptions& options);

}  // namespace headroom
