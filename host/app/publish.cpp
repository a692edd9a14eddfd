#include "host/app/publish.h"

#include <cerrno>
#include <cstdio>
#include <memory>

#include "host/app/terminal.h"
#include "host/report/table.h"
#include "host/stats/exact_solver.h"
#include "host/store/atomic_write.h"
#include "host/store/run_folder.h"
#include "host/store/study_copy.h"

namespace headroom {
namespace {

// What is written is not made a second time to be printed.
void print_file(const std::filesystem::path& path) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
  char buffer[1 << 16];
  std::size_t got = 0;
  while (file && (got = std::fread(buffer, 1, sizeof buffer, file.get())) > 0) print_result({buffer, got});
  if (!file || std::ferror(file.get()) != 0) throw_disk_error("read", path, errno);
}

// `files` and the table.
template <class What>
void put_in_place(const What& what, const std::vector<OutputFile>& study, const std::string& table,
                  std::vector<OutputFile> files) {
  files.push_back(file_of("table.txt", table));
  if (!what.save.empty()) {
    for (OutputFile& file : what.unfinished->files(study, what.save)) files.push_back(std::move(file));
  }
  write_run_folder(what.out, files, what.unfinished ? Replaces::also_unfinished : Replaces::finished);
  if (what.unfinished) what.unfinished->leave();
  if (what.print) what.json ? print_file(what.out / "result.json") : print_result(table);
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
  // No option: 0.2 s for the 120 destinations of R1, and nothing where a rule is in the way.
  put_independent(what.inputs.compiled, what.threads, &result);
  const auto study = study_copy(loaded.files, {loaded.study.seed, what.trials_asked, loaded.study.adapts});
  std::vector<OutputFile> files = run_files(result, what.saved, study);
  const std::string table = table_text(result, loaded.study.regime);
  put_in_place(what, study, table, std::move(files));
  if (!what.quiet) say("run folder: " + what.out.string());
  return result;
}

void publish(const EstimatesPublication& what) {
  const LoadedStudy& loaded = what.inputs.loaded;
  const auto study = study_copy(loaded.files, {loaded.study.seed, what.trials_asked, loaded.study.adapts});
  const std::string table = table_text(what.estimates, loaded.study.regime);
  put_in_place(what, study, table, run_files(what.estimates, study));
  if (!what.quiet) say("run folder: " + what.out.string());
}

}  // namespace headroom
