#include "tests/certificate/binomial_looks.h"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <cmath>

namespace headroom::testing {
namespace {

struct Window {
  u64 first, last;
};

Window likely(double p, u64 trials) {
  const double n = double(trials), mean = n * p, far = 12 * std::sqrt(mean * (1 - p)) + 40;
  return {u64(std::max(0.0, mean - far)), u64(std::min(n, mean + far))};
}

// The least in [first, last] that is so, else last + 1; what is so stays so.
template <class Is>
u64 first_that(u64 first, u64 last, Is is) {
  u64 end = last + 1;
  while (first < end) {
    const u64 middle = first + (end - first) / 2;
    if (is(middle)) {
      end = middle;
    } else {
      first = middle + 1;
    }
  }
  return end;
}

double chance(u64 hits, u64 trials, double p) {
  return boost::math::pdf(boost::math::binomial(double(trials), p), double(hits));
}

}  // namespace

Accepted accepted(const IntervalAt& interval, double p, u64 trials, u32 look) {
  const Window window = likely(p, trials);
  const auto reaches = [&](u64 hits) { return interval(hits, trials, look).high >= p; };
  const auto passes = [&](u64 hits) { return interval(hits, trials, look).low > p; };
  const u64 first = first_that(window.first, window.last, reaches);
  return {first, first_that(first, window.last, passes) - 1};
}

double miss_chance(const IntervalAt& interval, double p, u64 trials, u32 look) {
  const Accepted holds = accepted(interval, p, trials, look);
  const boost::math::binomial law(double(trials), p);
  const double below = holds.first > 0 ? boost::math::cdf(law, double(holds.first) - 1) : 0;
  return below + boost::math::cdf(boost::math::complement(law, double(holds.last)));
}

double any_miss_chance(const IntervalAt& interval, double p, const std::vector<u64>& trials) {
  std::vector<double> held = {1};  // by hits from `first` on: the chance of them with no miss so far
  u64 first = 0, before = 0;
  for (u32 look = 1; look <= trials.size(); ++look) {
    const u64 more = trials[look - 1] - before;
    const Accepted holds = accepted(interval, p, trials[look - 1], look);
    const Window steps = likely(p, more);
    std::vector<double> step, next(holds.last - holds.first + 1);
    for (u64 s = steps.first; s <= steps.last; ++s) step.push_back(chance(s, more, p));
    for (u64 i = 0; i < held.size(); ++i) {
      for (u64 s = 0; s < step.size(); ++s) {
        const u64 hits = first + i + steps.first + s;
        if (hits >= holds.first && hits <= holds.last) next[hits - holds.first] += held[i] * step[s];
      }
    }
    held = next;
    first = holds.first;
    before = trials[look - 1];
  }
  double sum = 0;
  for (const double x : held) sum += x;
  return 1 - sum;
}

}  // namespace headroom::testing
