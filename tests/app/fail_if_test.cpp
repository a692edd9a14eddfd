#include "host/app/fail_if.h"

#include <gtest/gtest.h>

#include "host/stats/estimate.h"
#include "tests/support/sample_tally.h"

namespace headroom {
namespace {

std::vector<Threshold> parsed(const std::string& text, std::string* wrong = nullptr) {
  Problems problems;
  const auto thresholds = parse_thresholds({text}, testing::sample_compiled(), problems);
  for (const Problem& problem : problems.errors()) {
    if (wrong) *wrong += problem.message + "\n";
  }
  return thresholds;
}

std::string why_not(const std::string& text) {
  std::string wrong;
  parsed(text, &wrong);
  return wrong;
}

// AAA: P(exhausted) 0.75, P(critical) 0.8, utilisation 0.8125, refused TPP 55.6.
bool is_crossed(const std::string& text) {
  const auto thresholds = parsed(text);
  EXPECT_EQ(thresholds.size(), 1u) << text;
  return !crossed(thresholds, make_result(testing::sample_compiled(), testing::sample_study(), testing::sample_tally(),
                                          {{0, 40}}, {"cpu", ""}))
              .empty();
}

TEST(FailIf, compares_every_metric) {
  EXPECT_TRUE(is_crossed("p_exhausted(AAA) > 0.7"));
  EXPECT_FALSE(is_crossed("p_exhausted(AAA) > 0.75"));
  EXPECT_TRUE(is_crossed("p_exhausted(AAA) >= 0.75"));
  EXPECT_TRUE(is_crossed("p_critical(AAA) < 0.81"));
  EXPECT_FALSE(is_crossed("p_critical(AAA) <= 0.79"));
  EXPECT_TRUE(is_crossed("utilisation(AAA)>0.81"));
  EXPECT_TRUE(is_crossed("  refused_tpp ( AAA )  >  5.5e1 "));
}

TEST(FailIf, says_what_was_crossed) {
  const auto lines =
      crossed(parsed("p_exhausted(AAA) > 0.7"), make_result(testing::sample_compiled(), testing::sample_study(),
                                                            testing::sample_tally(), {{0, 40}}, {"cpu", ""}));
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0], "--fail-if 'p_exhausted(AAA) > 0.7': crossed, it is 0.75");
}

TEST(FailIf, names_the_nearest_destination_and_metric) {
  EXPECT_NE(why_not("p_exhausted(AAB) > 1").find("did you mean 'AAA'?"), std::string::npos);
  EXPECT_NE(why_not("p_exhaust(AAA) > 1").find("did you mean 'p_exhausted'?"), std::string::npos);
  EXPECT_NE(why_not("p_exhausted(USA) > 1").find("has no cap"), std::string::npos);
}

TEST(FailIf, texts_that_do_not_follow_the_grammar_are_refused) {
  for (const char* text :
       {"", "p_exhausted", "p_exhausted(AAA)", "p_exhausted(AAA) 0.2", "p_exhausted(AAA) = 0.2", "p_exhausted)AAA( > 1",
        "p_exhausted(AAA) > ", "p_exhausted(AAA) > nan", "p_exhausted(AAA) > 0.2x", "p_exhausted() > 1",
        "p_exhausted(AAA) => 1", "p_exhausted(AAA) >> 1"}) {
    EXPECT_NE(why_not(text), "") << text;
    EXPECT_TRUE(parsed(text).empty() || why_not(text) != "") << text;
  }
}

}  // namespace
}  // namespace headroom
