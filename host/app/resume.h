// `headroom run --resume`: what stands in a run folder, and how to go on with it.
#pragma once
#include <filesystem>
#include <memory>

#include "host/app/fail_if.h"
#include "host/app/run_study.h"
#include "host/app/saver.h"
#include "host/store/unfinished.h"

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

// What a run is asked to be.
struct RunIdentity {
  u64 study_digest = 0, seed = 0;
  TrialRange range;
};

// How the run is to be remembered.
RunManifest run_manifest(const RunOptions& options, const RunIdentity& identity);

// Throws InputError unless what is asked for now is what was begun; `typed_study`, where it is not empty, is the STUDY
// typed beside --resume and must be the same still.
void check_same_run(const UnfinishedRun& run, const RunIdentity& asked, const std::string& typed_study,
                    const RunOptions& options);

// Puts the newest good save into the tallies, which have the shape of the study, and says of each damaged one what is
// wrong with it. Returns how many trials are done. Throws InputError where there are saves and none is good.
u64 take_up_tallies(UnfinishedRun& run, const std::filesystem::path& out, const RunIdentity& asked, Tally* tally,
                    std::vector<ScenarioRun>* scenarios);

// Says which thresholds the result crosses; the exit code.
int code_of(const std::vector<Threshold>& thresholds, const Result& result, const RunCall& call);

// The finished run in --out: says that it is finished and prints what it printed. Exit code as of the run. Throws
// InputError where that is another run than the one asked for.
int show_finished(const RunOptions& typed, const RunCall& call);

}  // namespace headroom
