#include "host/app/stopping.h"

#include <algorithm>

#include <fmt/format.h>

#include "host/app/inputs.h"
#include "host/stats/intervals.h"

namespace headroom {

void check_stop_rule(const StopRule& rule, const CompiledStudy& compiled, Problems& problems) {
  for (const std::string& iso3 : rule.destinations) {
    const std::string why = destination_problem(iso3, compiled);
    if (!why.empty()) problems.error({}, "--until-destination: " + why);
  }
}

std::vector<Probability> watched_intervals(const StopRule& rule, const CompiledStudy& compiled, const Tally& tally,
                                           u32 look) {
  const TallyShape& shape = tally.shape;
  const auto& named = rule.destinations;
  std::vector<Probability> intervals;
  for (u32 d = 0; d < shape.destinations; ++d) {
    if (!named.empty() && std::find(named.begin(), named.end(), compiled.capped[d].iso3) == named.end()) continue;
    const u64 never = tally.counters[shape.counter(d, shape.exhausted(shape.months))];
    intervals.push_back(clopper_pearson_within(error_of(kLevel, look), tally.trials - never, tally.trials, kLevel));
  }
  return intervals;
}

namespace {

// Returns how many trials there are then.
u64 run_piece(const Looks& looks, TrialRange range, u64 done, u64 end) {
  try {
    return done + looks.run({range.first + done, end - done});
  } catch (const EngineLost& lost) {
    throw EngineLost(done + lost.done, lost.what());
  }
}

}  // namespace

u64 run_until(const Looks& looks, TrialRange range, u64 done, Progress& progress, std::optional<Stopped>* stopped) {
  const StopRule& rule = looks.rule;
  if (!rule.asked()) return run_piece(looks, range, done, range.count);
  *stopped = Stopped{StopReason::trials, 0, range.count, rule.half_width, rule.relative, rule.destinations};
  Stopped& told = **stopped;
  for (;;) {
    const u64 end = look_trials(++told.looks, range.count);
    if (end < done) continue;  // that look has been, and was not the last
    progress.go_on_behind(done);
    try {
      done = run_piece(looks, range, done, end);
    } catch (const EngineLost&) {
      told.reason = StopReason::ended;
      throw;
    }
    if (done < end) {
      told.reason = StopReason::signal;
      return done;
    }
    if (const auto reason = met(rule, looks.intervals(told.looks))) {
      told.reason = *reason;
      return done;
    }
    if (done == range.count) return done;
  }
}

}  // namespace headroom
