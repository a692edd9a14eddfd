// What a ruling hangs on: each open point changes what it should, and nothing else.
#include <gtest/gtest.h>

#include "tests/rules/rulings.h"

namespace headroom::test {
namespace {

// "general_tier1 = stopped: refused" for each, parted by "; ".
std::string open(const CheckedRow& row) {
  std::string text;
  for (const OtherOutcome& one : row.open_readings) {
    text += (text.empty() ? "" : "; ") + one.reading + " = " + one.words + ": " + one.decision +
            (one.authorisation.empty() ? "" : " " + one.authorisation);
  }
  return text;
}

std::string ship(const std::string& id, const std::string& places, const std::string& veu, u64 units,
                 const std::string& who, const std::string& date) {
  return id + ",shipment," + places + "," + veu + ",ONE," + std::to_string(units) + "," + who + "," + date + ",,,\n";
}

TEST(Readings, alternative_tiers) {
  const auto rows =
      rulings(ship("a", "CYP,CYP", "none", 1, "A", "2025-02-01") + ship("b", "IND,ETH", "none", 1, "B", "2025-02-02") +
              ship("c", "NIU,USA", "none", 1, "C", "2025-02-03") + ship("d", "IND,IND", "none", 1, "D", "2025-02-04"));
  EXPECT_EQ(open(rows[0]), "alternative_tier = CYP in Tier 3: prohibited");
  EXPECT_EQ(open(rows[1]), "alternative_tier = ETH in Tier 3: prohibited");
  EXPECT_EQ(open(rows[2]), "alternative_tier = NIU in Tier 1: allowed aia");
  EXPECT_EQ(open(rows[3]), "");
  EXPECT_EQ(rows[0].open_readings[0].fact, "6");
}

TEST(Readings, general_tier_1_changes_itself_and_who_comes_later) {
  const auto rows = rulings(ship("us", "IND,USA", "none", 700'000'000, "A", "2025-02-01") +
                            ship("in", "IND,IND", "none", 100'000'000, "B", "2025-02-02") +
                            ship("us2", "IND,USA", "none", 100'000'000, "C", "2025-02-03"));
  EXPECT_EQ(open(rows[0]), "general_tier1 = exempt: allowed general_tier1");
  EXPECT_EQ(in_short(rows[1]), "refused");
  EXPECT_EQ(open(rows[1]), "general_tier1 = exempt: counted general");
  EXPECT_EQ(open(rows[2]), "general_tier1 = stopped: refused; general_tier1 = exempt: allowed general_tier1");
}

TEST(Readings, tier_2_parent_in_tier_1) {
  const auto rows = rulings(ship("a", "DEU,IND", "none", 790'000'001, "A", "2025-02-01") +
                            ship("b", "DEU,IND", "none", 90'000'000, "B", "2025-02-01"));
  EXPECT_EQ(open(rows[0]), "tier2_parent_in_tier1 = counted: refused");
  EXPECT_EQ(open(rows[1]), "tier2_parent_in_tier1 = counted: counted general");
}

TEST(Readings, lpp_worldwide) {
  const auto rows = rulings(ship("a", "SGP,SGP", "none", 20'000'000, "A", "2025-02-01") +
                            ship("b", "MYS,SGP", "none", 20'000'000, "A", "2025-02-02"));
  EXPECT_EQ(open(rows[0]), "");
  EXPECT_EQ(open(rows[1]), "lpp_scope = one limit worldwide: counted general");
}

TEST(Readings, nveu_arrangement) {
  const auto rows = rulings(ship("a", "SAU,SAU", "NVEU", 600'000'000, "A", "2025-02-01") +
                            ship("b", "MEX,USA", "NVEU", 600'000'000, "B", "2025-02-02"));
  EXPECT_EQ(open(rows[0]), "nveu_arrangement = an arrangement is a condition: counted general");
  EXPECT_EQ(open(rows[1]), "");
}

TEST(Readings, weights) {
  const auto rows = rulings(
      "a,weights,IND,IND,none,,,,2026-06-01,closed_derivative_of_open,small,\n"
      "b,weights,DEU,USA,none,,,,2026-06-01,closed_4E091,,no\n"
      "c,weights,IND,USA,none,,,,2026-06-01,closed_4E091,,no\n");
  EXPECT_EQ(open(rows[0]), "fine_tuning_threshold = the model lies on the other side: prohibited");
  EXPECT_EQ(open(rows[1]), "facility_in_tier1 = no duty in Tier 1 places: allowed aia_weights");
  EXPECT_EQ(open(rows[2]), "");
}

TEST(Readings, certainty_is_that_of_the_weakest_part) {
  const auto weakest = [](const std::string& line) {
    const Ruling ruling = rulings(line).at(0).ruling;
    return ruling.certainty + " " + ruling.weakest;
  };
  EXPECT_EQ(weakest("a,shipment,IND,IND,none,H100,1,A,2025-02-01,,,\n"), "high rule");
  EXPECT_EQ(weakest("a,shipment,CYP,IND,none,H100,1,A,2025-02-01,,,\n"), "medium place");
  EXPECT_EQ(weakest("a,shipment,IND,COK,none,H100,1,A,2025-02-01,,,\n"), "low parent");
  EXPECT_EQ(weakest("a,shipment,IND,IND,none,B30A,1,A,2025-02-01,,,\n"), "low chip");
  EXPECT_EQ(weakest("a,shipment,IND,USA,none,H100,2000,A,2025-02-01,,,\n"), "unverified rule");
}

// 750.7(g), fact 20: a switch of the regime, which the simulation follows too.
TEST(Readings, lapse_gives_back_ashare_of_what_was_counted) {
  const std::string lines = ship("a", "IND,IND", "none", 790'000'000, "A", "2025-02-28") +
                            ship("b", "IND,IND", "none", 395'000'000, "B", "2026-01-31") +
                            ship("c", "IND,IND", "none", 395'000'001, "C", "2026-02-01") +
                            ship("d", "IND,USA", "none", 395'000'000, "D", "2026-02-01") +
                            ship("e", "IND,IND", "none", 197'500'000, "E", "2027-02-01");
  const auto decisions = [&](double share) {
    Rulebook book = rulebook();
    book.regime.allocation.lapse = {share, 12};
    Problems problems;
    std::string text;
    for (const CheckedRow& row :
         check(read_ledger({"o", kLedgerHeader + lines}, book, catalogue(), problems), book).rows)
      text += in_short(row) + "; ";
    return text;
  };
  EXPECT_EQ(decisions(0), "counted general; refused; refused; counted general_tier1; refused; ");
  EXPECT_EQ(decisions(0.5), "counted general; refused; refused; counted general_tier1; counted general; ");
  EXPECT_EQ(decisions(1), "counted general; refused; counted general; counted general_tier1; counted general; ");
}

// A regime of fewer rules: what it lacks is passed over, and said.
TEST(Readings, regimes_that_lack_arule) {
  Rulebook book = rulebook();
  book.regime.lpp_cap_tpp.reset();
  book.regime.nveu.clear();
  book.other_classes.clear();
  book.other_class_licences.clear();
  Problems problems;
  const std::string lines =
      ship("a", "IND,IND", "NVEU", 1, "A", "2025-02-01") + "b,shipment,VNM,VNM,none,L40,1,B,2025-02-02,,,\n";
  const auto rows = check(read_ledger({"orders.csv", kLedgerHeader + lines}, book, catalogue(), problems), book).rows;
  EXPECT_EQ(in_short(rows[0]), "counted general");
  ASSERT_EQ(rows[0].ruling.tried.size(), 2u);
  EXPECT_EQ(rows[0].ruling.tried[0].why, "the regime has no such authorisation");
  EXPECT_EQ(rows[1].ruling.rule, "other_class_unknown");
  book.weights.clear();
  read_ledger({"orders.csv", kLedgerHeader + "w,weights,IND,IND,none,,,,2026-06-01,below_1e26,,\n"}, book, catalogue(),
              problems);
  ASSERT_EQ(problems.errors().size(), 1u);
  EXPECT_EQ(problems.errors()[0].message, "regime 'ai-diffusion-2025' has no weights table; leave such rows out");
}

// The regime's own switches, where they are set otherwise.
TEST(Readings, switches_of_the_regime) {
  Rulebook book = rulebook();
  const auto first = [&] {
    Problems problems;
    const std::string lines = ship("a", "IND,USA", "none", 790'000'001, "A", "2025-02-01");
    return check(read_ledger({"orders.csv", kLedgerHeader + lines}, book, catalogue(), problems), book).rows.at(0);
  };
  EXPECT_EQ(first().ruling.rule, "general_tier1_counted");
  book.regime.allocation.general_tier1 = GeneralTier1::stopped;
  EXPECT_EQ(first().ruling.rule, "general_tier1_refused");
  book.regime.allocation.general_tier1 = GeneralTier1::exempt;
  EXPECT_EQ(first().ruling.rule, "general_tier1_exempt");
}

}  // namespace
}  // namespace headroom::test
