// A device as a witness: single steps and single trials, one by one, as on the CPU. Runs on a GPU, or under an emulator
// of the runtime.
#include <gtest/gtest.h>

#include "host/app/verify_output.h"
#include "tests/gpu/cuda_equal.h"
#include "tests/support/faulty_engine.h"

namespace headroom {
namespace {

Inputs bundled_inputs(const std::string& name) { return read_inputs(name, {}, true); }

// Holds the ledgers of these trials, of all destinations and companies, side by side; returns their lines.
u64 expect_same_ledgers(const CompiledStudy& study, TrialRange range) {
  const Tables tables = study.tables();
  const auto cpu = make_cpu_witness(), device = make_cuda_witness(0);
  u64 lines = 0;
  for (u64 trial = range.first; trial < range.first + range.count; ++trial) {
    for (u32 n = 0; n < tables.destination_count + tables.company_count; ++n) {
      const std::vector<Event> expected = cpu->ledger(tables, trial, n), told = device->ledger(tables, trial, n);
      EXPECT_TRUE(expected == told) << "trial " << trial << ", number " << n;
      lines += expected.size();
    }
  }
  return lines;
}

TEST(CudaWitness, gives_every_known_answer) {
  const Inputs smoke = bundled_inputs("smoke");
  const AnswerCheck check = check_answers(smoke.compiled.tables(), *make_cuda_witness(0));
  EXPECT_GT(check.asked, 100'000u);
  EXPECT_EQ(check.wrong, 0u);
}

TEST(CudaWitness, is_caught_at_an_altered_question) {
  const Inputs smoke = bundled_inputs("smoke");
  const auto device = make_cuda_witness(0);
  testing::AlteredWitness altered(*device, 1);
  const AnswerCheck check = check_answers(smoke.compiled.tables(), altered);
  ASSERT_EQ(check.wrong, 1u);
  EXPECT_EQ(check.examples[0].right, answer_of(kPublishedPhilox[1].result));
}

TEST(CudaWitness, replays_smoke_as_the_cpu_does) {
  EXPECT_GT(expect_same_ledgers(bundled_inputs("smoke").compiled, {4, 4}), 500u);
}

TEST(CudaWitness, replays_every_rule_and_its_companies_as_the_cpu_does) {
  const Inputs all = bundled_inputs("every-rule");
  ASSERT_GT(all.compiled.companies.size(), 0u);
  EXPECT_GT(expect_same_ledgers(all.compiled, {(u64(1) << 32) - 2, 4}), 1000u);
}

TEST(CudaWitness, has_room_for_a_ledger_of_any_length) {
  Study study = testing::small_study();
  testing::add_stream(&study, "IND", 120, 1);
  EXPECT_GT(expect_same_ledgers(testing::compiled(study), {0, 1}), 4096u);
}

TEST(CudaWitness, tells_trials_of_other_tables_apart) {
  Study study = testing::small_study();
  testing::add_stream(&study, "IND", 5, 900);
  const CompiledStudy one = testing::compiled(study);
  study.streams[0].units_median = 901;
  const CompiledStudy other = testing::compiled(study);
  const TwoLedgers ledgers{0, 0, make_cpu_witness()->ledger(one.tables(), 0, 0),
                           make_cuda_witness(0)->ledger(other.tables(), 0, 0)};
  ASSERT_TRUE(ledgers.differ());
  // The first order is the first that differs; it stands behind the opening.
  EXPECT_EQ(ledgers.first_difference(), 1u);
  EXPECT_EQ(ledgers.cpu[1].kind, EventKind::meets);
  EXPECT_EQ(ledgers.device[1].x - ledgers.cpu[1].x, 16'000u);
}

TEST(CudaVerify, finds_the_device_equal_and_says_so) {
  std::vector<VerifyTask> tasks;
  for (const char* name : {"smoke", "every-rule"}) tasks.push_back({name, "", bundled_inputs(name), {11, 150}});
  const auto cpu = make_cpu_engine("auto", 2);
  const std::atomic<bool> stop{false};
  Progress progress(0, false);
  u64 done = 0;
  const VerifiedDevice device = verify_device(0, tasks, *cpu, stop, progress, &done);
  EXPECT_EQ(device.failure, "");
  EXPECT_EQ(device.equal(), true);
  EXPECT_EQ(device.studies.size(), 2u);
  EXPECT_EQ(done, 300u);
}

TEST(CudaVerify, says_of_a_device_that_is_not_there_that_it_cannot_be_verified) {
  std::vector<VerifyTask> tasks;
  tasks.push_back({"smoke", "", bundled_inputs("smoke"), {0, 10}});
  const std::atomic<bool> stop{false};
  Progress progress(0, false);
  u64 done = 0;
  const VerifiedDevice device = verify_device(900, tasks, *make_cpu_engine("auto", 1), stop, progress, &done);
  EXPECT_FALSE(device.equal());
  EXPECT_NE(device.failure, "");
  EXPECT_TRUE(device.studies.empty());
}

// Another seed than was asked for, as a fault of the upload would have it.
class OtherSeed : public Engine {
 public:
  std::string name() const override { return "cuda"; }
  std::string detail() const override { return ""; }
  u64 run(const Tables&, TrialRange range, const std::atomic<bool>& stop, Tally* tally, ExhaustedBits* bits) override {
    return device_->run(other_.compiled.tables(), range, stop, tally, bits);
  }

 private:
  Inputs other_ = read_inputs("smoke", {std::nullopt, 4, {}}, true);
  std::unique_ptr<Engine> device_ = testing::cuda_engine();
};

TEST(CudaVerify, finds_the_first_trial_of_a_device_that_draws_from_another_seed) {
  const Inputs smoke = bundled_inputs("smoke");
  const std::atomic<bool> stop{false};
  OtherSeed device;
  const auto found = find_mismatch(*make_cpu_engine("auto", 2), device, smoke.compiled.tables(), {50, 40}, stop);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->range.first, 50u);
  EXPECT_EQ(found->range.count, 1u);
  EXPECT_TRUE(number_to_replay(smoke.compiled.tables(), found->tallies));
}

}  // namespace
}  // namespace headroom
