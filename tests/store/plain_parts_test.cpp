// Saves of the plain estimator: what a file says and cannot be is refused, whatever its checksum.
#include "host/store/plain_parts.h"

#include <gtest/gtest.h>

#include "host/store/tally_numbers.h"
#include "tests/support/sample_tally.h"

namespace headroom {
namespace {

PairTally sample_pairs() {
  PairTally pairs(2, {0u, std::nullopt});
  pairs.exhausted[0] = {3, 7};
  pairs.more = {0, 10, 20, 9, 1};
  return pairs;
}

SavedPart scenario_part() { return part_of({"surge", 12, testing::sample_tally(), sample_pairs()}); }

Checkpoint sample() {
  return {"plain", 11, 5, 100, 40, {{"", 11, numbers_of(testing::sample_tally())}, scenario_part()}};
}

std::string why_not(const Checkpoint& saved) {
  std::string why;
  (void)tallies_of(saved, &why);
  return why;
}

TEST(PlainParts, give_back_the_study_and_its_scenarios) {
  std::string why;
  const SavedTallies read = tallies_of(sample(), &why);
  EXPECT_EQ(why, "");
  EXPECT_EQ(read.study_digest, 11u);
  EXPECT_EQ(read.seed, 5u);
  ASSERT_EQ(read.ranges.size(), 1u);
  EXPECT_EQ(read.ranges[0].first, 100u);
  EXPECT_EQ(read.ranges[0].count, 40u);
  EXPECT_EQ(read.tally, testing::sample_tally());
  ASSERT_EQ(read.scenarios.size(), 1u);
  EXPECT_EQ(read.scenarios[0].name, "surge");
  EXPECT_EQ(read.scenarios[0].digest, 12u);
  EXPECT_EQ(read.scenarios[0].tally, testing::sample_tally());
  EXPECT_EQ(read.scenarios[0].pairs.exhausted[0].second_only, 7u);
  EXPECT_EQ(read.scenarios[0].pairs.more, sample_pairs().more);
}

TEST(PlainParts, of_another_estimator_are_named) {
  Checkpoint saved = sample();
  saved.estimator = "importance";
  EXPECT_NE(why_not(saved).find("of --estimator importance"), std::string::npos);
}

TEST(PlainParts, with_fewer_or_more_numbers_than_their_shapes_need_are_refused) {
  for (const std::size_t part : {0u, 1u}) {
    Checkpoint saved = sample();
    std::vector<u64>& numbers = saved.parts[part].numbers;
    numbers.push_back(0);
    EXPECT_NE(why_not(saved), "") << "one more in part " << part;
    while (!numbers.empty()) {
      numbers.pop_back();
      if (numbers.size() == (part ? scenario_part() : sample().parts[0]).numbers.size()) continue;
      EXPECT_NE(why_not(saved), "") << numbers.size() << " of part " << part;
    }
  }
}

TEST(PlainParts, of_absurd_shapes_are_refused_without_allocating) {
  const std::size_t pairs_at = numbers_of(testing::sample_tally()).size();
  for (const std::size_t at : {std::size_t(0), std::size_t(1), std::size_t(2), std::size_t(3), std::size_t(4),
                               std::size_t(5), std::size_t(6), pairs_at, pairs_at + 1}) {
    for (const u64 value : {u64(3), u64(0x7FFFFFFF), u64(0xFFFFFFFF), u64(1) << 32, ~u64(0)}) {
      Checkpoint saved = sample();
      if (saved.parts[1].numbers[at] == value) continue;
      saved.parts[1].numbers[at] = value;
      EXPECT_NE(why_not(saved), "") << value << " at " << at;
    }
  }
}

TEST(PlainParts, that_contradict_each_other_are_refused) {
  Checkpoint saved = sample();
  saved.parts[1].numbers.back() += 1;
  EXPECT_NE(why_not(saved).find("the counters of a scenario contradict each other"), std::string::npos);
  saved = sample();
  saved.done = 41;
  EXPECT_NE(why_not(saved).find("the number of trials does not fit"), std::string::npos);
  saved = sample();
  saved.first_trial = u64(1) << 63;
  EXPECT_NE(why_not(saved).find("ranges of trials that cannot be"), std::string::npos);
}

}  // namespace
}  // namespace headroom
