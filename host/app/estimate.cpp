#include "host/app/estimate.h"

#include <algorithm>

#include <fmt/format.h>

#include "host/app/asked_run.h"
#include "host/app/commands.h"
#include "host/app/conditional.h"
#include "host/app/control.h"
#include "host/app/fail_if.h"
#include "host/app/importance.h"
#include "host/app/publish.h"
#include "host/app/record.h"
#include "host/app/show_finished.h"
#include "host/app/terminal.h"
#include "host/report/grid.h"
#include "host/report/table.h"
#include "host/stats/exact_solver.h"
#include "host/store/run_folder.h"

namespace headroom {
namespace {

// `simulates`: its trials are those of --first-trial and --trials, and are saved.
struct Estimator {
  std::string_view name;
  bool simulates;
  Estimates (*estimate)(const Job&);
};

// Where no destination has an answer there is nothing to show: then the reasons are what is wrong.
void check_answers(const Estimates& estimates) {
  const auto refused = [](const DestinationEstimate& row) { return !row.refused.empty(); };
  if (!std::all_of(estimates.destinations.begin(), estimates.destinations.end(), refused)) return;
  Problems problems;
  for (const std::string& line : refusals(estimates))
    problems.error({}, fmt::format("the estimator {} has no answer for {}; use plain", estimates.estimator, line));
  if (problems.ok()) problems.error({}, "no destination of the study has a cap; use --estimator plain");
  throw InputError(problems.errors());
}

Estimates exact(const Job& job) {
  return exact_estimates(job.inputs.compiled, job.inputs.loaded.study, job.options.engine.threads);
}

const std::vector<Estimator> kEstimators = {{"exact", false, exact},
                                            {"conditional", true, run_conditional},
                                            {"control", true, run_control},
                                            {"importance", true, importance_estimates}};

}  // namespace

std::vector<std::string_view> estimator_names() {
  std::vector<std::string_view> names;
  for (const Estimator& estimator : kEstimators) names.push_back(estimator.name);
  return names;
}

bool simulates(std::string_view estimator) {
  return std::none_of(kEstimators.begin(), kEstimators.end(),
                      [&](const Estimator& one) { return one.name == estimator && !one.simulates; });
}

int run_estimator(RunOptions options, const RunCall& call, TakenUp taken, const std::string& typed_study) {
  const Recorder recorder(options.typed, options.history);
  const Estimator& estimator = *std::find_if(kEstimators.begin(), kEstimators.end(),
                                             [&](const Estimator& one) { return one.name == options.estimator; });
  const Inputs inputs = read_inputs(options.study, load_options(options), options.quiet);
  const Study& study = inputs.loaded.study;
  const RunIdentity identity{options.estimator, inputs.compiled.digest(), study.seed, asked_range(options, study)};
  Problems problems;
  const std::vector<Threshold> thresholds = parse_thresholds(options.fail_if, inputs.compiled, problems);
  stop_on_errors(problems);
  options.out = run_out(options, study).string();
  if (taken.run) check_same_run(*taken.run, identity, typed_study, options);
  if (!taken.run) check_run_folder(options.out);
  std::unique_ptr<Saver> saver;
  if (estimator.simulates)
    saver = begin_saving(taken, options, identity, inputs.loaded, [](const Checkpoint&) { return std::string(); });
  const bool silent = options.quiet && !call.shows_progress;
  Estimates estimates = estimator.estimate({options, inputs, identity.range, call.stop,
                                            silent ? ProgressStyle::none : options.progress_style(), saver.get()});
  if (estimates.interrupted) {
    say(fmt::format("stopped by a signal after {}; {}", counted(saver->done(), "trial", "trials"),
                    saver->done() ? "what was done is saved, and --resume goes on with it" : "nothing to save"));
    if (saver->done() == 0) return kStopped;
  }
  check_answers(estimates);
  if (estimator.simulates) put_independent(inputs.compiled, options.engine.threads, &estimates);
  publish(EstimatesPublication{inputs, estimates, identity.range.count, options.out, options.json, options.quiet,
                               saver ? &saver->run() : nullptr, saver ? saver->bytes() : "", call.print});
  const int code = estimates.interrupted ? int(kStopped) : code_of(thresholds, estimates, call, problems);
  recorder.record(inputs, estimates, options.out, code);
  stop_on_errors(problems);
  return code;
}

}  // namespace headroom
