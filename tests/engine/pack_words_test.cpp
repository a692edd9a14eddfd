// Every word of the packs against its plain meaning.
#include "tests/engine/pack_words_check.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "host/engine/engine.h"

namespace headroom {
namespace {

class PackWords : public ::testing::TestWithParam<std::string> {};

TEST_P(PackWords, mean_in_every_lane_what_they_mean_in_one) {
  const std::string isa = GetParam();
  Failures failures;
#ifdef HEADROOM_X86_VECTORS
  (isa == "avx512" ? check_avx512_words : check_avx2_words)(20250115, 20'000, &failures);
#endif
#ifdef HEADROOM_NEON
  if (isa == "neon") check_neon_words(20250115, 20'000, &failures);
#endif
  EXPECT_EQ(failures.count, 0u);
  for (const char* word : failures.words)
    if (word) ADD_FAILURE() << word;
}

// One lane is the meaning itself.
std::vector<std::string> packed_sets() {
  std::vector<std::string> sets = instruction_sets();
  std::erase(sets, "scalar");
  return sets;
}

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(PackWords);  // a machine without vectors
INSTANTIATE_TEST_SUITE_P(InstructionSets, PackWords, ::testing::ValuesIn(packed_sets()),
                         [](const auto& instance) { return instance.param; });

}  // namespace
}  // namespace headroom
