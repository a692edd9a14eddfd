// A Tier 2 parent that buys for a Tier 1 place (fact 27): uncounted, or against the allocation of its own country. A
// cap is 49,375 units of chip A.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/small_study.h"

namespace headroom {
namespace {

using namespace testing;

Study abroad(bool counted, const std::string& headquarters = "IND") {
  Study study = small_study();
  study.regime.allocation.tier2_parent_counted = counted;
  add_book(&study, "A", "IND", 49'000, "2025-01", "general");
  add_book(&study, "B", "USA", 376, "2026-03", "general").headquarters = headquarters;
  return study;
}

TEST(Tier2ParentInTier1, is_not_counted_unless_the_regime_says_so) {
  const Tally t = run_reference(compiled(abroad(false)), {0, 100});
  EXPECT_EQ(ended(t, 1, BookEnd::shipped), 100u);
  EXPECT_EQ(orders(t, Decision::counted), 100u);
}

TEST(Tier2ParentInTier1, counts_against_the_allocation_of_its_own_country) {
  Study study = abroad(true);
  EXPECT_EQ(ended(run_reference(compiled(study), {0, 100}), 1, BookEnd::refused), 100u);
  study.book[1].units_low = study.book[1].units_mode = study.book[1].units_high = 375;
  const Tally t = run_reference(compiled(study), {0, 100});
  EXPECT_EQ(ended(t, 1, BookEnd::shipped), 100u);
  EXPECT_EQ(orders(t, Decision::counted), 200u);
}

TEST(Tier2ParentInTier1, leaves_other_parents_alone) {
  for (const char* parent : {"", "USA"})
    EXPECT_EQ(ended(run_reference(compiled(abroad(true, parent)), {0, 100}), 1, BookEnd::shipped), 100u) << parent;
  const Tally barred = run_reference(compiled(abroad(true, "CHN")), {0, 100});
  EXPECT_EQ(ended(barred, 1, BookEnd::refused), 100u);
  EXPECT_EQ(orders(barred, Decision::counted), 100u);
}

TEST(Tier2ParentInTier1, shares_the_meter_of_the_exception_with_its_orders_at_home) {
  Study study = small_study();
  study.regime.allocation.tier2_parent_counted = true;
  add_book(&study, "A", "IND", 1000, "2025-01", "lpp");
  add_book(&study, "B", "USA", 1000, "2025-03", "lpp").headquarters = "IND";  // 1,681 units a year in all
  EXPECT_EQ(ended(run_reference(compiled(study), {0, 100}), 1, BookEnd::refused), 100u);
}

TEST(Tier2ParentInTier1, its_stream_stands_in_the_queue_of_its_country) {
  const u64 trials = 4000;
  Study study = small_study(12);
  Stream& stream = add_stream(&study, "USA", 5, 1);
  stream.headquarters = "IND";
  EXPECT_TRUE(compiled(study).capped.empty());
  study.regime.allocation.tier2_parent_counted = true;
  const CompiledStudy counted = compiled(study);
  ASSERT_EQ(counted.capped.size(), 1u);
  EXPECT_EQ(counted.capped[0].iso3, "IND");
  const double mean = double(orders(run_reference(counted, {0, trials}), Decision::counted)) / trials;
  EXPECT_NEAR(mean, 60, 4.5 * std::sqrt(60.0 / trials));
}

}  // namespace
}  // namespace headroom
