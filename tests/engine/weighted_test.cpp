// Weighted trials: the same integers on every engine, and nominal trials that are the study's own.
#include "tests/support/weighted_run.h"

#include <cstring>

#include "host/engine/fallback.h"

namespace headroom {
namespace {

using namespace testing;

TEST(WeightedTrials, give_the_same_tally_on_every_instruction_set_and_any_threads) {
  const CompiledStudy c = compiled(weighable_study());
  const TiltedStudy tilted = tilted_study(c, 1.5);
  const TrialRange range{5 * kTiltBlock, 3 * kTiltBlock};
  const WeightTally reference = weighed(*make_reference_engine(1), tilted, range);
  EXPECT_GT(reference.months[11].hits, 10u);
  EXPECT_EQ(weighed(*make_reference_engine(2), tilted, range), reference);
  for (const std::string& isa : instruction_sets()) {
    EXPECT_EQ(weighed(*make_cpu_engine(isa, 1), tilted, range), reference) << isa;
    EXPECT_EQ(weighed(*make_cpu_engine(isa, 3), tilted, range), reference) << isa;
  }
}

TEST(WeightedTrials, shards_add_up) {
  const CompiledStudy c = compiled(weighable_study());
  const TiltedStudy tilted = tilted_study(c, 1.5);
  const auto engine = make_cpu_engine("auto", 2);
  WeightTally sum = weighed(*engine, tilted, {0, kTiltBlock});
  sum.merge(weighed(*engine, tilted, {kTiltBlock, 3 * kTiltBlock}));
  EXPECT_EQ(sum, weighed(*engine, tilted, {0, 4 * kTiltBlock}));
}

TEST(WeightedTrials, without_a_tilt_count_what_the_plain_engine_counts) {
  const CompiledStudy c = compiled(weighable_study());
  const TiltedStudy none = tilted_study(c, 1e-9);
  const TrialRange range{0, 4 * kTiltBlock};
  const WeightTally tally = weighed(*make_cpu_engine("auto", 2), none, range);
  const Tally plain = run_reference(c, range, 2);
  for (u32 m = 0; m < 12; ++m) {
    EXPECT_EQ(tally.months[m].hits, counter(plain, plain.shape.exhausted(m))) << m;
    EXPECT_EQ(tally.months[m].weights.value(), 0x1p60L * static_cast<long double>(tally.months[m].hits)) << m;
  }
}

// A block of trials, and then it is lost.
class Losing : public Engine {
 public:
  std::string name() const override { return "losing"; }
  std::string detail() const override { return "lost"; }
  u64 run(const Tables&, TrialRange, const std::atomic<bool>&, Tally*, ExhaustedBits*) override { return 0; }
  u64 run_weighted(const Tables& tables, const Tilt& tilt, TrialRange range, const std::atomic<bool>& stop,
                   WeightTally* tally) override {
    throw EngineLost(Engine::run_weighted(tables, tilt, {range.first, kTiltBlock}, stop, tally), "lost");
  }
};

TEST(WeightedTrials, are_gone_on_with_where_an_engine_is_lost) {
  const CompiledStudy c = compiled(weighable_study());
  const TiltedStudy tilted = tilted_study(c, 1.5);
  const auto engine = make_fallback_engine(std::make_unique<Losing>(), [] { return make_cpu_engine("auto", 2); });
  const TrialRange range{kTiltBlock, 4 * kTiltBlock};
  EXPECT_EQ(weighed(*engine, tilted, range), weighed(*make_reference_engine(1), tilted, range));
  EXPECT_EQ(engine->name(), "losing");
}

// An engine may take the kinds of one law into the place of another.
TEST(WeightedTrials, stand_under_laws_that_differ_in_their_clocks_and_kinds_alone) {
  const CompiledStudy c = compiled(weighable_study());
  const TiltedStudy tilted = tilted_study(c, 1.5);
  const Tables tables = tilted.tables();
  ASSERT_GT(tables.destination_count, u32(kTilted));
  for (u32 law = 0; law < tables.destination_count; ++law) {
    const Destination& its = tables.destinations[law];
    Destination place = tables.destinations[kNominal];
    take_kinds(its, &place);
    place.levels = its.levels, place.bases = its.bases;
    EXPECT_EQ(std::memcmp(&place, &its, sizeof its), 0) << law;
  }
}

}  // namespace
}  // namespace headroom
