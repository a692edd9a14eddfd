// What estimators count comes back from its numbers, and only into the same shape.
#include "host/store/tally_numbers.h"

#include <gtest/gtest.h>

#include "host/store/sound_tally.h"
#include "tests/support/sample_tally.h"

namespace headroom {
namespace {

WeightTally weights(u32 months) {
  WeightTally tally(months);
  tally.trials = 2048;
  tally.nominal = 256;
  tally.months[1].add(u64(1) << 62);
  tally.months[1].add(12345);
  return tally;
}

ConditionalTally chances(u32 places, u32 months) {
  ConditionalTally tally;
  tally.places = places;
  tally.months = months;
  tally.trials = 3;
  tally.chances.resize(places * months, {u64(2) << kChanceBits, 0});
  tally.squares.resize(places * months, {5, 1});
  return tally;
}

ControlCounts counts(u32 destinations) {
  ControlCounts counts(destinations);
  counts.trials = 9;
  counts.study.back() = 5;
  counts.relative.back() = 4;
  counts.both.back() = 3;
  return counts;
}

TEST(TallyNumbers, come_back_as_they_were) {
  const auto before = std::tuple(testing::sample_tally(), weights(3), chances(2, 3), counts(4));
  const std::vector<u64> numbers = std::apply([](const auto&... sums) { return numbers_of(sums...); }, before);
  Tally tally(testing::sample_tally().shape);
  WeightTally weighed(3);
  ConditionalTally conditional = chances(2, 3);
  conditional.chances.assign(6, {});
  ControlCounts control(4);
  ASSERT_TRUE(read_numbers(numbers, tally, weighed, conditional, control));
  EXPECT_EQ(tally, std::get<0>(before));
  EXPECT_EQ(weighed, std::get<1>(before));
  EXPECT_EQ(conditional, std::get<2>(before));
  EXPECT_EQ(control.digest(), std::get<3>(before).digest());
}

TEST(TallyNumbers, of_another_shape_are_not_read) {
  WeightTally fewer_months(2);
  EXPECT_FALSE(read_numbers(numbers_of(weights(3)), fewer_months));
  ConditionalTally turned = chances(3, 2);
  EXPECT_FALSE(read_numbers(numbers_of(chances(2, 3)), turned)) << "as many numbers";
  ControlCounts fewer(3);
  EXPECT_FALSE(read_numbers(numbers_of(counts(4)), fewer));
  std::vector<u64> numbers = numbers_of(counts(4));
  ControlCounts same(4);
  numbers.push_back(0);
  EXPECT_FALSE(read_numbers(numbers, same));
}

TEST(TallyNumbers, that_no_trials_come_to_are_unsound) {
  EXPECT_EQ(why_unsound(weights(3)), "");
  EXPECT_EQ(why_unsound(chances(2, 3)), "");
  EXPECT_EQ(why_unsound(counts(4)), "");
  WeightTally part_of_a_block = weights(3);
  ++part_of_a_block.trials;
  EXPECT_NE(why_unsound(part_of_a_block), "");
  WeightTally too_many = weights(3);
  too_many.months[0].hits = 2047;
  EXPECT_NE(why_unsound(too_many), "");
  ConditionalTally more_than_surely = chances(2, 3);
  more_than_surely.chances[4] = {(u64(3) << kChanceBits) + 1, 0};
  EXPECT_NE(why_unsound(more_than_surely), "");
  ControlCounts more_of_both = counts(4);
  more_of_both.both.back() = 5;
  EXPECT_NE(why_unsound(more_of_both), "");
}

}  // namespace
}  // namespace headroom
