#include "host/store/study_copy.h"

#include <gtest/gtest.h>

#include "tests/support/written.h"

namespace headroom {
namespace {

std::string copied(const std::string& study, bool with_regime = true) {
  std::vector<InputFile> inputs = {{"study.toml", study}};
  if (with_regime) inputs.push_back({"regime/regime.toml", "[regime]\n"});
  return testing::written(study_copy(inputs, {7, 500}).at(0).write);
}

TEST(StudyCopy, seed_trials_and_regime_are_those_of_the_run) {
  EXPECT_EQ(copied("# Größe\n[study]\nname = \"é\"\nregime = 'ai-diffusion-2025'  # bundled\ntrials = "
                   "1_000_000\nseed=1\n[x]\nseed = 3\n"),
            "# Größe\n[study]\nname = \"é\"\nregime = \"regime\"  # bundled\ntrials = 500\nseed=7\n[x]\nseed = 3\n");
}

TEST(StudyCopy, trials_that_were_not_there_are_added) {
  EXPECT_EQ(copied("[study]\nname = \"a\" # b\nregime = \"r\"\nseed = 7\n"),
            "[study]\nname = \"a\"\ntrials = 500 # b\nregime = \"regime\"\nseed = 7\n");
}

TEST(StudyCopy, an_inline_table_stays_one) {
  EXPECT_EQ(copied("study = { name = \"a\", regime = \"r\", seed = 1 }\n"),
            "study = { name = \"a\", trials = 500, regime = \"regime\", seed = 7 }\n");
}

TEST(StudyCopy, without_the_rules_the_regime_keeps_its_name) {
  EXPECT_EQ(copied("[study]\nname = \"a\"\nregime = \"r\"\nseed = 7\ntrials = 1\n", false),
            "[study]\nname = \"a\"\nregime = \"r\"\nseed = 7\ntrials = 500\n");
}

TEST(StudyCopy, other_files_are_copied_byte_for_byte_and_none_outside) {
  const std::vector<InputFile> inputs = {{"market.csv", "a\r\n\0b"}, {"../escape", "x"}, {"/etc/passwd", "x"}};
  const auto copies = study_copy(inputs, {1, 1});
  ASSERT_EQ(copies.size(), 1u);
  EXPECT_EQ(testing::written(copies[0].write), std::string("a\r\n\0b"));
}

}  // namespace
}  // namespace headroom
