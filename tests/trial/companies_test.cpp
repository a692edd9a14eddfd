// The limits of universal VEU companies, Supplement 10 to part 748, paragraph 6 (facts 38 to 41), to one TPP.
#include "host/trial/companies.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/companies.h"

namespace headroom {
namespace {

using namespace testing;

TEST(CompanyShares, pass_a_limit_just_above_it) {
  EXPECT_FALSE(passes<OneLane>(2'500, 10'000, 2500));
  EXPECT_TRUE(passes<OneLane>(2'501, 10'000, 2500));
  EXPECT_FALSE(passes<OneLane>(0, 0, 2500));
  EXPECT_FALSE(passes<OneLane>(5, 5, 10'000));
  EXPECT_TRUE(passes<OneLane>(1, 5, 0));
  const u64 large = (u64(1) << 60) - 8;  // 7 % of it is no whole number
  const u64 most = large / 100 * 7 + large % 100 * 7 / 100;
  EXPECT_FALSE(passes<OneLane>(most, large, 700));
  EXPECT_TRUE(passes<OneLane>(most + 1, large, 700));
}

TEST(CompanyShares, are_rounded_up_in_ten_thousandths) {
  EXPECT_EQ(share_of(0, 0), 0u);
  EXPECT_EQ(share_of(7, 100), 700u);
  EXPECT_EQ(share_of(1, 3), 3334u);
  EXPECT_EQ(share_of(1, 10'000), 1u);
  EXPECT_EQ(share_of(1, 10'001), 1u);
  EXPECT_EQ(share_of(123, 123), 10'000u);
  const u64 large = (u64(1) << 60) - 1;
  EXPECT_EQ(share_of(1, large), 1u);
  EXPECT_EQ(share_of(large - 1, large), 10'000u);
}

TEST(CompanyShares, lie_in_a_lower_bin_of_slack_just_when_they_pass) {
  EXPECT_EQ(slack_bin(0, 1, 10'000), kSlackBins - 1);  // 1
  EXPECT_EQ(slack_bin(1, 1, 0), 0u);                   // -1
  for (const u32 limit : {0u, 1u, 99u, 625u, 700u, 2500u, 5000u, 10'000u}) {
    for (u64 part = 0; part <= 1600; ++part)
      EXPECT_EQ(slack_bin(part, 1600, limit) < kSlackBins / 2, passes<OneLane>(part, 1600, limit)) << part;
  }
}

// One company with so much at home, in other places of Tier 1, in India and in Kenya; and a move to one of them.
struct OneMove {
  CompiledStudy study;
  std::vector<u64> memory;
  Diary diary;

  OneMove(u64 at_home, u64 elsewhere, u64 india, u64 kenya) {
    Study words = small_study();
    VeuCompany& company = add_company(&words, "X", 1);
    company.installed_tpp = {{"USA", at_home}, {"other_tier1", elsewhere}, {"IND", india}, {"KEN", kenya}};
    study = compiled(words);
  }
  void move(u32 location, u64 tpp, u32 month = 0) {
    const Tables tables = study.tables();
    const Company& company = tables.companies[0];
    const bool opened = !memory.empty();
    memory.resize(company_scratch_rows(tables, company));
    CompanyScratch<OneLane> scratch = carve_company_scratch(tables, company, memory.data(), 1);
    if (!opened) stock = open_stock<OneLane>(tables, company, &scratch);
    move_in<OneLane>(tables, company, true, location, tpp, month, &stock, &scratch, &diary);
  }
  std::size_t broken(CompanyRule rule, const std::string& destination = "") const {
    const u32 slot = slot_of(study, "X", rule, destination);
    return std::count_if(diary.breaks_.begin(), diary.breaks_.end(), [&](const auto& b) { return b.slot == slot; });
  }
  Stock<OneLane> stock;
};

constexpr u32 kIndia = 0, kKenya = 1, kHome = 2;  // locations stand in the order of their names

TEST(CompanyMove, breaks_the_quarter_outside_tier_1_by_one_tpp) {
  OneMove exact(6'000, 1'500, 600, 1'899), above(6'000, 1'500, 600, 1'899);
  exact.move(kIndia, 1);  // 2,500 of 10,000
  EXPECT_EQ(exact.broken(CompanyRule::outside_tier1), 0u);
  above.move(kIndia, 2);  // 2,501 of 10,001
  EXPECT_EQ(above.broken(CompanyRule::outside_tier1), 1u);
}

TEST(CompanyMove, breaks_seven_percent_of_one_destination_by_one_tpp) {
  OneMove exact(6'000, 3'300, 699, 0), above(6'000, 3'300, 699, 0);
  exact.move(kIndia, 1);  // 700 of 10,000
  EXPECT_TRUE(exact.diary.breaks_.empty());
  above.move(kIndia, 2);  // 701 of 10,001
  EXPECT_EQ(above.broken(CompanyRule::one_destination, "IND"), 1u);
  EXPECT_EQ(above.broken(CompanyRule::one_destination), 1u);  // some destination
  EXPECT_EQ(above.broken(CompanyRule::one_destination, "KEN"), 0u);
  EXPECT_EQ(above.broken(CompanyRule::outside_tier1), 0u);
}

TEST(CompanyMove, counts_first_so_that_it_widens_its_own_limit) {
  OneMove one(9'300, 0, 0, 0);
  one.move(kIndia, 700);  // of 10,000, not of the 9,300 before
  EXPECT_TRUE(one.diary.breaks_.empty());
}

TEST(CompanyMove, inside_tier_1_breaks_nothing_though_the_shares_stay_past) {
  OneMove one(100, 0, 900, 0);
  one.move(kHome, 1);
  EXPECT_TRUE(one.diary.breaks_.empty());
  one.move(kKenya, 1);  // Kenya has little; what stands outside has much
  EXPECT_EQ(one.broken(CompanyRule::outside_tier1), 1u);
  EXPECT_EQ(one.broken(CompanyRule::one_destination), 0u);
}

TEST(CompanyMove, counts_once_a_month_and_limit) {
  OneMove one(100, 0, 900, 0);
  for (const u32 month : {3u, 3u, 4u}) one.move(kIndia, 1, month);
  const u32 slot = slot_of(one.study, "X", CompanyRule::one_destination, "IND");
  std::vector<std::pair<u32, bool>> said;
  for (const auto& b : one.diary.breaks_)
    if (b.slot == slot) said.push_back({b.month, b.first});
  EXPECT_EQ(said, (std::vector<std::pair<u32, bool>>{{3, true}, {4, false}}));
}

}  // namespace
}  // namespace headroom
