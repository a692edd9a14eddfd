// The folder that a run leaves behind.
#pragma once
#include <filesystem>
#include <vector>

#include "host/stats/estimates.h"
#include "host/store/output_file.h"
#include "host/store/tallies_file.h"

namespace headroom {

// Throws InputError unless `out` can become a run folder: it is absent and may be made, or it is an empty folder, or a
// run folder, which is then replaced; but not while an unfinished run in it has saved something or is going on. Changes
// nothing.
void check_run_folder(const std::filesystem::path& out);

// Whether a run's results stand there, be they of all trials or of those up to a signal.
bool is_run_folder(const std::filesystem::path& folder);

// The files of a run folder, which look at `result` and `saved` when they are written; `study` are the inputs, named
// relative to its study/.
std::vector<OutputFile> run_files(const Result& result, const SavedTallies& saved,
                                  const std::vector<OutputFile>& study);

// Of another estimator than the plain one: no tallies that could be merged.
std::vector<OutputFile> run_files(const Estimates& estimates, const std::vector<OutputFile>& study);

enum class Replaces { finished, also_unfinished };  // also: by the process that holds its lock

// Makes the folder beside `out` and swaps it in when it is complete and on the disk: whoever looks finds the old run or
// the new one, whole. Throws InputError as above, RunError when the disk fails; then `out` is as it was.
void write_run_folder(const std::filesystem::path& out, const std::vector<OutputFile>& files,
                      Replaces replaces = Replaces::finished);

}  // namespace headroom
