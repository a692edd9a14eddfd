#include "host/report/table.h"

#include <gtest/gtest.h>

#include "host/stats/estimate.h"
#include "host/stats/intervals.h"
#include "tests/support/sample_tally.h"

namespace headroom {
namespace {

Result table_sample() {
  return make_result(testing::sample_compiled(), testing::sample_study(), testing::sample_tally(), {{0, 40}},
                     {"cpu", "2 threads"});
}

Regime regime() {
  Regime regime;
  regime.name = "r";
  regime.title = "A framework";
  regime.status = "rescinded";
  return regime;
}

// Of `n` destinations, of which none was exhausted.
Result with_never(std::size_t n) {
  Result result = table_sample();
  for (std::size_t i = 0; i < n; ++i) {
    DestinationResult& row = result.destinations.emplace_back(result.destinations[1]);
    row.label.name = "Never " + std::to_string(i);
    row.exhausted = clopper_pearson(0, 40);
  }
  return result;
}

TEST(Table, shows_study_engine_and_regime) {
  const std::string text = table_text(table_sample(), regime());
  EXPECT_EQ(text.substr(0, text.find("\n\n")),
            "sample: 40 trials, seed 5, engine cpu (2 threads)\nA framework (rescinded); 2025-01 to 2025-04");
}

TEST(Table, the_likeliest_to_exhaust_stands_first) {
  Result result = table_sample();
  std::swap(result.destinations[0], result.destinations[1]);
  const std::string text = table_text(result, regime());
  EXPECT_LT(text.find("Alpha"), text.find("Bêta"));
}

TEST(Table, a_few_that_never_exhausted_have_rows) {
  const std::string text = table_text(with_never(3), regime());
  EXPECT_NE(text.find("Never 2"), std::string::npos);
  EXPECT_EQ(text.find("more destinations"), std::string::npos);
}

TEST(Table, many_that_never_exhausted_share_a_line) {
  const std::string text = table_text(with_never(80), regime());
  EXPECT_EQ(text.find("Never 2"), std::string::npos);
  EXPECT_NE(text.find("80 more destinations: never exhausted in 40 trials (P below 0.088)."), std::string::npos)
      << text;
}

TEST(Table, the_foot_sums_up) {
  const std::string text = table_text(table_sample(), regime());
  EXPECT_NE(text.find("mean number: 0.88 of 2 destinations"), std::string::npos) << text;
  EXPECT_NE(text.find("1.09e3 TPP; the caps, without arrangements, sum to 2.00e3."), std::string::npos) << text;
}

TEST(Table, without_capped_destinations_it_says_so) {
  const Result empty =
      make_result(CompiledStudy(), testing::sample_study(), Tally(TallyShape{4, 0, 0}), {}, {"cpu", ""});
  EXPECT_NE(table_text(empty, regime()).find("No destination of the study has a cap."), std::string::npos);
}

}  // namespace
}  // namespace headroom
