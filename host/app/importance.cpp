#include "host/app/importance.h"

#include <algorithm>
#include <deque>

#include <fmt/format.h>

#include "host/app/stopping.h"
#include "host/base/digest.h"
#include "host/stats/importance.h"

namespace headroom {
namespace {

// Whole blocks, in which the nominal trials have their share.
TrialRange whole_blocks(TrialRange range) {
  if (range.first % kTiltBlock)
    throw InputError(fmt::format("--first-trial {} does not begin a block of importance sampling; use a multiple of {}",
                                 range.first, kTiltBlock));
  return {range.first, (range.count + kTiltBlock - 1) / kTiltBlock * kTiltBlock};
}

// Of one destination.
struct Sums {
  u64 tilt = 0;  // digest of the law that its trials are drawn from; 0: none is chosen yet
  WeightTally tally;

  explicit Sums(u32 months) : tally(months) {}
};

class ImportanceWork {
 public:
  ImportanceWork(const Job& job, TrialRange range)
      : job_(job), range_(range), engine_(make_engine(job.options.engine, &note_)) {}

  Estimates all() {
    const CompiledStudy& compiled = job_.inputs.compiled;
    Estimates estimates = open_estimates(compiled, job_.inputs.loaded.study, "importance");
    Digest digest;
    for (u32 d = 0; d < estimates.destinations.size(); ++d) {
      DestinationEstimate& row = estimates.destinations[d];
      row.refused = importance_refusal(compiled, d);
      if (row.refused.empty() && !wanted(row.label.iso3)) row.refused = "--until-destination does not name it";
      if (row.refused.empty()) digest.add(one(d, &row));
      estimates.trials = std::max(estimates.trials, row.trials.value_or(0));
    }
    job_.saver->end(before_, interrupted_);
    estimates.first_trial = range_.first;
    estimates.tallies_digest = digest.value();
    estimates.engine = engine_->name();
    estimates.engine_detail = engine_->detail() + (note_.empty() ? "" : "; " + note_);
    estimates.method =
        fmt::format("trials of each destination under a law of its own, 1 in {} under the study's", kNominalShare);
    estimates.interrupted = interrupted_;
    if (estimates.interrupted) {
      estimates.stopped = "a signal came";
    } else if (options().until.asked()) {
      estimates.stopped = "each destination by itself, at looks that its intervals allow for";
    }
    return estimates;
  }

 private:
  const RunOptions& options() const { return job_.options; }

  bool wanted(const std::string& iso3) const {
    const auto& named = options().until.destinations;
    return named.empty() || std::find(named.begin(), named.end(), iso3) != named.end();
  }

  // The digest of what it has come to.
  u64 one(u32 destination, DestinationEstimate* row) {
    if (job_.stop.load()) interrupted_ = true;
    const WeightTally& tally = sums_.emplace_back(job_.inputs.compiled.tables().months).tally;
    std::optional<Stopped> stopped;
    if (!interrupted_) run(destination, row->label.iso3, &sums_.back(), &stopped);
    if (tally.trials) {
      put_weighted(tally, stopped ? stopped->looks : 0, row);
    } else {
      row->refused = "a signal came first";
    }
    return tally.digest();
  }

  void run(u32 destination, const std::string& iso3, Sums* sums, std::optional<Stopped>* stopped) {
    WeightTally& tally = sums->tally;
    job_.saver->keep(iso3, job_.inputs.compiled.digest(), &sums->tilt, &tally);
    const u64 earlier = range_.count - left_of(range_, tally.trials).count;
    Progress progress(range_.count, job_.progress, iso3);
    progress.tell([&] { return ProgressDetail{std::max(job_.saver->trials_saved(), before_) - before_, {}}; });
    progress.go_on_behind(earlier);
    BetweenPieces between = saving(job_, range_.first, before_);
    between.at_most = std::max(between.at_most / kTiltBlock, u64(1)) * kTiltBlock;
    std::optional<TiltedStudy> tilted;  // made when there are trials to run
    const auto add = [&](TrialRange piece) {
      if (!tilted) tilted.emplace(tilt(destination, iso3, &sums->tilt));
      return engine_->run_weighted(tilted->tables(), tilted->tilt(), piece, job_.stop, &tally);
    };
    const auto pieces = [&](TrialRange range) { return run_in_pieces(range, job_.stop, progress, between, add); };
    const auto interval = [&](u32 look) {
      const u32 last = u32(tally.months.size()) - 1;
      return std::vector<Probability>{weighted_interval(hits_until(tally, last), error_of(kLevel, look), kLevel)};
    };
    run_until({options().until, pieces, interval}, range_, earlier, progress, stopped);
    const bool sure = *stopped && (*stopped)->reason != StopReason::signal;  // it has stopped itself
    interrupted_ = tally.trials < range_.count && !sure;
    before_ += tally.trials;
  }

  // The pilot is of the same trials whenever it runs, but what it comes to is worked out in floating point, which
  // another machine may round otherwise: trials of two tilts do not add up.
  TiltedStudy tilt(u32 destination, const std::string& iso3, u64* digest) {
    TiltedStudy tilted = tilted_by_pilot(job_.inputs.compiled, destination, *engine_);
    if (*digest && *digest != tilted.digest()) {
      throw InputError(
          fmt::format("{}: the tilt is another than the one that was saved (digest {}, here {}); go on on the "
                      "machine where it was begun, or run it again with another --out",
                      iso3, hex(*digest), hex(tilted.digest())));
    }
    *digest = tilted.digest();
    return tilted;
  }

  const Job& job_;
  TrialRange range_;
  std::string note_;
  std::unique_ptr<Engine> engine_;
  std::deque<Sums> sums_;  // of the destinations so far
  u64 before_ = 0;         // trials of those that are done
  bool interrupted_ = false;
};

}  // namespace

Estimates importance_estimates(const Job& job) {
  Problems problems;
  check_stop_rule(job.options.until, job.inputs.compiled, problems);
  stop_on_errors(problems);
  return ImportanceWork(job, whole_blocks(job.range)).all();
}

}  // namespace headroom
