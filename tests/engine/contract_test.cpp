// What every engine promises: the same tallies however the work is cut.
#include <gtest/gtest.h>

#include "host/base/problems.h"
#include "tests/support/rich_study.h"

namespace headroom {
namespace {

using testing::compiled;
using testing::run_reference;

TEST(Engine, one_range_equals_the_sum_of_its_parts) {
  const CompiledStudy study = compiled(testing::rich_study(6));
  const Tally whole = run_reference(study, {100, 1000});
  for (const u64 k : {u64(1), u64(255), u64(256), u64(257), u64(999)}) {
    Tally parts = run_reference(study, {100, k});
    parts.merge(run_reference(study, {100 + k, 1000 - k}));
    EXPECT_EQ(parts, whole);
    EXPECT_EQ(parts.digest(), whole.digest());
  }
}

TEST(Engine, threads_change_nothing) {
  const CompiledStudy study = compiled(testing::rich_study(6));
  const Tally one = run_reference(study, {7, 2000}, 1);
  for (const int threads : {2, 3, 8}) EXPECT_EQ(run_reference(study, {7, 2000}, threads), one);
}

TEST(Engine, trials_past_32_bits_are_trials_of_their_own) {
  const CompiledStudy study = compiled(testing::rich_study(3));
  const u64 far = u64(1) << 32;
  EXPECT_FALSE(run_reference(study, {5, 300}) == run_reference(study, {far + 5, 300}));
  Tally parts = run_reference(study, {far - 10, 10});
  parts.merge(run_reference(study, {far, 20}));
  EXPECT_EQ(parts, run_reference(study, {far - 10, 30}));
}

TEST(Engine, a_destination_leaves_the_draws_of_the_others_as_they_were) {
  Study study = testing::rich_study(6);
  const CompiledStudy all = compiled(study);
  const std::string dropped = all.capped.front().iso3;
  std::erase_if(study.streams, [&](const Stream& s) { return s.destination == dropped; });
  std::erase_if(study.book, [&](const BookOrder& b) { return b.destination == dropped; });
  const CompiledStudy fewer = compiled(study);
  const Tally a = run_reference(all, {0, 500}), b = run_reference(fewer, {0, 500});
  for (u32 d = 0; d < b.shape.destinations; ++d) {
    for (u32 i = 0; i < b.shape.counters(); ++i) {
      if (i == b.shape.first_to_exhaust()) continue;  // depends on who else is there
      EXPECT_EQ(a.counters[a.shape.counter(d + 1, i)], b.counters[b.shape.counter(d, i)]) << d << " " << i;
    }
  }
}

TEST(Engine, stops_a_trial_that_runs_away_with_its_address) {
  Study study = testing::small_study();
  testing::add_stream(&study, "IND", 40'000, 1);
  const CompiledStudy c = compiled(study);
  try {
    run_reference(c, {12, 1});
    FAIL() << "must not finish";
  } catch (const RunError& error) {
    EXPECT_NE(std::string(error.what()).find("trial 12 sends more than 2^20 orders to IND"), std::string::npos)
        << error.what();
  }
}

TEST(Engine, stops_at_a_whole_range_when_it_is_told_to) {
  const CompiledStudy study = compiled(testing::rich_study(3));
  const Tables tables = study.tables();
  Tally tally(tally_shape(tables));
  const std::atomic<bool> stop{true};
  EXPECT_EQ(make_reference_engine(2)->run(tables, {0, 10'000}, stop, &tally), 0u);
  EXPECT_EQ(tally.trials, 0u);
}

class ConservationLaw : public ::testing::TestWithParam<bool> {};

TEST_P(ConservationLaw, holds_in_every_destination) {
  const CompiledStudy study = compiled(GetParam() ? testing::lively_study(12) : testing::rich_study(12));
  const Tally t = run_reference(study, {0, 2000});
  for (u32 d = 0; d < t.shape.destinations; ++d) {
    long double settled = 0;
    for (u32 k = 0; k < kDecisions; ++k) settled += t.sums[t.shape.sum(d, t.shape.tpp(k))].value();
    EXPECT_EQ(settled, t.sums[t.shape.sum(d, t.shape.offered_tpp())].value() +
                           t.sums[t.shape.sum(d, t.shape.diverted_in_tpp())].value());
  }
}

INSTANTIATE_TEST_SUITE_P(PlainAndWithBehaviour, ConservationLaw, ::testing::Bool());

TEST(Engine, with_behaviour_on_gives_the_same_however_the_work_is_cut) {
  const CompiledStudy study = compiled(testing::lively_study(8));
  Tally parts = run_reference(study, {0, 321}, 2);
  parts.merge(run_reference(study, {321, 679}, 3));
  EXPECT_EQ(parts, run_reference(study, {0, 1000}));
}

TEST(Engine, tells_which_trials_exhausted_which_destination) {
  const CompiledStudy study = compiled(testing::rich_study(6));
  const Tables tables = study.tables();
  const std::atomic<bool> stop{false};
  const ExhaustedBits none(tables.destination_count, 1000);
  ExhaustedBits bits(tables.destination_count, 1000);
  Tally tally(tally_shape(tables));
  make_reference_engine(3)->run(tables, {50, 1000}, stop, &tally, &bits);
  for (u32 d = 0; d < tables.destination_count; ++d) {
    EXPECT_EQ(bits.compare(d, none, d).first_only, testing::exhausted_by(tally, d, tables.months - 1));
    EXPECT_EQ(bits.compare(d, none, d).second_only, 0u);
    EXPECT_EQ(bits.compare(d, bits, d).first_only, 0u);
  }
}

}  // namespace
}  // namespace headroom
