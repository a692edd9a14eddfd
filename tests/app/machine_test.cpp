#include "host/app/machine.h"

#include <gtest/gtest.h>
#include <thread>

#include "host/base/clocks.h"

namespace headroom {
namespace {

TEST(Machine, facts_are_there) {
  const MachineFacts machine = machine_facts();
  EXPECT_NE(machine.cpu, "");
  EXPECT_GE(machine.cores, 1);
  EXPECT_GT(machine.memory_bytes, u64(1) << 26);
  EXPECT_NE(machine.system.find(' '), std::string::npos);
  const BuildFacts build = build_facts();
  EXPECT_NE(build.version, "");
  EXPECT_NE(build.compiler, "");
}

TEST(Machine, peak_memory_grows_with_what_is_touched) {
  const u64 before = peak_memory_bytes();
  EXPECT_GT(before, u64(1) << 20);
  constexpr u64 more = u64(256) << 20;
  const std::vector<char> touched(before + more, 'x');
  EXPECT_GE(peak_memory_bytes(), more);
  EXPECT_EQ(touched[more], 'x');
}

TEST(Machine, processor_time_is_read_from_the_first_line) {
  const auto time = processor_time("cpu  100 20 30 400 50 6 4 40 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n", 100);
  ASSERT_TRUE(time);
  EXPECT_DOUBLE_EQ(time->busy, 2.0);  // user, nice, system, both kinds of interrupts, and what the hypervisor took
  EXPECT_DOUBLE_EQ(time->all, 6.5);
}

TEST(Machine, processor_time_of_another_text_is_unknown) {
  for (const char* text : {"", "cpu", "cpu0 1 2 3 4 5 6 7 8\n", "cpu  1 2 3 x\n", "intr 5\n"})
    EXPECT_FALSE(processor_time(text, 100)) << text;
}

TEST(Machine, the_load_of_a_moment_is_unknown) {
  LoadMeter meter;
  EXPECT_FALSE(meter.lap());
}

TEST(Machine, clocks_do_not_go_back) {
  const double wall = wall_seconds(), thread = thread_seconds(), process = process_seconds();
  std::thread([] {
    volatile u32 sum = 0;
    for (u32 i = 0; i < 1'000'000; ++i) sum = sum + i;
  }).join();
  EXPECT_GE(wall_seconds(), wall);
  EXPECT_GE(thread_seconds(), thread);
  // What the other thread used counts for the process alone.
  EXPECT_GT(process_seconds() - process, thread_seconds() - thread);
}

}  // namespace
}  // namespace headroom
