// The order of lines in a study's files means nothing.
#include <gtest/gtest.h>

#include "host/model/load.h"
#include "tests/support/study_text.h"
#include "tests/support/temporary_folder.h"

namespace headroom {
namespace {

using testing::Dice;

constexpr u64 kLineStudies = 60;

CompiledStudy loaded(const testing::StudyText& text) {
  const testing::TemporaryFolder folder;
  text.write(folder.path());
  Problems problems;
  const LoadedStudy loaded = load_study(folder.path().string(), {}, problems);
  for (const Problem& problem : problems.errors()) ADD_FAILURE() << to_string(problem);
  return problems.ok() ? compile(loaded.study, loaded.catalogue, problems) : CompiledStudy();
}

TEST(Property, the_order_of_lines_changes_nothing) {
  for (u64 seed = 1; seed <= kLineStudies && !HasFailure(); ++seed) {
    SCOPED_TRACE("random study " + std::to_string(seed));
    const Study study = testing::random_study(seed);
    const CompiledStudy made = testing::compiled(study);
    testing::StudyText text = testing::study_text(study);
    const CompiledStudy as_written = loaded(text);
    Dice dice(seed);
    text.shuffle(&dice);
    const CompiledStudy shuffled = loaded(text);
    if (HasFailure()) return;
    EXPECT_EQ(as_written.digest(), made.digest());  // the files say what the study says
    EXPECT_EQ(shuffled.digest(), as_written.digest());
    EXPECT_EQ(testing::run_reference(shuffled, {5, 40}), testing::run_reference(as_written, {5, 40}));
  }
}

}  // namespace
}  // namespace headroom
