#include "host/app/importance.h"

#include <algorithm>

#include <fmt/format.h>

#include "host/app/interrupt.h"
#include "host/app/stopping.h"
#include "host/app/terminal.h"
#include "host/report/grid.h"
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

class Work {
 public:
  Work(const RunOptions& options, const Inputs& inputs, TrialRange range)
      : options_(options), inputs_(inputs), range_(range), engine_(make_engine(options.engine, &note_)) {}

  Estimates all() {
    const CompiledStudy& compiled = inputs_.compiled;
    Estimates estimates = open_estimates(compiled, inputs_.loaded.study, "importance");
    Digest digest;
    for (u32 d = 0; d < estimates.destinations.size(); ++d) {
      DestinationEstimate& row = estimates.destinations[d];
      row.refused = importance_refusal(compiled, d);
      if (row.refused.empty() && !wanted(row.label.iso3)) row.refused = "--until-destination does not name it";
      if (row.refused.empty() && interrupt_.flag().load()) row.refused = "a signal came first";
      if (row.refused.empty()) digest.add(one(d, &row));
      estimates.trials = std::max(estimates.trials, row.trials.value_or(0));
    }
    estimates.first_trial = range_.first;
    estimates.tallies_digest = digest.value();
    estimates.engine = engine_->name();
    estimates.engine_detail = engine_->detail() + (note_.empty() ? "" : "; " + note_);
    estimates.method =
        fmt::format("trials of each destination under a law of its own, 1 in {} under the study's", kNominalShare);
    estimates.interrupted = interrupt_.flag().load();
    if (estimates.interrupted) {
      estimates.stopped = "a signal came";
    } else if (options_.until.asked()) {
      estimates.stopped = "each destination by itself, at looks that its intervals allow for";
    }
    return estimates;
  }

 private:
  bool wanted(const std::string& iso3) const {
    const auto& named = options_.until.destinations;
    return named.empty() || std::find(named.begin(), named.end(), iso3) != named.end();
  }

  // The digest of what it has come to.
  u64 one(u32 destination, DestinationEstimate* row) {
    const TiltedStudy tilted = tilted_by_pilot(inputs_.compiled, destination, *engine_);
    const Tables tables = tilted.tables();
    WeightTally tally(tables.months);
    Progress progress(range_.count, false);
    const auto run = [&](TrialRange piece) {
      return engine_->run_weighted(tables, tilted.tilt(), piece, interrupt_.flag(), &tally);
    };
    const auto interval = [&](u32 look) {
      return std::vector<Probability>{
          weighted_interval(hits_until(tally, tables.months - 1), error_of(kLevel, look), kLevel)};
    };
    std::optional<Stopped> stopped;
    run_until({options_.until, run, interval}, range_, 0, progress, &stopped);
    if (tally.trials) {
      put_weighted(tally, stopped ? stopped->looks : 0, row);
    } else {
      row->refused = "a signal came first";
    }
    return tally.digest();
  }

  const RunOptions& options_;
  const Inputs& inputs_;
  TrialRange range_;
  std::string note_;
  std::unique_ptr<Engine> engine_;
  const Interrupt interrupt_;
};

}  // namespace

Estimates importance_estimates(const RunOptions& options, const Inputs& inputs, TrialRange range) {
  Problems problems;
  check_stop_rule(options.until, inputs.compiled, problems);
  if (!problems.ok()) throw InputError(problems.errors());
  return Work(options, inputs, whole_blocks(range)).all();
}

}  // namespace headroom
