#include "tests/support/random_stateless.h"

#include "host/base/iso3.h"
#include "host/stats/destination_law.h"

namespace headroom::testing {
namespace {

// In units of what exhausts the destination, by the end of the horizon.
double mean_demand(const DestinationLaw& law) {
  double sum = 0;
  for (u32 m = 0; m < law.months; ++m)
    for (std::size_t kind = 0; kind < law.reach.size(); ++kind)
      sum += law.orders[m] * law.chance[m / 3][kind] * law.reach[kind];
  return sum;
}

}  // namespace

Study random_stateless_study(u64 seed) {
  Dice dice(seed);
  Study study = small_study(dice.from(3, 36));
  study.seed = dice.bits() >> 1;
  study.steady_pipeline = dice.chance(0.5);
  study.regime.allocation.cap_tpp = u64(dice.between(1e8, 1e9));
  study.regime.allocation.critical = dice.between(0.5, 1);
  study.mixes["blend"] = {{{"C", {0.7, 0.5, 0.2}}, {"D", {0.2, 0.4}}, {"G", {0.1}}}};
  study.mixes["fixed"] = {{{"C", {0.6}}, {"D", {0.3}}, {"G", {0.1}}}};
  for (const char* place : {"EST", "IND", "KEN"})
    for (int i = dice.from(1, 2); i > 0; --i) {
      Stream& stream = add_stream(&study, place, dice.between(0.1, 2), dice.from(5, 80));
      stream.growth_per_year = dice.pick(std::vector<double>{0, 0.5, -0.3});
      stream.units_log_sd = dice.pick(std::vector<double>{0, 0.7, 1.5});
      stream.units_max = u32(stream.units_median) * u32(dice.from(1, 100));
      stream.chips = dice.pick(std::vector<std::string>{"blend", "fixed", "C"});
      stream.delay_months = dice.pick(std::vector<double>{0, 1.5});
      if (dice.chance(0.5)) stream.routes.push_back({route("uveu"), 0.4});
    }
  if (dice.chance(0.3)) study.position.push_back({Position::Kind::allocation, "IND", "", 0, u64(dice.between(0, 9e7))});
  study.behaviour.split = dice.chance(0.3);
  if (dice.chance(0.3)) study.behaviour.wait = Behaviour::Wait{0.5, 2};
  if (dice.chance(0.3)) {
    const auto month = [&] { return plus_months(study.start, dice.from(0, study.months - 1)); };
    study.arrangements.push_back({"KEN", dice.between(1, 2), {{month(), 0.5}, {month(), 0.4}}});
  }
  return study;
}

Study moderate_stateless_study(u64 seed) {
  Study study = random_stateless_study(seed);
  Dice dice(seed);
  for (Stream& stream : study.streams)
    if (seed % 2 == 0 && stream.chips == "blend") stream.chips = "fixed";
  const CompiledStudy original = compiled(study);
  const Tables tables = original.tables();
  for (u32 d = 0; d < tables.destination_count; ++d) {
    const double mean = mean_demand(destination_law(tables, tables.destinations[d]));
    const double times = dice.between(0.6, 1.1) / mean;
    for (Stream& stream : study.streams)
      if (code_of(stream.destination) == tables.destinations[d].code) stream.orders_per_month *= times;
  }
  return study;
}

Study under_random_factors(Study study, u64 seed) {
  Dice dice(seed);
  const std::vector<double> rhos = {0, 0.5, 0.9, -0.3};
  study.factors = {
      dice.pick(rhos), dice.pick(rhos), dice.pick(std::vector<double>{0, 0.5, -0.4}), dice.pick(rhos), 0, {}};
  if (dice.chance(0.2)) study.factors.student_t = dice.from(3, 8);
  for (const char* place : {"EST", "IND", "KEN"}) {
    const double global = dice.between(0, 0.5), region = dice.pick(std::vector<double>{0, 0.4}),
                 own = dice.pick(std::vector<double>{0, 0.3});
    for (Stream& stream : study.streams)
      if (stream.destination == place) stream.beta_global = global, stream.beta_region = region, stream.beta_own = own;
  }
  return study;
}

}  // namespace headroom::testing
