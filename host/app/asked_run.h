// What the options of a run come to.
#pragma once
#include <filesystem>

#include "host/app/inputs.h"
#include "host/app/run_options.h"

namespace headroom {

LoadOptions load_options(const RunOptions& options);

// Throws InputError when it passes 2^63.
TrialRange asked_range(const RunOptions& options, const Study& study);

// The run folder: as typed, else one of the study, the estimator and the trials.
std::filesystem::path run_out(const RunOptions& options, const Study& study);

// Whether STUDY was typed beside --resume, and is not the run folder itself.
bool is_study(const std::string& typed, const std::filesystem::path& out);

std::string range_text(const TrialRange& range);

// Throws InputError that names the run folder.
[[noreturn]] void refuse_run(const std::filesystem::path& out, const std::string& why);

}  // namespace headroom
