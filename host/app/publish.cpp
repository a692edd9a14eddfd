#include "host/app/publish.h"

#include "host/app/terminal.h"
#include "host/report/json.h"
#include "host/report/table.h"
#include "host/store/run_folder.h"
#include "host/store/study_copy.h"

namespace headroom {
namespace {

template <class What>
void put_in_place(const What& what, const std::vector<InputFile>& study, const std::string& table,
                  std::vector<InputFile> files) {
  files.push_back({"table.txt", table});
  if (!what.save.empty()) {
    for (InputFile& file : what.unfinished->files(study, what.save)) files.push_back(std::move(file));
  }
  write_run_folder(what.out, files, what.unfinished ? Replaces::also_unfinished : Replaces::finished);
  if (what.unfinished) what.unfinished->leave();
}

}  // namespace

Result publish(const Publication& what) {
  const LoadedStudy& loaded = what.inputs.loaded;
  Result result =
      make_result(what.inputs.compiled, loaded.study, what.saved.tally, what.saved.ranges, what.engine, what.intervals);
  const u32 looks = result.stopped ? result.stopped->looks : 0;
  if (what.scenarios) {
    for (const ScenarioRun& run : *what.scenarios)
      result.scenarios.push_back(make_scenario_result(run.name, run.compiled, run.tally, run.pairs, looks));
  }
  const auto study = study_copy(loaded.files, {loaded.study.seed, what.trials_asked, loaded.study.adapts});
  std::vector<InputFile> files = run_files(result, what.saved, study);
  const std::string table = table_text(result, loaded.study.regime);
  put_in_place(what, study, table, std::move(files));
  if (what.print) print_result(what.json ? result_json(result) : table);
  if (!what.quiet) say("run folder: " + what.out.string());
  return result;
}

void publish(const EstimatesPublication& what) {
  const LoadedStudy& loaded = what.inputs.loaded;
  const auto study = study_copy(loaded.files, {loaded.study.seed, what.trials_asked, loaded.study.adapts});
  const std::string table = table_text(what.estimates, loaded.study.regime);
  put_in_place(what, study, table, run_files(what.estimates, study));
  if (what.print) print_result(what.json ? result_json(what.estimates) : table);
  if (!what.quiet) say("run folder: " + what.out.string());
}

}  // namespace headroom
