#include "tests/support/conditional_run.h"

#include <cmath>
#include <numbers>

#include "host/stats/exceedance.h"

namespace headroom::testing {

Study stateless_study(int months, int student_t) {
  Study study = small_study(months);
  study.factors = {0.8, 0.6, 0.5, 0.7, student_t, {}};
  double orders = 20;
  for (const char* place : {"ARE", "BRA", "EST", "IND", "KEN", "POL"}) {
    Stream& stream = add_stream(&study, place, orders / months, 45);
    stream.chips = "C";
    stream.units_log_sd = 1.2;
    stream.units_max = 2'000;
    stream.beta_global = 0.3;
    stream.beta_region = orders > 50 ? 0.4 : 0;
    stream.beta_own = orders < 60 ? 0.3 : 0;
    orders += 13;
  }
  return study;
}

MeanChance integral_over_factors(const CompiledStudy& compiled, const Study& study, std::size_t destination) {
  const Stream& stream = study.streams[destination];
  const MarketLaw law = market_law(compiled.tables(), compiled.tables().destinations[destination]);
  const double base = law.most(), g = stream.beta_global, r = stream.beta_region, o = stream.beta_own;
  const double v = g * g + r * r + o * o + 2 * g * r * study.factors.correlation_with_global;
  const Exceedance f(law.parts.front(), law.room, base * std::exp(8 * std::sqrt(v)));
  MeanChance chance;
  constexpr int kSteps = 4000;
  for (int i = 0; i < kSteps; ++i) {
    const double z = -8 + 16 * (i + 0.5) / kSteps;
    const double weight = std::exp(-z * z / 2) * 16 / kSteps / std::sqrt(2 * std::numbers::pi);
    const double p = f(base * std::exp(std::sqrt(v) * z - v / 2));
    chance.mean += weight * p;
    chance.square += weight * p * p;
  }
  return chance;
}

}  // namespace headroom::testing
