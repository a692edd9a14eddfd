// `headroom run --resume`: what stands in a run folder, and how to go on with it.
#pragma once
#include <filesystem>
#include <memory>

#include "host/app/inputs.h"
#include "host/app/run_options.h"
#include "host/app/saver.h"

namespace headroom {

// What --resume found.
struct TakenUp {
  std::unique_ptr<UnfinishedRun> run;  // to go on with; nothing: there is none
  bool finished = false;               // a finished run stands there
};

// Looks into the run folder that is meant: --out, the folder typed for STUDY when that is a run's, or the default of
// the study. Of an unfinished run the options become those that it was given, and over them those typed now, and the
// study the run's copy. Where there is nothing but a STUDY was typed, the run may begin. Throws InputError: nothing is
// there, another process is at work, or a typed option would make it another run.
TakenUp take_up(RunOptions* options);

// How the run is to be remembered.
RunManifest run_manifest(const RunOptions& options, const RunIdentity& identity);

// Throws InputError unless what is asked for now is what was begun; `typed_study`, where it is not empty, is the STUDY
// typed beside --resume and must be the same still.
void check_same_run(const UnfinishedRun& run, const RunIdentity& asked, const std::string& typed_study,
                    const RunOptions& options);

// Begins to save a run of these inputs in --out, or goes on with what was taken up; the sums that are kept hold it then
// (saver.h). `wrong` says why a save of the same estimator, study, seed and first trial is none of this run, or
// nothing. Throws InputError where there are saves and none is good.
std::unique_ptr<Saver> begin_saving(TakenUp& taken, const RunOptions& options, const RunIdentity& identity,
                                    const LoadedStudy& loaded,
                                    const std::function<std::string(const Checkpoint&)>& wrong);

}  // namespace headroom
