// headroom run --estimator: all estimators but the plain one.
#pragma once
#include "host/app/resume.h"
#include "host/app/run_study.h"

namespace headroom {

// What works, for --estimator.
std::vector<std::string_view> estimator_names();
// Whether it runs trials, which are saved. Of any estimator, the plain one too.
bool simulates(std::string_view estimator);

// Options that have been checked, an estimator of these names; `taken` is what --resume found, `typed_study` the STUDY
// typed beside it. Returns the exit code; throws InputError, RunError.
int run_estimator(RunOptions options, const RunCall& call, TakenUp taken, const std::string& typed_study);

}  // namespace headroom
