// How the bench measures, with engines that only pretend.
#include <algorithm>
#include <set>

#include "tests/app/bench_fixture.h"

namespace headroom {
namespace {

using headroom::testing::Bench;
using headroom::testing::Log;

TEST_F(Bench, every_round_runs_every_row_once_and_one_more_to_warm_up) {
  for (int threads = 1; threads <= 3; ++threads) add("cpu", 100, threads);
  const BenchRounds rounds = run(6);
  EXPECT_EQ(rounds.measured, 6u);
  EXPECT_EQ(rounds.kept, 6u);
  EXPECT_EQ(rounds.philox_ns.size(), 6u);
  EXPECT_FALSE(rounds.disturbed);
  ASSERT_EQ(log_.runs.size(), 3u * 7u);
  for (u32 round = 0; round < 7; ++round) {
    std::set<std::string> seen;
    for (u32 i = 0; i < 3; ++i) {
      const Log::Run& one = log_.runs[3 * round + i];
      seen.insert(one.who);
      EXPECT_EQ(one.range.first, 100u * round) << "rounds run different trials";
      EXPECT_EQ(one.range.count, 100u);
    }
    EXPECT_EQ(seen.size(), 3u);
  }
  for (const Contestant& one : contestants_) EXPECT_EQ(one.row.rounds.size(), 6u);
}

TEST_F(Bench, all_rows_run_the_trials_of_the_row_that_has_fewest) {
  add("cpu", 1000);
  add("reference", 64);
  const BenchRounds rounds = run();
  EXPECT_EQ(rounds.common, 64u);
  u64 common = 0, timed = 0;
  for (const Log::Run& one : log_.runs) {
    EXPECT_EQ(one.range.first % 1000, 0u);
    (one.range.count == 64 ? common : timed) += 1;
  }
  EXPECT_EQ(common, 2u * 6u) << "the reference's timed runs are its common ones";
  EXPECT_EQ(timed, 6u);
  EXPECT_EQ(contestants_[0].row.digest, contestants_[1].row.digest);
}

TEST_F(Bench, parts_are_those_of_the_measurement_alone) {
  add("cpu", 500);
  add("cuda", 64);
  run();
  for (const Measurement& round : contestants_[1].row.rounds) {
    EXPECT_EQ(round.parts.upload_s, 1);
    EXPECT_EQ(round.parts.kernels_s, 2);
    EXPECT_EQ(round.parts.download_s, 0);
  }
}

TEST_F(Bench, refuses_when_a_tally_differs_and_names_the_row) {
  add("cpu", 100, 2);
  add("reference", 100);
  add("cuda", 100).wrong_trial = 555;  // of the sixth round
  const std::string text = refusal();
  EXPECT_EQ(text.rfind("tallies differ in trials 500 to 599, so no speed is told:\n  cuda device 2: ", 0), 0u) << text;
  EXPECT_NE(text.find(", but reference some, 1 thread: "), std::string::npos) << text;
  EXPECT_EQ(text.find("cpu"), std::string::npos) << "it agrees with the reference";
  EXPECT_NE(text.find("headroom verify"), std::string::npos);
}

TEST_F(Bench, a_first_row_that_is_wrong_is_the_one_that_is_named) {
  add("cpu", 100, 2).wrong_trial = 0;
  add("reference", 100);
  add("cpu", 100, 1);
  EXPECT_NE(refusal().find("  cpu some, 2 threads: "), std::string::npos) << refusal();
  EXPECT_EQ(refusal().find("cpu some, 1 thread:"), std::string::npos);
}

TEST_F(Bench, trials_that_only_one_row_runs_are_not_compared) {
  add("cpu", 100).wrong_trial = 70;
  add("reference", 50);
  EXPECT_EQ(refusal(), "not refused");
}

TEST_F(Bench, a_device_that_fails_leaves_its_reason_and_the_others_go_on) {
  add("cpu", 100);
  add("cuda", 100).fails_from = 3;
  run();
  const BenchRow& lost = contestants_[1].row;
  EXPECT_TRUE(lost.failed);
  EXPECT_EQ(lost.why_not, "the device is lost");
  EXPECT_TRUE(lost.rounds.empty());
  EXPECT_EQ(contestants_[0].row.rounds.size(), 5u);
}

TEST_F(Bench, devices_that_go_on_without_one_of_them_are_not_measured) {
  add("cpu", 100);
  add("cuda", 100).loses_one_at = 4;
  run();
  EXPECT_EQ(contestants_[1].row.why_not, "device 1 lost");
  EXPECT_TRUE(contestants_[1].row.failed);
  EXPECT_TRUE(contestants_[1].row.rounds.empty());
}

TEST_F(Bench, a_cpu_that_fails_ends_the_bench) {
  add("cpu", 100).fails_from = 2;
  EXPECT_THROW(run(), RunError);
}

TEST_F(Bench, an_engine_that_runs_fewer_trials_than_asked_is_not_measured) {
  add("cpu", 100).falls_short = true;
  EXPECT_THROW(run(), RunError);
}

TEST_F(Bench, disturbed_rounds_are_run_again) {
  add("cpu", 100);
  std::vector<double> loads = {0,    0.5,  0.02, 0.3, 0.02, 0.02,
                               0.11, 0.02, 0.10, 0.9, 0.9};  // the first ends the warm-up
  u32 next = 0;
  const BenchRounds rounds =
      run_rounds(contestants_, Tables{}, 5, [&] { return std::optional<double>(loads.at(next++)); });
  EXPECT_EQ(rounds.measured, 8u);
  EXPECT_EQ(rounds.kept, 5u);
  EXPECT_FALSE(rounds.disturbed);
  EXPECT_EQ(rounds.other_load, (std::vector<double>{0.02, 0.02, 0.02, 0.02, 0.10}));
  EXPECT_EQ(contestants_[0].row.rounds.size(), 5u);
}

TEST_F(Bench, a_machine_that_is_never_quiet_is_told_of) {
  add("cpu", 100);
  const BenchRounds rounds = run_rounds(contestants_, Tables{}, 5, [] { return std::optional(0.5); });
  EXPECT_EQ(rounds.measured, 10u);
  EXPECT_EQ(rounds.kept, 10u);
  EXPECT_TRUE(rounds.disturbed);
}

TEST(BenchRounds, a_load_that_nobody_knows_disturbs_nothing) {
  EXPECT_EQ(kept_rounds({std::nullopt, std::nullopt}, 2), (std::vector<u32>{0, 1}));
  EXPECT_EQ(kept_rounds({0.5, std::nullopt, 0.0}, 2), (std::vector<u32>{1, 2}));
  EXPECT_EQ(kept_rounds({0.5, 0.0, 0.5}, 2), (std::vector<u32>{0, 1, 2}));
}

TEST(BenchRounds, the_order_is_another_one_each_round_and_the_same_each_time) {
  std::set<std::vector<u32>> orders;
  std::set<u32> first, last;
  for (u32 round = 0; round < 40; ++round) {
    std::vector<u32> order = order_of_round(5, round);
    EXPECT_EQ(order, order_of_round(5, round));
    orders.insert(order);
    first.insert(order.front());
    last.insert(order.back());
    std::sort(order.begin(), order.end());
    EXPECT_EQ(order, (std::vector<u32>{0, 1, 2, 3, 4}));
  }
  EXPECT_GT(orders.size(), 20u);
  EXPECT_EQ(first.size(), 5u);
  EXPECT_EQ(last.size(), 5u);
  EXPECT_EQ(order_of_round(1, 3), (std::vector<u32>{0}));
  EXPECT_TRUE(order_of_round(0, 3).empty());
}

TEST(BenchCalibration, finds_what_takes_long_enough_in_whole_steps) {
  for (const double a_trial : {1e-8, 1e-6, 1e-4, 1e-2, 10.0}) {
    const auto seconds_of = [&](u64 trials) { return double(trials) * a_trial; };
    const u64 trials = calibrated(seconds_of, 0.3, 64);
    EXPECT_EQ(trials % 64, 0u);
    EXPECT_GE(seconds_of(trials), 0.3 * 0.999);
    EXPECT_LT(seconds_of(trials), 0.31 + 64 * a_trial) << a_trial;
  }
}

TEST(BenchCalibration, is_not_led_astray_by_what_a_run_costs_at_least) {
  std::vector<u64> asked;
  const u64 trials = calibrated(
      [&](u64 n) {
        asked.push_back(n);
        return 0.05 + 1e-6 * double(n);
      },
      0.3, 2048);
  EXPECT_GE(0.05 + 1e-6 * double(trials), 0.2);
  EXPECT_LE(asked.size(), 8u);
  EXPECT_TRUE(std::is_sorted(asked.begin(), asked.end()));
}

TEST(BenchCalibration, ends_where_time_stands_still) {
  EXPECT_GT(calibrated([](u64) { return 0.0; }, 0.3, 64), u64(1) << 39);
}

TEST(BenchCrossover, is_the_first_of_two_sizes_in_a_row_that_the_device_wins) {
  std::vector<u64> asked;
  const auto seconds_of = [&](u64 trials) {
    asked.push_back(trials);
    // The device costs 10 ms a run and a tenth a trial; once it is lucky.
    return BothSeconds{1e-5 * double(trials), trials == 128 ? 0 : 0.010 + 1e-6 * double(trials)};
  };
  const Crossover found = find_crossover(seconds_of, u64(1) << 40, 2);
  EXPECT_EQ(found.trials, 2048u);
  EXPECT_EQ(found.largest, 4096u);
  EXPECT_EQ(asked, (std::vector<u64>{64, 128, 256, 512, 1024, 2048, 4096}));
}

TEST(BenchCrossover, is_not_there_when_the_device_never_wins) {
  const auto slower = [](u64 trials) { return BothSeconds{1e-6 * double(trials), 1e-3 * double(trials)}; };
  const Crossover by_time = find_crossover(slower, u64(1) << 40, 2);
  EXPECT_FALSE(by_time.trials);
  EXPECT_EQ(by_time.largest, 2048u) << "the first size that takes longer than 2 s";
  const Crossover by_size = find_crossover(slower, 300, 2);
  EXPECT_FALSE(by_size.trials);
  EXPECT_EQ(by_size.largest, 256u);
  EXPECT_EQ(find_crossover(slower, 63, 2).largest, 0u);
}

CudaFacts two_devices() {
  CudaFacts cuda;
  cuda.devices = {{0, "A", 9, 0, 132, 1}, {1, "B", 8, 6, 84, 1}};
  return cuda;
}

std::vector<std::string> names(const std::vector<BenchRow>& rows) {
  std::vector<std::string> all;
  for (const BenchRow& row : rows) all.push_back(name_of(row));
  return all;
}

TEST(BenchRows, are_one_thread_many_the_reference_the_other_sets_and_the_devices) {
  const auto rows = bench_rows({"auto", 8, {}}, {"avx512", "avx2", "scalar"}, two_devices());
  EXPECT_EQ(names(rows),
            (std::vector<std::string>{"cpu avx512, 1 thread", "cpu avx512, 8 threads", "reference scalar, 1 thread",
                                      "cpu avx2, 1 thread", "cuda device 0", "cuda device 1", "cuda devices 0+1"}));
  EXPECT_EQ(rows[4].isa, "sm_90");
  EXPECT_EQ(rows[6].isa, "mixed");
  EXPECT_EQ(rows[6].device_name, "A + B");
}

TEST(BenchRows, one_thread_is_not_measured_twice) {
  const auto rows = bench_rows({"avx2", 1, {1}}, {"avx512", "avx2", "scalar"}, two_devices());
  EXPECT_EQ(names(rows),
            (std::vector<std::string>{"cpu avx2, 1 thread", "reference scalar, 1 thread", "cuda device 1"}));
}

TEST(BenchRows, without_a_device_one_row_says_why) {
  CudaFacts none;
  none.why_none = "built without";
  const auto rows = bench_rows({"auto", 2, {}}, {"scalar"}, none);
  EXPECT_EQ(names(rows), (std::vector<std::string>{"cpu scalar, 1 thread", "cpu scalar, 2 threads",
                                                   "reference scalar, 1 thread", "cuda"}));
  EXPECT_EQ(rows.back().why_not, "built without");
}

}  // namespace
}  // namespace headroom
