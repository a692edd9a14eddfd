#include "host/stats/tilt.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "tests/support/small_study.h"

namespace headroom {
namespace {

using namespace testing;

Study one_stream(double log_sd) {
  Study study = small_study(12);
  Stream& stream = add_stream(&study, "EST", 2, 45);
  stream.chips = "C";
  stream.units_log_sd = log_sd;
  stream.units_max = 4'000;
  return study;
}

DestinationLaw law_of_first(const CompiledStudy& c) { return destination_law(c.tables(), c.tables().destinations[0]); }

TEST(DestinationLaw, pieces_hold_every_size_once) {
  const CompiledStudy c = compiled(one_stream(1.2));
  const DestinationLaw law = law_of_first(c);
  EXPECT_EQ(std::accumulate(law.pieces.length.begin(), law.pieces.length.end(), 0u), kSizes);
  for (u32 p = 0; p < law.pieces.count(); ++p) {
    EXPECT_EQ(kSizes % law.pieces.length[p], 0u) << "so that a table can repeat them";
    EXPECT_EQ(law.pieces.first[p], p ? law.pieces.first[p - 1] + law.pieces.length[p - 1] : 0);
  }
  for (const auto& quarter : law.chance) EXPECT_DOUBLE_EQ(std::accumulate(quarter.begin(), quarter.end(), 0.0), 1);
  EXPECT_EQ(law_of_first(compiled(one_stream(0))).pieces.count(), 1u);
}

TEST(Tilt, makes_the_mean_what_is_aimed_at) {
  const CompiledStudy c = compiled(one_stream(1.2));
  const DestinationLaw law = law_of_first(c);
  const TiltChoice choice = choose_tilt(law, 1.5);
  ASSERT_EQ(choice.levels.size(), 1u) << "nothing loads on factors";
  double mean = 0;
  for (u32 m = 0; m < law.months; ++m)
    for (std::size_t k = 0; k < law.reach.size(); ++k)
      mean += law.orders[m] * law.chance[m / 3][k] * std::exp(choice.levels[0].kappa * law.reach[k]) * law.reach[k];
  EXPECT_NEAR(mean, 1.5, 1e-4);
  EXPECT_GT(choice.levels[0].kappa, 0);
  for (const double x : choice.shift) EXPECT_EQ(x, 0);
}

TEST(Tilt, of_what_happens_anyhow_is_none) {
  const CompiledStudy c = compiled(one_stream(1.2));
  EXPECT_TRUE(choose_tilt(law_of_first(c), 0.01).none());
}

TEST(Tilt, shifts_factors_upwards_and_student_t_ones_not_at_all) {
  Study study = one_stream(1.2);
  study.factors = {0.8, 0.6, 0.4, 0.7, 0, {}};
  study.streams[0].beta_global = 0.3, study.streams[0].beta_region = 0.2, study.streams[0].beta_own = 0.2;
  const TiltChoice choice = choose_tilt(law_of_first(compiled(study)), 1.5);
  for (const double x : choice.shift) EXPECT_GE(x, 0);
  EXPECT_GT(choice.shift[0], 0.1);
  ASSERT_EQ(choice.edges.size() + 1, choice.levels.size());
  for (std::size_t i = 1; i < choice.levels.size(); ++i)
    EXPECT_LE(choice.levels[i].kappa, choice.levels[i - 1].kappa) << "more orders need less of a tilt";
  EXPECT_LT(choice.levels.back().kappa, choice.levels.front().kappa);
  study.factors.student_t = 5;
  for (const double x : choose_tilt(law_of_first(compiled(study)), 1.5).shift) EXPECT_EQ(x, 0);
}

// Both laws of every kind, from the tables: nominal = tilted x rate x 2^score.
TEST(TiltedStudy, scores_are_the_ratios_of_what_is_drawn) {
  const CompiledStudy c = compiled(one_stream(1.2));
  const DestinationLaw law = law_of_first(c);
  const TiltChoice choice = choose_tilt(law, 1.5);
  const TiltedStudy study(c, 0, law, choice);
  const Tables tables = study.tables();
  const Destination& tilted = tables.destinations[kTilted];
  ASSERT_EQ(tilted.row_count, law.pieces.count());
  u32 before = 0;
  for (u32 k = 0; k < tilted.row_count; ++k) {
    const u32 end = tables.words[tilted.row_ends + k];
    ASSERT_GT(end, before) << "whatever can come can come under the tilt";
    const double drawn = double(end - before) / (1u << kRowBits);
    const double score = double(i32(tables.words[study.tilt().scores + k])) / (1 << kScoreBits);
    EXPECT_NEAR(law.chance[0][k] / (drawn * choice.levels[0].rate[0]) / std::exp2(score), 1, 1e-7);
    before = end;
  }
  EXPECT_EQ(before, 1u << kRowBits);
}

}  // namespace
}  // namespace headroom
