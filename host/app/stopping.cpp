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

u64 run_until(const Looks& looks, TrialRange range, Progress& progress, std::optional<Stopped>* stopped) {
  const StopRule& rule = looks.rule;
  if (!rule.asked()) return looks.run(range);
  *stopped = Stopped{StopReason::trials, 0, range.count, rule.half_width, rule.relative, rule.destinations};
  Stopped& told = **stopped;
  u64 done = 0;
  while (done < range.count) {
    const u64 asked = look_trials(++told.looks, range.count) - done;
    progress.go_on_behind(done);
    try {
      const u64 got = looks.run({range.first + done, asked});
      done += got;
      if (got < asked) {
        told.reason = StopReason::signal;
        return done;
      }
    } catch (const EngineLost& lost) {
      told.reason = StopReason::ended;
      throw EngineLost(done + lost.done, lost.what());
    }
    if (const auto reason = met(rule, looks.intervals(told.looks))) {
      told.reason = *reason;
      return done;
    }
  }
  return done;
}

}  // namespace headroom
