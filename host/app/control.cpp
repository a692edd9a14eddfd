#include "host/app/control.h"

#include <fmt/format.h>

#include "host/app/conditional.h"
#include "host/app/interrupt.h"
#include "host/report/grid.h"
#include "host/stats/control.h"

namespace headroom {
namespace {

constexpr u64 kPiece = u64(1) << 16;  // a bit a trial and destination is kept, twice
constexpr u64 kMeanTrials = 8;        // of the conditional pass, for one of the study's

// Where the trials of the conditional pass are: behind the study's or, where those end too late, before them.
TrialRange apart_from(TrialRange range) {
  constexpr u64 end = u64(1) << 63;
  const u64 behind = range.first + range.count, wanted = range.count * kMeanTrials;
  if (end - behind >= wanted) return {behind, wanted};
  return {0, std::min(wanted, range.first)};
}

class ControlWork {
 public:
  ControlWork(const RunOptions& options, const Inputs& inputs, TrialRange range)
      : options_(options),
        compiled_(inputs.compiled),
        study_(inputs.loaded.study),
        range_(range),
        relative_(nearest_relative(inputs.compiled)),
        tables_(compiled_.tables()),
        relative_tables_(relative_.study.tables()),
        engine_(make_engine(options.engine, &note_)),
        tally_(tally_shape(tables_)),
        relative_tally_(tally_shape(relative_tables_)) {}

  Estimates all() {
    Progress progress(range_.count, options_.quiet ? ProgressStyle::none : options_.progress_style());
    while (tally_.trials < range_.count && !interrupt_.flag().load()) {
      progress.update(tally_.trials);
      piece();
    }
    const ConditionalStudy conditional(relative_.study, options_.engine.threads, tables_.months - 1);
    ConditionalTally means(conditional.tables());
    // A signal cuts both short; what is done then counts.
    const std::atomic<bool> never{false};
    TrialRange apart = apart_from(range_);
    apart.count = std::min(apart.count, tally_.trials * kMeanTrials);
    run_pieces(*engine_, conditional.tables(), apart, never, progress, &means);
    Estimates estimates = control_estimates(compiled_, study_, relative_, {tally_, halves_, conditional, means});
    estimates.first_trial = range_.first;
    estimates.engine = engine_->name();
    estimates.engine_detail = engine_->detail() + (note_.empty() ? "" : "; " + note_);
    estimates.method = fmt::format(
        "control variate: the nearest study that keeps no state but the cap on the same trials, its mean from a "
        "conditional pass over {} others",
        grouped(means.trials));
    estimates.interrupted = tally_.trials < range_.count;
    if (estimates.interrupted) estimates.stopped = "a signal came";
    return estimates;
  }

 private:
  // Both studies over the next trials, within one half.
  void piece() {
    const u64 done = tally_.trials, half = range_.count / 2, end = done < half ? half : range_.count;
    const TrialRange next{range_.first + done, std::min(kPiece, end - done)};
    ExhaustedBits of_study(tables_.destination_count, next.count), of_relative = of_study;
    const u64 got = engine_->run(tables_, next, interrupt_.flag(), &tally_, &of_study);
    const std::atomic<bool> never{false};
    engine_->run(relative_tables_, {next.first, got}, never, &relative_tally_, &of_relative);
    halves_[done < half ? 0 : 1].add(got, of_study, of_relative);
  }

  const RunOptions& options_;
  const CompiledStudy& compiled_;
  const Study& study_;
  const TrialRange range_;
  const Relative relative_;
  const Tables tables_, relative_tables_;
  std::string note_;
  std::unique_ptr<Engine> engine_;
  Tally tally_, relative_tally_;
  ControlCounts halves_[2] = {ControlCounts(tables_.destination_count), ControlCounts(tables_.destination_count)};
  const Interrupt interrupt_;
};

}  // namespace

Estimates run_control(const RunOptions& options, const Inputs& inputs, TrialRange range) {
  return ControlWork(options, inputs, range).all();
}

}  // namespace headroom
