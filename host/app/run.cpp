// headroom run: a study in, a table and a run folder out.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "host/app/asked_run.h"
#include "host/app/commands.h"
#include "host/app/estimate.h"
#include "host/app/fail_if.h"
#include "host/app/interrupt.h"
#include "host/app/plain_sums.h"
#include "host/app/publish.h"
#include "host/app/ranked.h"
#include "host/app/record.h"
#include "host/app/resume.h"
#include "host/app/run_options.h"
#include "host/app/run_progress.h"
#include "host/app/run_study.h"
#include "host/app/show_finished.h"
#include "host/app/simulate.h"
#include "host/app/stopping.h"
#include "host/app/terminal.h"
#include "host/base/text.h"
#include "host/report/grid.h"
#include "host/stats/estimate.h"
#include "host/store/run_folder.h"

namespace headroom {
namespace {

constexpr const char* kRunExamples =
    "Examples:\n"
    "  headroom run smoke\n"
    "  headroom run my-study --trials 100000 --out result\n"
    "  headroom run my-study --fail-if 'p_exhausted(IND) > 0.2' --json > result.json\n"
    "  headroom run my-study --all-scenarios\n"
    "  headroom run my-study --resume            go on after a kill, a signal or a full disk\n"
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

  RunIdentity identity() const { return {"plain", inputs.compiled.digest(), inputs.loaded.study.seed, range}; }
};

Plan make_plan(const RunOptions& options, bool goes_on) {
  Plan plan;
  plan.inputs = read_inputs(options.study, load_options(options), options.quiet);
  const Study& study = plan.inputs.loaded.study;
  plan.range = asked_range(options, study);
  Problems problems;
  plan.thresholds = parse_thresholds(options.fail_if, plan.inputs.compiled, problems);
  plan.until = options.until;
  check_stop_rule(plan.until, plan.inputs.compiled, problems);
  stop_on_errors(problems);
  plan.scenarios = prepare_scenarios(plan.inputs, options.scenarios, options.all_scenarios, options.quiet);
  plan.out = run_out(options, study);
  if (!goes_on) check_run_folder(plan.out);
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
  u64 trials = 0;    // earlier ones too
  int code = kDone;  // or why there are no more
  std::optional<Stopped> stopped;
};

// All trials of the plan that are missing, behind `earlier` ones; says so where it ends early.
Ran run_trials(Plan& plan, const RunOptions& options, const RunCall& call, Tally* tally, Saver& saver) {
  const u64 earlier = saver.done();
  Ran ran{earlier, kDone, {}};
  const BetweenPieces between{options.save_every ? options.save_every : BetweenPieces{}.at_most,
                              [&](u64 end) { saver.piece_done(end - plan.range.first); }};
  const bool silent = options.quiet && !call.shows_progress;
  try {
    Progress progress(plan.range.count, silent ? ProgressStyle::none : options.progress_style(), call.label);
    progress.go_on_behind(earlier);
    progress.tell([&] { return progress_detail(saver.trials_saved(), plan.inputs.compiled, *tally, plan.scenarios); });
    const Looks looks{plan.until,
                      [&](TrialRange piece) {
                        return simulate(*plan.engine, plan.inputs.compiled.tables(), piece, call.stop, progress, tally,
                                        &plan.scenarios, between);
                      },
                      [&](u32 look) { return watched_intervals(plan.until, plan.inputs.compiled, *tally, look); }};
    ran.trials = run_until(looks, plan.range, earlier, progress, &ran.stopped);
    const bool sure = ran.stopped && ran.stopped->reason != StopReason::signal;  // it has stopped itself
    if (ran.trials < plan.range.count && !sure) ran.code = kStopped;
  } catch (const EngineLost& lost) {
    say(lost.what());
    ran.trials = lost.done;
    ran.code = kFailed;
  }
  if (ran.code != kDone) {
    say(fmt::format("{} after {} of {} trials; {}", ran.code == kStopped ? "stopped by a signal" : "ended",
                    grouped(ran.trials), grouped(plan.range.count),
                    ran.trials ? "what was done is saved, and --resume goes on with it" : "nothing to save"));
  }
  saver.end(ran.trials, ran.code != kDone);
  return ran;
}

}  // namespace

int run_study(RunOptions options, const RunCall& call) {
  const std::string typed_study = options.study, typed = options.typed;
  TakenUp taken;
  if (options.resume) {
    taken = take_up(&options);
    options.typed = typed;
    if (taken.finished) return show_finished(options, call);
  }
  if (options.estimator != "plain") return run_estimator(options, call, std::move(taken), typed_study);
  const Recorder recorder(options.typed, options.history);
  if (call.ranks) share_machine(call.ranks->rank(), &options.engine);
  Plan plan = make_plan(options, taken.run != nullptr);
  options.out = plan.out.string();
  if (call.ranks) plan.engine = shared_out(*call.ranks, std::move(plan.engine), plan.inputs, plan.scenarios);
  const RunIdentity identity = plan.identity();
  if (taken.run) check_same_run(*taken.run, identity, typed_study, options);
  SavedTallies saved{identity.study_digest, identity.seed, {}, Tally(tally_shape(plan.inputs.compiled.tables()))};
  const std::unique_ptr<Saver> saver = begin_saving(
      taken, options, identity, plan.inputs.loaded,
      [&](const Checkpoint& save) { return why_other_sums(save, plan.range, saved.tally, plan.scenarios); });
  keep_sums(*saver, identity.study_digest, &saved.tally, &plan.scenarios);
  const Ran ran = run_trials(plan, options, call, &saved.tally, *saver);
  if (ran.trials == 0) return ran.code;
  saved.ranges = {{plan.range.first, ran.trials}};
  saved.scenarios = saved_scenarios(plan.scenarios);
  const Result result = publish({plan.inputs,
                                 saved,
                                 words(plan),
                                 plan.range.count,
                                 plan.out,
                                 options.json,
                                 options.quiet,
                                 &plan.scenarios,
                                 {ran.stopped, options.joint_level},
                                 &saver->run(),
                                 saver->bytes(),
                                 call.print,
                                 options.engine.threads});
  const int code = ran.code == kDone ? code_of(plan.thresholds, result, call) : ran.code;
  recorder.record(plan.inputs, result, plan.out, code);
  return code;
}

namespace {

int run(RunOptions options) {
  Ranks ranks;
  if (ranks.rank().number > 0) return work_for_the_first(ranks, options);
  options.check();
  if (!ranks.alone() && (options.resume || options.estimator != "plain")) {
    throw InputError(fmt::format("{} runs in one process; start it without mpirun",
                                 options.resume ? "--resume" : "--estimator " + options.estimator));
  }
  const Interrupt interrupt;
  return run_study(options, {interrupt.flag(), {}, true, false, &ranks});
}

}  // namespace

void add_run(CLI::App& app, Work* work) {
  CLI::App* command = app.add_subcommand("run", "simulate a study; print a table per destination; write a run folder");
  command->footer(kRunExamples);
  const auto options = std::make_shared<RunOptions>();
  options->add_to(*command);
  command->callback([=] {
    options->typed = typed_words(*command);
    options->words = option_words(*command);
    *work = [options] { return run(*options); };
  });
}

}  // namespace headroom
