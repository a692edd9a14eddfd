#include "host/stats/importance.h"

#include <fmt/format.h>
#include <limits>
#include <optional>

#include "host/stats/stopping.h"

namespace headroom {
namespace {

constexpr double kAims[] = {0.8, 1.1, 1.6, 2.5};
constexpr double kFewHits = 100, kLargeShare = 0.2;  // of the weight: then a few trials carry the estimate

// Relative variance of the estimate from one trial; infinite without hits.
double relative_variance(const WeightTally& tally) {
  const WeightedHits of = hits_until(tally, u32(tally.months.size()) - 1);
  if (of.hits == 0) return std::numeric_limits<double>::infinity();
  return static_cast<double>(of.trials) / of.effective() - 1;
}

double piloted(const TiltedStudy& tilted, Engine& engine) {
  const Tables tables = tilted.tables();
  WeightTally tally(tables.months);
  const std::atomic<bool> stop{false};
  engine.run_weighted(tables, tilted.tilt(), {kPilotFirst, kPilotTrials}, stop, &tally);
  return relative_variance(tally);
}

}  // namespace

std::string importance_refusal(const CompiledStudy& compiled, u32 destination) {
  const Tables tables = compiled.tables();
  if (tables.destinations[destination].hub != kNever)
    return "[[divert]] sends orders there, whose weight is not known; use plain";
  if (tables.rush_gap) return "behaviour `rush` makes orders come sooner, which is not weighed; use plain";
  return {};
}

TiltedStudy tilted_by_pilot(const CompiledStudy& compiled, u32 destination, Engine& engine) {
  const Tables tables = compiled.tables();
  const DestinationLaw law = destination_law(tables, tables.destinations[destination]);
  TiltChoice none;
  none.shift.assign(3 * law.quarters, 0);
  TiltedStudy best(compiled, destination, law, none);
  double least = piloted(best, engine);
  for (const double aim : kAims) {
    const TiltChoice choice = choose_tilt(law, aim);
    if (choice.none()) continue;
    TiltedStudy tilted(compiled, destination, law, choice);
    const double variance = piloted(tilted, engine);
    if (variance >= least) continue;
    least = variance;
    best = std::move(tilted);
  }
  return best;
}

void put_weighted(const WeightTally& tally, u32 looks, DestinationEstimate* estimate) {
  const double error = error_of(kLevel, looks);
  const u32 months = u32(tally.months.size());
  for (u32 m = 0; m < months; ++m) estimate->by_month.push_back(weighted_interval(hits_until(tally, m), error, kLevel));
  const WeightedHits all = hits_until(tally, months - 1);
  estimate->exhausted = weighted_interval(all, error, kLevel);
  estimate->trials = tally.trials;
  estimate->effective_trials = all.effective();
  const double p = estimate->exhausted.estimate, variance = all.variance();
  if (p > 0 && p < 1 && variance > 0) estimate->gain = p * (1 - p) / static_cast<double>(tally.trials) / variance;
  if (all.hits == 0) {
    estimate->remark = "no trial exhausts it; the bound is that of the trials under the study's own law";
  } else if (all.effective() < kFewHits || all.largest > kLargeShare * all.sum) {
    estimate->remark =
        fmt::format("few trials carry the weight ({:.3g} effective ones); more trials are needed", all.effective());
  }
}

}  // namespace headroom
