// headroom run: a study in, a table and a run folder out.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "host/app/commands.h"
#include "host/app/estimate.h"
#include "host/app/fail_if.h"
#include "host/app/inputs.h"
#include "host/app/interrupt.h"
#include "host/app/publish.h"
#include "host/app/ranked.h"
#include "host/app/record.h"
#include "host/app/run_options.h"
#include "host/app/simulate.h"
#include "host/app/stopping.h"
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

// All that can be wrong is found before the work starts.
struct Plan {
  Inputs inputs;
  StopRule until;
  TrialRange range;
  std::filesystem::path out;
  std::vector<Threshold> thresholds;
  std::vector<ScenarioRun> scenarios;
  std::unique_ptr<Engine> engine;
  std::string note;  // why it is not the one that was hoped for
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
  plan.until = options.until;
  check_stop_rule(plan.until, plan.inputs.compiled, problems);
  if (!problems.ok()) throw InputError(problems.errors());
  plan.scenarios = prepare_scenarios(plan.inputs, options.scenarios, options.all_scenarios, options.quiet);
  plan.out = chosen_out(options.out, study, fmt::format("{}-{}", plan.range.first, plan.range.count));
  check_run_folder(plan.out);
  plan.engine = make_engine(options.engine, &plan.note);
  return plan;
}

// Once it has run, so that it can tell what happened.
EngineWords words(const Plan& plan) {
  EngineWords words{plan.engine->name(), plan.engine->detail()};
  if (!plan.note.empty()) words.detail += (words.detail.empty() ? "" : "; ") + plan.note;
  return words;
}

struct Ran {
  u64 trials = 0;
  int code = kDone;  // or why there are no more
  std::optional<Stopped> stopped;
};

// All trials of the plan; says so where it ends early.
Ran run_trials(Plan& plan, bool show_progress, const Tables& tables, Tally* tally) {
  Ran ran;
  try {
    const Interrupt interrupt;
    Progress progress(plan.range.count, show_progress);
    const Looks looks{plan.until,
                      [&](TrialRange piece) {
                        return simulate(*plan.engine, tables, piece, interrupt.flag(), progress, tally,
                                        &plan.scenarios);
                      },
                      [&](u32 look) { return watched_intervals(plan.until, plan.inputs.compiled, *tally, look); }};
    ran.trials = run_until(looks, plan.range, progress, &ran.stopped);
    const bool sure = ran.stopped && ran.stopped->reason != StopReason::signal;
    if (ran.trials < plan.range.count && !sure) ran.code = kStopped;
  } catch (const EngineLost& lost) {
    say(lost.what());
    ran.trials = lost.done;
    ran.code = kFailed;
  }
  if (ran.code != kDone) {
    say(fmt::format("{} after {} of {} trials; {}", ran.code == kStopped ? "stopped by a signal" : "ended",
                    grouped(ran.trials), grouped(plan.range.count),
                    ran.trials ? "what was done is saved" : "nothing to save"));
  }
  return ran;
}

int run(RunOptions& options) {
  const Recorder recorder(options.typed, options.history);
  Ranks ranks;
  if (ranks.rank().number > 0) return work_for_the_first(ranks, options);
  options.check();
  if (options.estimator != "plain") return run_estimator(options);
  share_machine(ranks.rank(), &options.engine);
  Plan plan = make_plan(options);
  plan.engine = shared_out(ranks, std::move(plan.engine), plan.inputs, plan.scenarios);
  const Tables tables = plan.inputs.compiled.tables();
  SavedTallies saved{plan.inputs.compiled.digest(), plan.inputs.loaded.study.seed, {}, Tally(tally_shape(tables))};
  const Ran ran = run_trials(plan, options.shows_progress(), tables, &saved.tally);
  if (ran.trials == 0) return ran.code;
  saved.ranges = {{plan.range.first, ran.trials}};
  const Result result = publish({plan.inputs,
                                 saved,
                                 words(plan),
                                 plan.range.count,
                                 plan.out,
                                 options.json,
                                 options.quiet,
                                 &plan.scenarios,
                                 {ran.stopped, options.joint_level}});
  int code = ran.code;
  if (code == kDone) {
    const std::vector<std::string> lines = crossed(plan.thresholds, result);
    for (const std::string& line : lines) say(line);
    if (!lines.empty()) code = kThresholdCrossed;
  }
  recorder.record(plan.inputs, result, plan.out, code);
  return code;
}

}  // namespace

void add_run(CLI::App& app, Work* work) {
  CLI::App* command = app.add_subcommand("run", "simulate a study; print a table per destination; write a run folder");
  command->footer(kExamples);
  const auto options = std::make_shared<RunOptions>();
  options->add_to(*command);
  command->callback([=] {
    options->typed = typed_words(*command);
    *work = [options] { return run(*options); };
  });
}

}  // namespace headroom
