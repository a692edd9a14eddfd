// headroom run: a study in, a table and a run folder out.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "host/app/commands.h"
#include "host/app/fail_if.h"
#include "host/app/inputs.h"
#include "host/app/interrupt.h"
#include "host/app/publish.h"
#include "host/app/run_options.h"
#include "host/app/simulate.h"
#include "host/app/terminal.h"
#include "host/base/text.h"
#include "host/report/grid.h"
#include "host/stats/estimate.h"
#include "host/store/run_folder.h"
#include "host/store/study_copy.h"

namespace headroom {
namespace {

constexpr const char* kExamples =
    "Examples:\n"
    "  headroom run smoke\n"
    "  headroom run my-study --trials 100000 --out result\n"
    "  headroom run my-study --fail-if 'p_exhausted(IND) > 0.2' --json > result.json\n"
    "  headroom run my-study --all-scenarios\n"
    "  headroom run my-study --first-trial 500000 --trials 500000    the second of two shards\n";

bool shows_progress(const RunOptions& options) {
  if (options.quiet || options.progress == "never") return false;
  return options.progress == "always" || stderr_is_terminal();
}

// All that can be wrong is found before the work starts.
struct Plan {
  Inputs inputs;
  TrialRange range;
  std::filesystem::path out;
  std::vector<Threshold> thresholds;
  std::vector<ScenarioRun> scenarios;
  std::unique_ptr<Engine> engine;
  EngineWords words;
};

Plan make_plan(const RunOptions& options) {
  Plan plan;
  plan.inputs = read_inputs(
      options.study,
      {options.regime.empty() ? std::nullopt : std::optional(options.regime), options.seed, data_root(options.data)},
      options.quiet);
  const Study& study = plan.inputs.loaded.study;
  plan.range = checked_range(options.first_trial, options.trials.value_or(study.trials));
  Problems problems;
  plan.thresholds = parse_thresholds(options.fail_if, plan.inputs.compiled, problems);
  if (!problems.ok()) throw InputError(problems.errors());
  plan.scenarios = prepare_scenarios(plan.inputs, options.scenarios, options.all_scenarios, options.quiet);
  plan.out = chosen_out(options.out, study, fmt::format("{}-{}", plan.range.first, plan.range.count));
  check_run_folder(plan.out);
  std::string note;
  plan.engine = make_engine(options.engine, &note);
  plan.words = {plan.engine->name(), plan.engine->detail()};
  if (!note.empty()) plan.words.detail += (plan.words.detail.empty() ? "" : "; ") + note;
  return plan;
}

std::string stopped_text(u64 done, u64 asked) {
  return fmt::format("stopped by a signal after {} of {} trials; {}", grouped(done), grouped(asked),
                     done ? "what was done is saved" : "nothing to save");
}

int run(RunOptions& options) {
  options.check();
  Plan plan = make_plan(options);
  const Tables tables = plan.inputs.compiled.tables();
  SavedTallies saved{plan.inputs.compiled.digest(), plan.inputs.loaded.study.seed, {}, Tally(tally_shape(tables))};
  u64 done = 0;
  {
    const Interrupt interrupt;
    Progress progress(plan.range.count, shows_progress(options));
    done = simulate(*plan.engine, tables, plan.range, interrupt.flag(), progress, &saved.tally, &plan.scenarios);
  }
  const bool stopped = done < plan.range.count;
  if (stopped) say(stopped_text(done, plan.range.count));
  if (done == 0) return kStopped;
  saved.ranges = {{plan.range.first, done}};
  const Result result = publish(
      {plan.inputs, saved, plan.words, plan.range.count, plan.out, options.json, options.quiet, &plan.scenarios});
  if (stopped) return kStopped;
  const std::vector<std::string> lines = crossed(plan.thresholds, result);
  for (const std::string& line : lines) say(line);
  return lines.empty() ? kDone : kThresholdCrossed;
}

}  // namespace

void add_run(CLI::App& app, Work* work) {
  CLI::App* command = app.add_subcommand("run", "simulate a study; print a table per destination; write a run folder");
  command->footer(kExamples);
  const auto options = std::make_shared<RunOptions>();
  options->add_to(*command);
  command->callback([=] { *work = [options] { return run(*options); }; });
}

}  // namespace headroom
