#include "host/app/control.h"

#include <fmt/format.h>

#include "host/app/conditional.h"
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
  explicit ControlWork(const Job& job)
      : job_(job),
        compiled_(job.inputs.compiled),
        range_(job.range),
        apart_(apart_from(range_)),
        relative_(nearest_relative(compiled_)),
        tables_(compiled_.tables()),
        relative_tables_(relative_.study.tables()),
        conditional_(relative_.study, job.options.engine.threads, tables_.months - 1),
        engine_(make_engine(job.options.engine, &note_)),
        tally_(tally_shape(tables_)),
        relative_tally_(tally_shape(relative_tables_)),
        means_(conditional_.tables()),
        progress_(range_.count + apart_.count, job.progress) {}

  Estimates all() {
    job_.saver->keep("halves", relative_.study.digest(), &tally_, &halves_[0], &halves_[1]);
    job_.saver->keep("means", digest_of(conditional_.tables()), &means_);
    check_counts();
    progress_.go_on_behind(done());
    progress_.tell([&] { return ProgressDetail{job_.saver->trials_saved(), {}}; });
    run_half(0, range_.count / 2);
    run_half(1, range_.count - range_.count / 2);
    const bool all_run = tally_.trials == range_.count;
    // A signal cuts both short; the means of that answer are not saved, for there will be more.
    ConditionalTally fewer(conditional_.tables());
    const std::atomic<bool> never{false};
    if (all_run) {
      progress_.go_on_behind(done());
      run_means(apart_.count, job_.stop, progress_, saving(job_, apart_.first, range_.count), &means_);
    } else {
      Progress none(0, false);
      run_means(std::min(apart_.count, tally_.trials * kMeanTrials), never, none, {}, &fewer);
    }
    const bool goes_on = !all_run || means_.trials < apart_.count;
    job_.saver->end(done(), goes_on);
    const ConditionalTally& means = all_run ? means_ : fewer;
    Estimates estimates =
        control_estimates(compiled_, job_.inputs.loaded.study, relative_, {tally_, halves_, conditional_, means});
    estimates.first_trial = range_.first;
    estimates.engine = engine_->name();
    estimates.engine_detail = engine_->detail() + (note_.empty() ? "" : "; " + note_);
    estimates.method = fmt::format(
        "control variate: the nearest study that keeps no state but the cap on the same trials, its mean from a "
        "conditional pass over {} others",
        grouped(means.trials));
    estimates.interrupted = goes_on;
    if (goes_on) estimates.stopped = "a signal came";
    return estimates;
  }

 private:
  u64 done() const { return tally_.trials + means_.trials; }

  // What was taken up can be of these trials.
  void check_counts() const {
    const u64 half = range_.count / 2, first = std::min(tally_.trials, half);
    if (tally_.trials > range_.count || halves_[0].trials != first || halves_[1].trials != tally_.trials - first ||
        means_.trials > (tally_.trials == range_.count ? apart_.count : 0))
      throw InputError("the save holds other trials than the run; run it again with another --out");
  }

  // Both studies over the trials of one half that are left.
  void run_half(u32 half, u64 trials) {
    const u64 earlier = halves_[half].trials, first = range_.first + half * (range_.count / 2);
    BetweenPieces between = saving(job_, range_.first);
    between.at_most = std::min(between.at_most, kPiece);
    progress_.go_on_behind(tally_.trials);
    run_in_pieces(left_of({first, trials}, earlier), job_.stop, progress_, between, [&](TrialRange piece) {
      ExhaustedBits of_study(tables_.destination_count, piece.count), of_relative = of_study;
      const u64 got = engine_->run(tables_, piece, job_.stop, &tally_, &of_study);
      const std::atomic<bool> never{false};
      engine_->run(relative_tables_, {piece.first, got}, never, &relative_tally_, &of_relative);
      halves_[half].add(got, of_study, of_relative);
      return got;
    });
  }

  void run_means(u64 trials, const std::atomic<bool>& stop, Progress& progress, const BetweenPieces& between,
                 ConditionalTally* means) {
    run_in_pieces(left_of({apart_.first, trials}, means->trials), stop, progress, between, [&](TrialRange piece) {
      return engine_->run_conditional(conditional_.tables(), piece, stop, means);
    });
  }

  const Job& job_;
  const CompiledStudy& compiled_;
  const TrialRange range_, apart_;
  const Relative relative_;
  const Tables tables_, relative_tables_;
  const ConditionalStudy conditional_;
  std::string note_;
  std::unique_ptr<Engine> engine_;
  Tally tally_, relative_tally_;
  ControlCounts halves_[2] = {ControlCounts(tables_.destination_count), ControlCounts(tables_.destination_count)};
  ConditionalTally means_;  // of the relative's chances
  Progress progress_;
};

}  // namespace

Estimates run_control(const Job& job) { return ControlWork(job).all(); }

}  // namespace headroom
