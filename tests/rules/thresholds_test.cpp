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

}  // namespace
}  // namespace headroom::test
