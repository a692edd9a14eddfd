#include "host/stats/control.h"

#include <algorithm>
#include <cmath>

#include "host/base/digest.h"
#include "host/stats/intervals.h"

namespace headroom {
namespace {

constexpr u64 kFewest =
    20;  // trials of each half that the study exhausts, that the relative does, and that neither does

// Trials in which study and relative part may be rare, or not seen at all: then their variance says too little. So many
// are counted beside those that were seen: where none is, fewer than that are due in as many trials, with 97.5 %.
constexpr double kUnseenPartings = 3.69;

struct Moments2 {
  double y, x, yy, xx, yx;  // means, variances and covariance of a trial
};

Moments2 moments_of(const ControlHalf& half) {
  const double n = double(half.trials), y = double(half.study) / n, x = double(half.relative) / n;
  return {y, x, y * (1 - y), x * (1 - x), double(half.both) / n - y * x};
}

bool tells_enough(const ControlHalf& half) {
  const u64 least = std::min(half.study, half.relative), most = std::max(half.study, half.relative);
  return least >= kFewest && half.trials - most >= kFewest;
}

u64 exhausted_until(const Tally& tally, u32 d, u32 month) {
  u64 trials = 0;
  for (u32 m = 0; m <= month; ++m) trials += tally.counters[tally.shape.counter(d, tally.shape.exhausted(m))];
  return trials;
}

u64 critical_in_all(const Tally& tally, u32 d) {
  return tally.trials - tally.counters[tally.shape.counter(d, tally.shape.critical(tally.shape.months))];
}

}  // namespace

void ControlCounts::add(u64 count, const ExhaustedBits& of_study, const ExhaustedBits& of_relative) {
  trials += count;
  const ExhaustedBits none(u32(study.size()), count);
  for (u32 d = 0; d < study.size(); ++d) {
    const u64 y = of_study.compare(d, none, d).first_only;
    study[d] += y;
    relative[d] += of_relative.compare(d, none, d).first_only;
    both[d] += y - of_study.compare(d, of_relative, d).first_only;
  }
}

u64 ControlCounts::digest() const {
  Digest digest;
  digest.add(trials);
  digest.add(study);
  digest.add(relative);
  digest.add(both);
  return digest.value();
}

Controlled controlled(const ControlHalf (&halves)[2], const ChanceSums& mean, double error, double level) {
  const u64 trials = halves[0].trials + halves[1].trials, hits = halves[0].study + halves[1].study;
  Controlled result{clopper_pearson(hits, trials, level), 0, false};
  if (!tells_enough(halves[0]) || !tells_enough(halves[1]) || mean.trials < 2) return result;
  const double mu = double(mean.mean()), mu_variance = double(mean.variance()) / double(mean.trials);
  const Moments2 of[2] = {moments_of(halves[0]), moments_of(halves[1])};
  double estimate = 0, variance = 0, coefficients = 0;  // variance of the estimate; of mu it is common to both halves
  for (const int h : {0, 1}) {
    const Moments2 &other = of[1 - h], &mine = of[h];
    const double n = double(halves[h].trials), share = n / double(trials);
    const double b = other.yx / (other.xx + double(halves[1 - h].trials) * mu_variance);
    estimate += share * (mine.y - b * (mine.x - mu));
    variance += share * share * (mine.yy - 2 * b * mine.yx + b * b * mine.xx) / (n - 1);
    coefficients += share * b;
  }
  variance += coefficients * coefficients * mu_variance + kUnseenPartings / (double(trials) * double(trials));
  if (!(estimate > 0 && estimate < 1)) return result;
  const double plain = result.exhausted.estimate * (1 - result.exhausted.estimate) / double(trials);
  result = {interval_of(estimate, variance * double(trials), trials, level), 1 - variance / plain, true};
  const double shift = std::abs(coefficients) * error;
  result.exhausted.low = std::max(result.exhausted.low - shift, 0.0);
  result.exhausted.high = std::min(result.exhausted.high + shift, 1.0);
  return result;
}

Estimates control_estimates(const CompiledStudy& compiled, const Study& study, const Relative& relative,
                            const ControlRun& run) {
  const Tally& tally = run.tally;
  const ConditionalTables tables = run.conditional.tables();
  Estimates estimates = open_estimates(compiled, study, "control");
  estimates.trials = tally.trials;
  Digest digest;
  for (const u64 part : {tally.digest(), run.halves[0].digest(), run.halves[1].digest(), run.means.digest()})
    digest.add(part);
  estimates.tallies_digest = digest.value();
  std::vector<u32> place_of(tally.shape.destinations, kNever);
  for (u32 place = 0; place < tables.place_count; ++place) place_of[tables.places[place].destination] = place;
  for (u32 d = 0; d < tally.shape.destinations; ++d) {
    DestinationEstimate& row = estimates.destinations[d];
    for (u32 m = 0; m < tally.shape.months; ++m)
      row.by_month.push_back(clopper_pearson(exhausted_until(tally, d, m), tally.trials));
    row.critical = clopper_pearson(critical_in_all(tally, d), tally.trials);
    row.exhausted = row.by_month.back();
    const u32 place = place_of[d];
    if (!relative.none[d].empty() || place == kNever) continue;
    ControlHalf halves[2];
    for (const int h : {0, 1}) {
      const ControlCounts& counts = run.halves[h];
      halves[h] = {counts.trials, counts.study[d], counts.relative[d], counts.both[d]};
    }
    const Controlled answer = controlled(halves, chance_sums(run.means, place, 0), run.conditional.error(place));
    if (!answer.used) continue;
    row.by_month.back() = row.exhausted = answer.exhausted;
    row.variance_removed = answer.variance_removed;
    row.gain = 1 / (1 - answer.variance_removed);
  }
  return estimates;
}

}  // namespace headroom
