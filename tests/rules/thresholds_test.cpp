// Rows on both sides of every number of the rules. ONE is a chip of 1 TPP.
#include <gtest/gtest.h>

#include "tests/rules/rulings.h"

namespace headroom::test {
namespace {

std::string shipment(const std::string& id, const std::string& places, const std::string& veu, u64 units,
                     const std::string& who, const std::string& date) {
  return id + ",shipment," + places + "," + veu + ",ONE," + std::to_string(units) + "," + who + "," + date + ",,,\n";
}

TEST(Thresholds, lpp_notice_from_3200000) {
  const auto rows = rulings(shipment("under", "IND,IND", "none", 3'199'999, "A", "2025-02-01") +
                            shipment("on", "IND,IND", "none", 3'200'000, "B", "2025-02-01"));
  EXPECT_EQ(in_short(rows[0]), "allowed lpp");
  EXPECT_FALSE(tells(rows[0].duties, "the exporter notifies BIS"));
  EXPECT_TRUE(tells(rows[1].duties, "the exporter notifies BIS before the shipment (740.29(g); fact 32)"));
}

TEST(Thresholds, aia_certificate_at_253000000) {
  const std::string duty = "the certificate goes to BIS";
  const auto rows = rulings(shipment("under", "DEU,USA", "none", 252'999'999, "A", "2025-02-01") +
                            shipment("on", "FRA,USA", "none", 1, "A", "2025-02-02") +
                            shipment("past", "FRA,USA", "none", 1, "A", "2025-02-03") +
                            shipment("other", "FRA,FRA", "none", 253'000'000, "B", "2025-02-04"));
  EXPECT_FALSE(tells(rows[0].duties, duty));
  EXPECT_TRUE(tells(rows[1].duties, duty));
  EXPECT_FALSE(tells(rows[2].duties, duty)) << "once";
  EXPECT_TRUE(tells(rows[3].duties, duty));
}

TEST(Thresholds, lpp_limit_aconsignee_and_calendar_year) {
  const auto rows = rulings(shipment("full", "IND,IND", "none", 26'900'000, "A", "2025-12-31") +
                            shipment("over", "IND,IND", "none", 1, "A", "2025-12-31") +
                            shipment("again", "IND,IND", "none", 26'900'000, "A", "2026-01-01") +
                            shipment("large", "IND,IND", "none", 26'900'001, "B", "2026-01-01"));
  EXPECT_EQ(in_short(rows[0]), "allowed lpp");
  EXPECT_EQ(rows[0].ruling.meter->after.left(), 0u);
  EXPECT_EQ(in_short(rows[1]), "counted general");
  EXPECT_EQ(rows[1].ruling.tried[0].balance, 0u);
  EXPECT_FALSE(rows[1].ruling.tried[0].fits);
  EXPECT_EQ(in_short(rows[2]), "allowed lpp");
  EXPECT_EQ(in_short(rows[3]), "counted general");
}

TEST(Thresholds, allocation_limit) {
  const auto rows = rulings(shipment("most", "IND,IND", "none", 750'000'000, "A", "2025-02-01") +
                            shipment("over", "IND,IND", "none", 40'000'001, "B", "2025-02-02") +
                            shipment("full", "IND,IND", "none", 40'000'000, "B", "2025-02-03") +
                            shipment("none", "IND,IND", "none", 26'900'001, "C", "2027-12-31") +
                            shipment("else", "SGP,SGP", "none", 790'000'000, "D", "2027-12-31") +
                            shipment("past", "VNM,VNM", "none", 790'000'001, "E", "2027-12-31"));
  EXPECT_EQ(in_short(rows[0]), "counted general");
  EXPECT_EQ(in_short(rows[1]), "refused");
  EXPECT_EQ(rows[1].ruling.tried.back().balance, 40'000'000u);
  EXPECT_EQ(in_short(rows[2]), "counted general");
  EXPECT_EQ(rows[2].ruling.meter->after.left(), 0u);
  EXPECT_EQ(in_short(rows[3]), "refused");
  EXPECT_EQ(in_short(rows[4]), "counted general");
  EXPECT_EQ(in_short(rows[5]), "refused");
}

TEST(Thresholds, nveu_allowance_by_quarter) {
  const auto rows = rulings(shipment("on", "SAU,SAU", "NVEU", 633'000'000, "A", "2025-03-31") +
                            shipment("next", "SAU,SAU", "NVEU", 316'500'000, "A", "2025-04-01") +
                            shipment("over", "SAU,SAU", "NVEU", 1, "A", "2025-06-30") +
                            shipment("2027", "SAU,SAU", "NVEU", 4'114'500'000, "A", "2027-12-31") +
                            shipment("B", "SAU,SAU", "NVEU", 633'000'001, "B", "2025-03-31"));
  ASSERT_EQ(rows.size(), 5u);
  EXPECT_EQ(in_short(rows[0]), "allowed nveu");
  EXPECT_EQ(in_short(rows[1]), "counted general") << "B, one over its allowance";
  EXPECT_EQ(in_short(rows[2]), "allowed nveu");
  EXPECT_EQ(in_short(rows[3]), "allowed lpp") << "the quarter is full";
  EXPECT_EQ(in_short(rows[4]), "allowed nveu");
  EXPECT_EQ(rows[4].ruling.meter->after.left(), 0u);
}

TEST(Thresholds, security_paragraphs_have_their_date) {
  const std::string duty = "from 2026-01-15: FedRAMP";
  EXPECT_TRUE(tells(rulings(shipment("u", "IND,USA", "UVEU", 1, "A", "2025-02-01"))[0].duties, duty));
  const auto weights = [](const std::string& date) {
    return in_short(rulings("w,weights,IND,USA,none,,,," + date + ",closed_4E091,,no\n")[0]);
  };
  EXPECT_EQ(weights("2026-01-14"), "allowed aia_weights");
  EXPECT_EQ(weights("2026-01-15"), "licence");
}

TEST(Thresholds, window_of_the_regime) {
  for (const auto& [date, decision] : {std::pair("2024-12-31", "unresolved"), std::pair("2025-01-01", "allowed"),
                                       std::pair("2027-12-31", "allowed"), std::pair("2028-01-01", "unresolved")}) {
    EXPECT_EQ(rulings(shipment("w", "IND,IND", "none", 1, "A", date))[0].ruling.decision, decision) << date;
  }
}

// Below both thresholds, each of them straddled by one.
TEST(Thresholds, china_lane_below_21000_tpp_and_6500_gbs) {
  const std::pair<const char*, const char*> all[] = {
      {"BELOW", "licence case_by_case"}, {"TPP-AT", "prohibited"},    {"TPP-ABOVE", "prohibited"},
      {"GBS-AT", "prohibited"},          {"GBS-ABOVE", "prohibited"}, {"GBS-UNKNOWN", "prohibited"},
  };
  for (const auto& [chip, expected] : all) {
    const auto rows =
        rulings(std::string("a,shipment,CHN,CHN,none,") + chip + ",1,A,2026-02-01,,,\n", "china-lane-2026");
    EXPECT_EQ(in_short(rows[0]), expected) << chip;
  }
}

TEST(Thresholds, draft_simple_review_to_60000000) {
  const auto rows = rulings(shipment("under", "IND,IND", "none", 59'999'999, "A", "2026-04-01") +
                                shipment("on", "IND,IND", "none", 1, "A", "2026-04-02") +
                                shipment("over", "IND,IND", "none", 1, "A", "2026-04-03") +
                                shipment("place", "DEU,IND", "none", 60'000'000, "A", "2026-04-04") +
                                shipment("whole", "IND,IND", "none", 60'000'001, "B", "2026-04-05"),
                            "draft-2026-03");
  for (const int i : {0, 1, 3}) EXPECT_EQ(in_short(rows[std::size_t(i)]), "counted simple_review") << i;
  for (const int i : {2, 4}) EXPECT_EQ(in_short(rows[std::size_t(i)]), "counted pre_clearance") << i;
}

TEST(Thresholds, draft_limit_of_12000000000) {
  const auto rows = rulings(shipment("1", "IND,IND", "none", 4'000'000'000, "A", "2025-01-01") +
                                shipment("2", "IND,IND", "none", 4'000'000'000, "A", "2026-01-01") +
                                shipment("over", "IND,IND", "none", 4'000'000'001, "A", "2027-01-01") +
                                shipment("under", "IND,IND", "none", 3'999'999'999, "A", "2027-01-02") +
                                shipment("on", "IND,IND", "none", 1, "A", "2027-01-03") +
                                shipment("past", "IND,IND", "none", 1, "A", "2027-01-04") +
                                shipment("other", "IND,IND", "none", 1, "B", "2027-01-05"),
                            "draft-2026-03");
  const char* expected[] = {"counted pre_clearance", "counted pre_clearance", "refused",
                            "counted pre_clearance", "counted pre_clearance", "refused",
                            "counted simple_review"};
  for (std::size_t i = 0; i < rows.size(); ++i) EXPECT_EQ(in_short(rows[i]), expected[i]) << rows[i].row.id;
  EXPECT_EQ(rows[2].ruling.tried.back().balance, 4'000'000'000u);
}

TEST(Thresholds, windows_of_the_other_regimes_begin_and_end_with_a_month) {
  const auto decided = [](const std::string& regime, const std::string& date) {
    return rulings("a,shipment,SAU,SAU,none,ONE,1,A," + date + ",,,\n", regime)[0].ruling.decision;
  };
  EXPECT_EQ(decided("advanced-computing-2023", "2023-11-30"), "unresolved");
  EXPECT_EQ(decided("advanced-computing-2023", "2023-12-01"), "allowed");
  EXPECT_EQ(decided("advanced-computing-2023", "2028-12-31"), "allowed");
  EXPECT_EQ(decided("advanced-computing-2023", "2029-01-01"), "unresolved");
  EXPECT_EQ(decided("china-lane-2026", "2026-01-31"), "unresolved");
  EXPECT_EQ(decided("china-lane-2026", "2026-02-01"), "allowed");
  EXPECT_EQ(decided("china-lane-2026", "2028-12-31"), "allowed");
  EXPECT_EQ(decided("china-lane-2026", "2029-01-01"), "unresolved");
  EXPECT_EQ(decided("draft-2026-03", "2024-12-31"), "unresolved");
  EXPECT_EQ(decided("draft-2026-03", "2025-01-01"), "counted");
  EXPECT_EQ(decided("draft-2026-03", "2028-12-31"), "counted");
  EXPECT_EQ(decided("draft-2026-03", "2029-01-01"), "unresolved");
}

}  // namespace
}  // namespace headroom::test
