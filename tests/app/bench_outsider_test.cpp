// Programs that are no engines in the rounds of a bench.
#include "tests/app/bench_fixture.h"

namespace headroom::testing {
namespace {

TEST_F(Bench, an_outsider_runs_its_own_trials_in_every_round_and_is_compared_with_nobody) {
  add_outsider(30);
  add("cpu", 100);
  add("reference", 50);
  const BenchRounds rounds = run();
  EXPECT_EQ(rounds.common, 50u) << "what engines have in common";
  std::vector<u64> firsts;
  for (const Log::Run& one : log_.runs) {
    if (one.who != "outsider") continue;
    EXPECT_EQ(one.range.count, 30u);
    firsts.push_back(one.range.first);
  }
  EXPECT_EQ(firsts, (std::vector<u64>{0, 100, 200, 300, 400, 500}));
  const BenchRow& row = contestants_[0].row;
  ASSERT_EQ(row.rounds.size(), 5u);
  EXPECT_EQ(row.rounds[0].wall, 2.0);
  EXPECT_EQ(row.digest, "");
}

TEST_F(Bench, an_outsider_that_fails_leaves_its_reason_and_the_others_go_on) {
  add("cpu", 100);
  add_outsider(30, 3);
  run();
  EXPECT_TRUE(contestants_[1].row.failed);
  EXPECT_EQ(contestants_[1].row.why_not, "it has died");
  EXPECT_TRUE(contestants_[1].row.rounds.empty());
  EXPECT_EQ(contestants_[0].row.rounds.size(), 5u);
}

TEST_F(Bench, trials_are_chosen_for_an_outsider_too) {
  add_outsider(0);
  choose_trials(contestants_, Tables{}, std::nullopt);  // 2 s for any number of trials: 0.3 s are fewer than 256
  EXPECT_EQ(contestants_[0].row.trials, 64u);
  choose_trials(contestants_, Tables{}, 1000);
  EXPECT_EQ(contestants_[0].row.trials, 1000u);
}

}  // namespace
}  // namespace headroom::testing
