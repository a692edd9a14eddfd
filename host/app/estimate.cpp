#include "host/app/estimate.h"

#include <algorithm>

#include <fmt/format.h>

#include "host/app/commands.h"
#include "host/app/conditional.h"
#include "host/app/control.h"
#include "host/app/fail_if.h"
#include "host/app/importance.h"
#include "host/app/inputs.h"
#include "host/app/points.h"
#include "host/app/publish.h"
#include "host/app/record.h"
#include "host/app/terminal.h"
#include "host/report/table.h"
#include "host/stats/exact_solver.h"
#include "host/store/run_folder.h"

namespace headroom {
namespace {

// What an estimator works on.
struct Job {
  const RunOptions& options;
  const Inputs& inputs;
  TrialRange range;
};

// `simulates`: its trials are those of --first-trial and --trials.
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

Estimates conditional(const Job& job) { return run_conditional(job.options, job.inputs, job.range); }

Estimates control(const Job& job) { return run_control(job.options, job.inputs, job.range); }

Estimates importance(const Job& job) { return importance_estimates(job.options, job.inputs, job.range); }

const std::vector<Estimator> kEstimators = {{"exact", false, exact},
                                            {"conditional", true, conditional},
                                            {"control", true, control},
                                            {"importance", true, importance}};

}  // namespace

std::vector<std::string_view> estimator_names() {
  std::vector<std::string_view> names;
  for (const Estimator& estimator : kEstimators) names.push_back(estimator.name);
  return names;
}

int run_estimator(const RunOptions& options) {
  const Recorder recorder(options.typed, options.history);
  const Estimator& estimator = *std::find_if(kEstimators.begin(), kEstimators.end(),
                                             [&](const Estimator& one) { return one.name == options.estimator; });
  const Inputs inputs = read_inputs(
      options.study,
      {options.regime.empty() ? std::nullopt : std::optional(options.regime), options.seed, data_root(options.data)},
      options.quiet);
  const Study& study = inputs.loaded.study;
  const TrialRange range = asked_range(options, study);
  Problems problems;
  const std::vector<Threshold> thresholds = parse_thresholds(options.fail_if, inputs.compiled, problems);
  stop_on_errors(problems);
  const std::string trials = estimator.simulates ? fmt::format("-{}-{}", range.first, range.count) : "";
  const std::filesystem::path out = chosen_out(options.out, study, options.estimator + trials);
  check_run_folder(out);
  Estimates estimates = estimator.estimate({options, inputs, range});
  check_answers(estimates);
  if (estimator.simulates) put_independent(inputs.compiled, options.engine.threads, &estimates);
  if (estimates.interrupted && estimates.trials == 0) return kStopped;
  publish(EstimatesPublication{inputs, estimates, range.count, out, options.json, options.quiet});
  int code = kStopped;
  if (!estimates.interrupted) {
    const std::vector<std::string> lines = crossed(thresholds, estimates, problems);
    for (const std::string& line : lines) say(line);
    code = lines.empty() ? kDone : kThresholdCrossed;
  }
  recorder.record(inputs, estimates, out, code);
  stop_on_errors(problems);
  return code;
}

}  // namespace headroom
