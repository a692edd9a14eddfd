// The engine of importance sampling: the same integers everywhere, and nominal trials that are the study's own.
#include "host/engine/weighted.h"

#include <gtest/gtest.h>

#include "host/stats/importance.h"
#include "tests/support/small_study.h"

namespace headroom {
namespace {

using namespace testing;

std::unique_ptr<WeighingEngine> engine_of(const std::string& engine, const std::string& isa, int threads) {
  std::string note;
  return make_weighing_engine({engine, isa, threads, {}}, &note);
}

// Every kind of draw: factors of all three kinds, routes with meters, a book, an arrangement, orders that are split
// and wait.
Study full_study() {
  Study study = small_study(12);
  study.factors = {0.8, 0.6, 0.4, 0.7, 0, {}};
  Stream& stream = add_stream(&study, "EST", 1.2, 45);
  stream.chips = "C";
  stream.units_log_sd = 1.2;
  stream.units_max = 4'000;
  stream.beta_global = 0.3, stream.beta_region = 0.2, stream.beta_own = 0.2;
  stream.routes = {{route("general"), 0.6}, {route("lpp>general"), 0.4}};
  stream.consignees = 3;
  add_stream(&study, "POL", 1, 45).beta_region = 0.3;
  add_book(&study, "x", "EST", 2'000, "2025-05", "general");
  study.behaviour.split = true;
  study.behaviour.wait = Behaviour::Wait{0.5, 2};
  return study;
}

WeightTally weighed(const TiltedStudy& tilted, WeighingEngine& engine, TrialRange range) {
  const Tables tables = tilted.tables();
  WeightTally tally(tables.months);
  const std::atomic<bool> stop{false};
  EXPECT_EQ(engine.run(tables, tilted.tilt(), range, stop, &tally), range.count);
  return tally;
}

TiltedStudy tilted_study(const CompiledStudy& c, double aim) {
  const DestinationLaw law = destination_law(c.tables(), c.tables().destinations[0]);
  return TiltedStudy(c, 0, law, choose_tilt(law, aim));
}

TEST(WeighingEngine, gives_the_same_tally_on_every_instruction_set_and_any_threads) {
  const CompiledStudy c = compiled(full_study());
  const TiltedStudy tilted = tilted_study(c, 1.5);
  const TrialRange range{5 * kTiltBlock, 3 * kTiltBlock};
  const WeightTally reference = weighed(tilted, *engine_of("reference", "auto", 1), range);
  EXPECT_GT(reference.months[11].hits, 10u);
  for (const std::string& isa : instruction_sets()) {
    EXPECT_EQ(weighed(tilted, *engine_of("cpu", isa, 1), range), reference) << isa;
    EXPECT_EQ(weighed(tilted, *engine_of("cpu", isa, 3), range), reference) << isa;
  }
}

TEST(WeighingEngine, shards_add_up) {
  const CompiledStudy c = compiled(full_study());
  const TiltedStudy tilted = tilted_study(c, 1.5);
  const auto engine = engine_of("cpu", "auto", 2);
  WeightTally sum = weighed(tilted, *engine, {0, kTiltBlock});
  sum.merge(weighed(tilted, *engine, {kTiltBlock, 3 * kTiltBlock}));
  EXPECT_EQ(sum, weighed(tilted, *engine, {0, 4 * kTiltBlock}));
}

TEST(WeighingEngine, without_a_tilt_counts_what_the_plain_engine_counts) {
  const CompiledStudy c = compiled(full_study());
  const DestinationLaw law = destination_law(c.tables(), c.tables().destinations[0]);
  const TiltedStudy none(c, 0, law, choose_tilt(law, 1e-9));
  const TrialRange range{0, 4 * kTiltBlock};
  const WeightTally tally = weighed(none, *engine_of("cpu", "auto", 2), range);
  const Tally plain = run_reference(c, range, 2);
  for (u32 m = 0; m < 12; ++m) {
    EXPECT_EQ(tally.months[m].hits, counter(plain, plain.shape.exhausted(m))) << m;
    EXPECT_EQ(tally.months[m].weights.value(), 0x1p60L * static_cast<long double>(tally.months[m].hits)) << m;
  }
}

TEST(WeighingEngine, says_why_it_is_not_on_cuda) {
  std::string note;
  EXPECT_EQ(make_weighing_engine({"cuda", "auto", 1, {}}, &note)->name(), "cpu");
  EXPECT_EQ(note, "importance sampling has no CUDA engine: the CPU does it");
}

}  // namespace
}  // namespace headroom
