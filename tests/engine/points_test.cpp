// A conditional pass over points comes to the same on every engine, bit for bit, however the range is cut.
#include <gtest/gtest.h>

#include "host/engine/fallback.h"
#include "tests/support/conditional_run.h"

namespace headroom {
namespace {

using testing::compiled;
using testing::conditional_tally;
using testing::stateless_study;

ConditionalTally points_by_reference(const ConditionalStudy& study, TrialRange range) {
  return conditional_tally(*make_reference_engine(1), study, range);
}

class PointsOn : public ::testing::TestWithParam<std::string> {};

TEST_P(PointsOn, equal_the_reference_at_odd_sizes_and_any_number_of_threads) {
  for (const int student_t : {0, 4}) {
    const CompiledStudy study = compiled(stateless_study(9, student_t));
    ConditionalStudy conditional(study, 1);
    conditional.use_points(4);
    for (const TrialRange range :
         {TrialRange{0, 1}, TrialRange{3, 6}, TrialRange{21, 1999}, TrialRange{(u64(1) << 34) - 100, 100}}) {
      const ConditionalTally reference = points_by_reference(conditional, range);
      for (const int threads : {1, 3, 8}) {
        const ConditionalTally tally = conditional_tally(*make_cpu_engine(GetParam(), threads), conditional, range);
        EXPECT_EQ(tally, reference) << range.first << ", " << threads;
        EXPECT_EQ(tally.digest(), reference.digest());
      }
    }
  }
}

TEST_P(PointsOn, are_done_as_a_whole_or_not_at_all_when_told_to_stop) {
  const CompiledStudy study = compiled(stateless_study(3));
  ConditionalStudy conditional(study, 1);
  conditional.use_points(16);
  ConditionalTally tally(conditional.tables());
  const std::atomic<bool> stop{true};
  EXPECT_EQ(make_cpu_engine(GetParam(), 2)->run_conditional(conditional.tables(), {0, 5000}, stop, &tally), 0u);
  EXPECT_EQ(tally, ConditionalTally(conditional.tables()));
}

INSTANTIATE_TEST_SUITE_P(InstructionSets, PointsOn, ::testing::ValuesIn(instruction_sets()),
                         [](const auto& instance) { return instance.param; });

TEST(PointSums, do_not_depend_on_how_the_range_is_cut) {
  const CompiledStudy study = compiled(stateless_study(6));
  ConditionalStudy conditional(study, 1);
  conditional.use_points(8);
  const auto engine = make_cpu_engine("auto", 2);
  const ConditionalTally whole = conditional_tally(*engine, conditional, {3, 3001});
  ConditionalTally pieces(conditional.tables());
  u64 at = 3;
  for (const u64 count : {1u, 64u, 999u, 1024u, 913u}) {
    pieces.merge(conditional_tally(*engine, conditional, {at, count}));
    at += count;
  }
  EXPECT_EQ(whole, pieces);
  EXPECT_NE(whole.digest(), conditional_tally(*engine, conditional, {11, 3001}).digest());
}

// Of each replicate, those of its trials one by one.
TEST(PointSums, are_those_of_each_replicates_own_trials) {
  const CompiledStudy study = compiled(stateless_study(9));
  ConditionalStudy conditional(study, 1);
  conditional.use_points(4);
  const ConditionalTally all = points_by_reference(conditional, {0, 200});
  EXPECT_EQ(all.replicates, 4u);
  ConditionalTally one_by_one(conditional.tables());
  for (u64 trial = 0; trial < 200; ++trial) {
    const ConditionalTally one = points_by_reference(conditional, {trial, 1});
    for (u32 replicate = 0; replicate < 4; ++replicate) {
      const bool its_own = trial % 4 == replicate;
      EXPECT_EQ(one.chances[one.at(5, 8, replicate)] == Sum{}, !its_own) << trial;
    }
    one_by_one.merge(one);
  }
  EXPECT_EQ(all, one_by_one);
}

TEST(PointSums, differ_from_replicate_to_replicate_and_from_seed_to_seed) {
  Study study = stateless_study(6);
  const CompiledStudy first = compiled(study);
  study.seed += 1;
  const CompiledStudy second = compiled(study);
  std::vector<Sum> sums;
  for (const CompiledStudy* of : {&first, &second}) {
    ConditionalStudy conditional(*of, 1);
    conditional.use_points(8);
    const ConditionalTally tally = points_by_reference(conditional, {0, 512});
    for (u32 replicate = 0; replicate < 8; ++replicate) sums.push_back(tally.chances[tally.at(3, 5, replicate)]);
  }
  for (std::size_t i = 0; i < sums.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) EXPECT_NE(sums[i], sums[j]) << i << ", " << j;
}

TEST(PointTrials, of_a_range_are_shared_out_once_each) {
  for (const u64 first : {0u, 1u, 7u, 8u, 1001u})
    for (const u64 count : {0u, 1u, 5u, 8u, 100u}) {
      std::vector<u32> seen(count);
      for (u32 replicate = 0; replicate < 8; ++replicate) {
        const SpacedTrials trials = trials_of({first, count}, replicate, 8);
        for (u64 i = 0; i < trials.count; ++i) {
          const u64 trial = trials.first + i * trials.step;
          EXPECT_EQ(trial % 8, replicate);
          ASSERT_LT(trial - first, count);
          ++seen[trial - first];
        }
      }
      EXPECT_EQ(seen, std::vector<u32>(count, 1)) << first << ", " << count;
    }
}

// Lost in its third replicate.
class LostBetween : public Engine {
 public:
  std::string name() const override { return "lost"; }
  std::string detail() const override { return ""; }
  u64 run(const Tables&, TrialRange, const std::atomic<bool>&, Tally*, ExhaustedBits*) override { return 0; }
  u64 run_conditional(const ConditionalTables& tables, TrialRange range, const std::atomic<bool>&,
                      ConditionalTally* tally) override {
    int replicates = 0;
    return run_by_replicate(tables, range, tally, [&](SpacedTrials trials, ConditionalTally* part) {
      if (++replicates == 3) throw EngineLost(7, "lost");
      part->trials = trials.count;
      part->chances[0].add(1);
      return trials.count;
    });
  }
};

TEST(PointSums, go_on_where_an_engine_was_lost_without_what_it_had_begun) {
  const CompiledStudy study = compiled(stateless_study(6));
  ConditionalStudy conditional(study, 1);
  conditional.use_points(4);
  const auto engine = make_fallback_engine(std::make_unique<LostBetween>(), [] { return make_reference_engine(1); });
  EXPECT_EQ(conditional_tally(*engine, conditional, {10, 1000}), points_by_reference(conditional, {10, 1000}));
}

}  // namespace
}  // namespace headroom
