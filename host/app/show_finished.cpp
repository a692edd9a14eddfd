#include "host/app/show_finished.h"

#include <algorithm>

#include <fmt/format.h>

#include "host/app/asked_run.h"
#include "host/app/commands.h"
#include "host/app/finished.h"
#include "host/app/terminal.h"
#include "host/base/digest.h"
#include "host/base/text.h"

namespace headroom {
namespace fs = std::filesystem;
namespace {

constexpr const char* kWayOut = "give another --out, or leave out --resume to replace it";

// Where scenarios are asked for they are those of the finished run.
void check_scenarios(const RunOptions& typed, const Study& study, const FinishedRun& run, const fs::path& out) {
  if (!typed.all_scenarios && typed.scenarios.empty()) return;
  std::vector<std::string> asked;
  for (const Scenario& scenario : study.scenarios)
    if (typed.all_scenarios ||
        std::find(typed.scenarios.begin(), typed.scenarios.end(), scenario.name) != typed.scenarios.end())
      asked.push_back(scenario.name);
  if (asked == run.scenarios) return;
  refuse_run(out,
             "a finished run with other scenarios is there; give another --out, or leave out --resume to replace it");
}

void check_estimator(const RunOptions& typed, const FinishedRun& run, const fs::path& out) {
  const bool asked = is_study(typed.study, out) || typed.estimator != RunOptions().estimator;
  if (!asked || typed.estimator == run.result.estimator) return;
  refuse_run(out, fmt::format("a finished run of the estimator {} is there, not of {}; {}",
                              printable(run.result.estimator), typed.estimator, kWayOut));
}

// How many trials were asked for: of the plain estimator those that there are; others may take more, or none.
u64 trials_of(const RunOptions& typed, const FinishedRun& run, const fs::path& out) {
  if (!run.estimates) return run.range.count;
  return read_inputs((out / "study").string(), load_options(typed), true).loaded.study.trials;
}

void check_range(const RunOptions& typed, const FinishedRun& run, const fs::path& out) {
  const TrialRange there{run.range.first, trials_of(typed, run, out)};
  const u64 first = typed.first_trial_text.empty() ? there.first : typed.first_trial;
  if (first == there.first && typed.trials.value_or(there.count) == there.count) return;
  refuse_run(out, fmt::format("a finished run of {} is there; {}", range_text(there), kWayOut));
}

int code_of_lines(const std::vector<std::string>& lines, const RunCall& call) {
  for (const std::string& line : lines) say((call.label.empty() ? "" : call.label + ": ") + line);
  return lines.empty() ? kDone : kThresholdCrossed;
}

}  // namespace

int code_of(const std::vector<Threshold>& thresholds, const Result& result, const RunCall& call) {
  return code_of_lines(crossed(thresholds, result), call);
}

int code_of(const std::vector<Threshold>& thresholds, const Estimates& estimates, const RunCall& call,
            Problems& problems) {
  return code_of_lines(crossed(thresholds, estimates, problems), call);
}

int show_finished(const RunOptions& typed, const RunCall& call) {
  const fs::path out = typed.out;
  const FinishedRun run = read_finished(out);
  RunOptions options = typed;
  if (!options.seed) options.seed = run.result.seed;
  const std::string study = is_study(typed.study, out) ? typed.study : (out / "study").string();
  const Inputs inputs = read_inputs(study, load_options(options), true);
  if (inputs.compiled.digest() != run.study_digest) {
    refuse_run(out, fmt::format("a finished run of another study, seed or rules is there (digest {}, asked for {}); {}",
                                hex(run.study_digest), hex(inputs.compiled.digest()), kWayOut));
  }
  check_estimator(typed, run, out);
  check_range(typed, run, out);
  check_scenarios(typed, inputs.loaded.study, run, out);
  Problems problems;
  const std::vector<Threshold> thresholds = parse_thresholds(typed.fail_if, inputs.compiled, problems);
  if (!problems.ok()) throw InputError(problems.errors());
  if (!typed.quiet && call.print)
    say(fmt::format("{}: the run is finished; nothing is left to do", in_quotes(out.string())));
  if (call.print) print_result(typed.json ? run.json : run.table);
  const int code =
      run.estimates ? code_of(thresholds, *run.estimates, call, problems) : code_of(thresholds, run.result, call);
  if (!problems.ok()) throw InputError(problems.errors());
  return code;
}

}  // namespace headroom
