// The rows of devices in the bench. Runs on a GPU, or under an emulator of the runtime.
#include <gtest/gtest.h>

#include "host/app/bench_contestants.h"
#include "tests/support/rich_study.h"

namespace headroom {
namespace {

TEST(CudaBench, facts_name_every_device) {
  const CudaFacts cuda = cuda_facts();
  ASSERT_FALSE(cuda.devices.empty()) << cuda.why_none;
  EXPECT_EQ(cuda.why_none, "");
  EXPECT_GE(cuda.driver, 12000);
  EXPECT_GE(cuda.runtime, 12000);
  EXPECT_NE(cuda.architectures, "");
  for (const DeviceFacts& device : cuda.devices) {
    EXPECT_NE(device.name, "");
    EXPECT_GE(10 * device.major + device.minor, 75);
    EXPECT_GT(device.multiprocessors, 0);
    EXPECT_GT(device.memory_bytes, u64(1) << 28);
  }
}

TEST(CudaBench, a_device_is_measured_beside_the_cpu_with_equal_tallies) {
  const CompiledStudy study = testing::compiled(testing::rich_study(3));
  const Tables tables = study.tables();
  std::vector<Contestant> contestants;
  for (BenchRow& row : bench_rows({"scalar", 1, {0}}, instruction_sets(), cuda_facts()))
    contestants.push_back(open_contestant(std::move(row), tables, 0));
  ASSERT_EQ(contestants.size(), 3u);
  ASSERT_TRUE(contestants[2].engine) << contestants[2].row.why_not;
  choose_trials(contestants, tables, 65);
  run_rounds(contestants, tables, 5, [] { return std::optional(0.0); });
  measure_crossovers(contestants, tables, 128);
  const BenchRow& device = contestants[2].row;
  EXPECT_EQ(device.why_not, "");
  EXPECT_EQ(device.rounds.size(), 5u);
  EXPECT_GT(device.first_result_s, 0);
  EXPECT_EQ(device.digest, contestants[0].row.digest);
  EXPECT_EQ(device.digest, contestants[1].row.digest);
  EXPECT_GT(device.upload_s, 0);
  for (const Measurement& round : device.rounds) {
    EXPECT_GT(round.parts.kernels_s, 0);
    EXPECT_GT(round.parts.download_s, 0);
  }
  ASSERT_TRUE(device.crossover);
  EXPECT_EQ(device.overtakes, "cpu scalar, 1 thread");
  EXPECT_EQ(device.crossover->largest, 128u);
}

TEST(CudaBench, a_device_that_is_not_there_says_why) {
  const CompiledStudy study = testing::compiled(testing::rich_study(1));
  const Contestant none =
      open_contestant(bench_rows({"scalar", 1, {1023}}, {"scalar"}, cuda_facts()).back(), study.tables(), 0);
  EXPECT_FALSE(none.engine);
  EXPECT_NE(none.row.why_not.find("1023"), std::string::npos) << none.row.why_not;
  EXPECT_FALSE(none.row.failed);
}

}  // namespace
}  // namespace headroom
