// A conditional pass comes to the same on every engine, bit for bit, however the range is cut.
#include <gtest/gtest.h>

#include "host/base/problems.h"
#include "host/engine/fallback.h"
#include "tests/support/conditional_run.h"

namespace headroom {
namespace {

using testing::compiled;
using testing::conditional_tally;
using testing::stateless_study;

__extension__ typedef unsigned __int128 u128;

ConditionalTally by_reference(const ConditionalStudy& study, TrialRange range) {
  return conditional_tally(*make_reference_engine(1), study, range);
}

class Conditional : public ::testing::TestWithParam<std::string> {
 protected:
  void expect_equal(const ConditionalStudy& study, TrialRange range, int threads) const {
    const ConditionalTally tally = conditional_tally(*make_cpu_engine(GetParam(), threads), study, range);
    const ConditionalTally reference = by_reference(study, range);
    EXPECT_EQ(tally, reference);
    EXPECT_EQ(tally.digest(), reference.digest());
  }
};

TEST_P(Conditional, equals_the_reference_at_odd_sizes) {
  const CompiledStudy study = compiled(stateless_study(12));
  const ConditionalStudy conditional(study, 1);
  ASSERT_EQ(conditional.tables().place_count, 6u);
  for (const u64 count : {1u, 15u, 17u, 257u, 1000u}) expect_equal(conditional, {count * 7, count}, 1);
  expect_equal(conditional, {(u64(1) << 32) - 40, 601}, 3);
}

TEST_P(Conditional, equals_the_reference_under_heavy_tails_and_in_the_last_month_alone) {
  const CompiledStudy study = compiled(stateless_study(9, 4));
  expect_equal(ConditionalStudy(study, 1), {0, 400}, 2);
  const ConditionalStudy last(study, 1, 8);
  ASSERT_EQ(last.tables().months(), 1u);
  expect_equal(last, {0, 400}, 2);
  EXPECT_EQ(by_reference(last, {0, 50}).chances[3],
            by_reference(ConditionalStudy(study, 1), {0, 50}).chances[3 * 9 + 8]);
}

TEST_P(Conditional, stops_when_it_is_told_to) {
  const CompiledStudy study = compiled(stateless_study(3));
  const ConditionalStudy conditional(study, 1);
  ConditionalTally tally(conditional.tables());
  const std::atomic<bool> stop{true};
  EXPECT_EQ(make_cpu_engine(GetParam(), 2)->run_conditional(conditional.tables(), {0, 5000}, stop, &tally), 0u);
  EXPECT_EQ(tally.trials, 0u);
}

INSTANTIATE_TEST_SUITE_P(InstructionSets, Conditional, ::testing::ValuesIn(instruction_sets()),
                         [](const auto& instance) { return instance.param; });

// The sums are what the trials come to one by one, to the last of 128 bits.
TEST(ConditionalSums, are_those_of_each_trials_chances_and_squares) {
  const CompiledStudy study = compiled(stateless_study(9));
  const ConditionalStudy conditional(study, 1);
  const ConditionalTables tables = conditional.tables();
  const ConditionalTally tally = by_reference(conditional, {5, 700});
  std::vector<u32> path(factor_path_length(tables.study));
  std::vector<u64> ends(month_rows(tables.study.months));
  for (const u32 place : {0u, 3u, 5u}) {
    u128 sum = 0, squares = 0;
    for (u64 trial = 5; trial < 705; ++trial) {
      const FactorPath<OneLane> z{path.data(), 1, tables.study.quarters};
      draw_factors<OneLane>(tables.study, trial, z);
      Column<OneLane> month_end{ends.data(), 1};
      const ChanceTable& f = tables.places[place];
      run_clock<OneLane>(tables.study, tables.study.destinations[f.destination], z, &month_end);
      const u128 chance = chance_at<OneLane>(f, tables.cubics, ends[8]);
      sum += chance;
      squares += chance * chance;
    }
    EXPECT_EQ(tally.chances[tally.at(place, 8)], (Sum{u64(sum), u64(sum >> 64)}));
    EXPECT_EQ(tally.squares[tally.at(place, 8)], (Sum{u64(squares), u64(squares >> 64)}));
    EXPECT_GT(sum, 0u);
  }
}

TEST(ConditionalSums, do_not_depend_on_how_the_range_is_cut) {
  const CompiledStudy study = compiled(stateless_study(6));
  const ConditionalStudy conditional(study, 1);
  const auto engine = make_cpu_engine("auto", 2);
  const ConditionalTally whole = conditional_tally(*engine, conditional, {3, 3001});
  ConditionalTally pieces(conditional.tables());
  u64 at = 3;
  for (const u64 count : {1u, 64u, 999u, 1024u, 913u}) {
    pieces.merge(conditional_tally(*engine, conditional, {at, count}));
    at += count;
  }
  EXPECT_EQ(at, 3004u);
  EXPECT_EQ(whole, pieces);
  EXPECT_EQ(whole.digest(), pieces.digest());
  EXPECT_NE(whole.digest(), conditional_tally(*engine, conditional, {4, 3001}).digest());
}

// Lost after its first 300 trials.
class Lost : public Engine {
 public:
  std::string name() const override { return "lost"; }
  std::string detail() const override { return ""; }
  u64 run(const Tables&, TrialRange, const std::atomic<bool>&, Tally*, ExhaustedBits*) override { return 0; }
  u64 run_conditional(const ConditionalTables& tables, TrialRange range, const std::atomic<bool>& stop,
                      ConditionalTally* tally) override {
    throw EngineLost(Engine::run_conditional(tables, {range.first, 300}, stop, tally), "lost");
  }
};

TEST(ConditionalSums, go_on_where_an_engine_was_lost) {
  const CompiledStudy study = compiled(stateless_study(6));
  const ConditionalStudy conditional(study, 1);
  const auto engine = make_fallback_engine(std::make_unique<Lost>(), [] { return make_reference_engine(1); });
  EXPECT_EQ(conditional_tally(*engine, conditional, {10, 1000}), by_reference(conditional, {10, 1000}));
}

}  // namespace
}  // namespace headroom
