#include "host/app/shards.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "tests/support/sample_tally.h"
#include "tests/support/small_study.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/written.h"

namespace headroom {
namespace {

using testing::tallies_bytes;
using testing::TemporaryFolder;

// A run folder with nothing in it but tallies of 40 trials from `first` on.
std::string put_run(const TemporaryFolder& folder, const std::string& name, u64 first, u64 digest = 1, u64 seed = 5) {
  testing::put_text(folder / name / "tallies.bin",
                    tallies_bytes({digest, seed, {{first, 40}}, testing::sample_tally()}));
  return (folder / name).string();
}

std::string refusal(const std::vector<std::string>& runs) {
  try {
    read_shards(runs);
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Shards, add_up_and_touching_ranges_become_one) {
  const TemporaryFolder folder;
  const auto shards = read_shards({put_run(folder, "b", 80), put_run(folder, "a", 0), put_run(folder, "c", 40)});
  const SavedTallies sum = add_up(shards);
  EXPECT_EQ(sum.tally.trials, 120u);
  ASSERT_EQ(sum.ranges.size(), 1u);
  EXPECT_EQ(sum.ranges[0].count, 120u);
  EXPECT_TRUE(gaps(sum.ranges).empty());
  EXPECT_EQ(sum.tally.counters[0], 30u);
}

TEST(Shards, gaps_are_listed) {
  const TemporaryFolder folder;
  const SavedTallies sum = add_up(read_shards({put_run(folder, "a", 10), put_run(folder, "b", 100)}));
  EXPECT_EQ(gaps(sum.ranges), (std::vector<std::string>{"gap: trials 50 to 99 are in none of the runs"}));
}

// Of one to nine trials each.
TEST(Shards, a_thousand_of_unequal_size_in_any_order_are_one_run) {
  Study study = testing::small_study(2);
  testing::add_stream(&study, "IND", 3, 20'000);
  const CompiledStudy compiled = testing::compiled(study);
  const u64 digest = compiled.digest();
  const TemporaryFolder folder;
  std::mt19937 dice(20250115);
  const auto random = [&](u64 n) { return u64(dice() % n); };
  std::vector<std::string> runs;
  const auto put = [&](const std::string& name, const std::vector<TrialRange>& ranges, u64 of) {
    Tally tally(tally_shape(compiled.tables()));
    for (const TrialRange& range : ranges) tally.merge(testing::run_reference(compiled, range));
    runs.push_back((folder / name).string());
    testing::put_text(folder / name / "tallies.bin", tallies_bytes({of, study.seed, ranges, tally}));
  };
  u64 end = 0;
  for (int shard = 0; shard < 1000; ++shard) {
    const TrialRange first{end, 1 + random(9)};
    end += first.count;
    put("shard-" + std::to_string(shard), {first}, digest);
  }
  std::shuffle(runs.begin(), runs.end(), dice);
  const SavedTallies sum = add_up(read_shards(runs));
  const Tally whole = testing::run_reference(compiled, {0, end});
  EXPECT_EQ(sum.tally.digest(), whole.digest());
  EXPECT_EQ(sum.tally, whole);
  ASSERT_EQ(sum.ranges.size(), 1u);
  EXPECT_EQ(sum.ranges[0].count, end);
  EXPECT_GT(testing::exhausted_by(whole, 0, 1), 0u) << "or there is little to add up";

  std::shuffle(runs.begin(), runs.end(), dice);
  const u64 inside = random(end - 2);
  put("overlap", {{inside, 2}}, digest);
  const std::string twice = refusal(runs);
  EXPECT_NE(twice.find("/overlap' "), std::string::npos) << twice;
  EXPECT_NE(twice.find("both hold trials " + std::to_string(inside) + " to "), std::string::npos) << twice;
  runs.pop_back();
  put("foreign", {{end, 2}}, digest + 1);
  EXPECT_NE(refusal(runs).find("/foreign': study digest "), std::string::npos);
}

TEST(Shards, the_same_trials_twice_are_refused_by_name) {
  const TemporaryFolder folder;
  const std::string text = refusal({put_run(folder, "a", 0), put_run(folder, "b", 30)});
  EXPECT_NE(text.find("a' and "), std::string::npos) << text;
  EXPECT_NE(text.find("b' both hold trials 30 to 39"), std::string::npos) << text;
  const std::string run = put_run(folder, "c", 0);
  EXPECT_NE(refusal({run, run}).find("both hold trials 0 to 39"), std::string::npos);
}

TEST(Shards, another_study_or_seed_is_refused_by_name) {
  const TemporaryFolder folder;
  const std::string text =
      refusal({put_run(folder, "a", 0), put_run(folder, "b", 40, 2), put_run(folder, "c", 80, 1, 6)});
  EXPECT_NE(text.find("b': study digest 0000000000000002"), std::string::npos) << text;
  EXPECT_NE(text.find("c': seed 6"), std::string::npos) << text;
}

// A scenario that does to 30 of 40 trials what the study does.
SavedScenario scenario(const std::string& name, u64 digest) {
  PairTally pairs(2, {0u, std::nullopt});
  pairs.exhausted[0] = {3, 7};
  pairs.more = {0, 6, 30, 4, 0};
  return {name, digest, testing::sample_tally(), pairs};
}

std::string put_scenarios(const TemporaryFolder& folder, const std::string& name, u64 first,
                          const std::vector<SavedScenario>& scenarios) {
  testing::put_text(folder / name / "tallies.bin",
                    tallies_bytes({1, 5, {{first, 40}}, testing::sample_tally(), scenarios}));
  return (folder / name).string();
}

TEST(Shards, scenarios_add_up_with_what_pairs_of_trials_say) {
  const TemporaryFolder folder;
  const std::vector<SavedScenario> two = {scenario("surge", 8), scenario("drought", 9)};
  const SavedTallies sum =
      add_up(read_shards({put_scenarios(folder, "a", 0, two), put_scenarios(folder, "b", 40, two)}));
  ASSERT_EQ(sum.scenarios.size(), 2u);
  EXPECT_EQ(sum.scenarios[1].name, "drought");
  EXPECT_EQ(sum.scenarios[1].tally.trials, 80u);
  EXPECT_EQ(sum.scenarios[1].pairs.exhausted[0].first_only, 6u);
  EXPECT_EQ(sum.scenarios[1].pairs.exhausted[0].second_only, 14u);
  EXPECT_EQ(sum.scenarios[0].pairs.more, (std::vector<u64>{0, 12, 60, 8, 0}));
}

TEST(Shards, other_scenarios_are_refused_by_name) {
  const TemporaryFolder folder;
  const std::string a = put_scenarios(folder, "a", 0, {scenario("surge", 8)});
  const std::string text = refusal({a, put_scenarios(folder, "b", 40, {scenario("drought", 8)}),
                                    put_scenarios(folder, "c", 80, {scenario("surge", 9)}), put_run(folder, "d", 120)});
  EXPECT_NE(text.find("b': scenarios: drought; but "), std::string::npos) << text;
  EXPECT_NE(text.find("c': its scenarios (surge) are not those of "), std::string::npos) << text;
  EXPECT_NE(text.find("d': scenarios: none; but "), std::string::npos) << text;
}

TEST(Shards, what_is_no_run_folder_is_refused_with_all_the_rest) {
  const TemporaryFolder folder;
  testing::put_text(folder / "broken" / "tallies.bin", "headroom");
  const std::string text = refusal({(folder / "absent").string(), (folder / "broken").string()});
  EXPECT_NE(text.find("absent': no run folder"), std::string::npos) << text;
  EXPECT_NE(text.find("tallies.bin: cut off"), std::string::npos) << text;
}

}  // namespace
}  // namespace headroom
