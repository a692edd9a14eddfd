// Every row of the weights table, and how it is searched.
#include <gtest/gtest.h>

#include "host/rules/weights_table.h"
#include "tests/rules/rulings.h"

namespace headroom::test {
namespace {

struct Row {
  std::string columns, rule, decision;  // destination,parent,veu,,,,date,class,fine_tuned,facility
};

const std::vector<Row> kRows = {
    {"CHN,CHN,none,,,,2026-06-01,open_weight_published,,", "W01", "not_controlled"},
    {"CHN,CHN,none,,,,2026-06-01,below_1e26,large,no", "W02", "not_controlled"},
    {"IND,IND,none,,,,2026-06-01,closed_not_above_best_open,,", "W03", "not_controlled"},
    {"IND,IND,none,,,,2026-06-01,closed_derivative_of_open,small,", "W04", "not_controlled"},
    {"IND,IND,none,,,,2026-06-01,closed_derivative_of_open,large,", "W05>W14", "prohibited"},
    {"CHN,IND,none,,,,2026-06-01,closed_4E091,,", "W06", "prohibited"},
    {"MAC,USA,UVEU,,,,2026-06-01,closed_4E091,,yes", "W07", "prohibited"},
    {"DEU,CHN,none,,,,2026-06-01,closed_4E091,,yes", "W08", "prohibited"},
    {"IND,USA,none,,,,2026-06-01,closed_4E091,,yes", "W09", "allowed"},
    {"DEU,USA,NVEU,,,,2026-06-01,closed_4E091,,no", "W10", "refused"},
    {"DEU,USA,none,,,,2026-06-01,closed_4E091,,no", "W11", "licence"},
    {"DEU,IND,NVEU,,,,2026-06-01,closed_4E091,,yes", "W12", "prohibited"},
    {"IND,IND,NVEU,,,,2026-06-01,closed_4E091,,yes", "W13", "prohibited"},
    {"IND,SGP,none,,,,2026-06-01,closed_4E091,,", "W14", "prohibited"},
    {"CHN,USA,none,,,,2026-06-01,training_closed_4E091,,", "W15", "prohibited"},
    {"DEU,IND,NVEU,,,,2026-06-01,training_closed_4E091,large,", "W16", "licence"},
    {"IND,USA,UVEU,,,,2026-06-01,training_closed_4E091,no,", "W17", "licence"},
    {"IND,IND,NVEU,,,,2026-06-01,training_closed_4E091,small,", "W18", "allowed"},
    {"IND,USA,UVEU,,,,2026-06-01,training_closed_4E091,large,", "W19", "licence"},
    {"IND,IND,none,,,,2026-06-01,training_closed_4E091,large,", "W20", "licence"},
    {"DEU,USA,none,,,,2026-06-01,training_closed_4E091,no,", "W21", "allowed"},
    {"IND,USA,none,,,,2026-06-01,training_closed_4E091,no,", "W22", "unresolved"},
    {"IND,IND,none,,,,2026-06-01,closed_4E091_deemed_export,,", "W26", "licence"},
    {"CHN,CHN,none,,,,2026-06-01,api_or_inference_access,,", "W23", "allowed"},
    {"CHN,USA,none,,,,2026-06-01,closed_4E091_deemed_export,,", "W24", "allowed"},
};

TEST(WeightsTable, every_row_decides_acase) {
  ASSERT_EQ(rulebook().weights.size(), kRows.size() + 1) << "all but the fallback";
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    SCOPED_TRACE(kRows[i].columns);
    const CheckedRow row = rulings("x,weights," + kRows[i].columns + "\n").at(0);
    EXPECT_EQ(row.ruling.rule, kRows[i].rule);
    EXPECT_EQ(row.ruling.rule.substr(0, 3), rulebook().weights[i].id);
    EXPECT_EQ(row.ruling.decision, kRows[i].decision);
    EXPECT_FALSE(row.ruling.paragraph.empty());
  }
}

TEST(WeightsTable, the_fallback_is_an_error_of_the_input) {
  EXPECT_EQ(ledger_errors(kLedgerHeader + "x,weights,IND,IND,UVEU,,,,2026-06-01,closed_4E091,,yes\n"),
            "orders.csv:2:38: no rule of the weights table fits (place of Tier 2, parent of Tier 2, veu 'UVEU', "
            "fine_tuned ''); check that such a case can be, and that the parent may hold that veu");
}

TEST(WeightsTable, asks_for_what_it_needs_and_no_more) {
  EXPECT_EQ(ledger_errors(kLedgerHeader + "x,weights,IND,USA,none,,,,2026-06-01,closed_4E091,,\n"
                                          "y,weights,IND,USA,none,,,,2026-01-14,closed_4E091,,\n"
                                          "z,weights,IND,USA,none,,,,2026-06-01,closed_derivative_of_open,,yes\n"),
            "orders.csv:2:52: facility is empty; a model of class 'closed_4E091' needs one here to be ruled on\n"
            "orders.csv:4:64: fine_tuned is empty; a model of class 'closed_derivative_of_open' needs one here to be "
            "ruled on");
}

// By hand: all cases that can be written, against a search that knows nothing of blanks and dates.
TEST(WeightsTable, the_first_row_by_priority_decides) {
  const WeightsTable& table = rulebook().weights;
  int asked = 0;
  for (const std::string& model : words_of(table, &WeightRule::model_class)) {
    for (int bits = 0; bits < 162; ++bits) {
      const WeightsCase one{model,
                            std::vector<std::string>{"no", "small", "large"}[std::size_t(bits % 3)],
                            bits / 3 % 3 + 1,
                            bits / 9 % 3 + 1,
                            std::vector<std::string>{"none", "UVEU", "NVEU"}[std::size_t(bits / 27 % 3)],
                            bits / 81 == 0 ? "yes" : "no",
                            {{2027, 1}, 1}};
      const WeightRule* first = nullptr;
      for (const WeightRule& rule : table) {
        const bool fits = rule.model_class.fits(one.model_class) && rule.fine_tuned.fits(one.fine_tuned) &&
                          rule.place_tier.fits(std::to_string(one.place_tier)) &&
                          rule.parent_tier.fits(std::to_string(one.parent_tier)) && rule.veu.fits(one.veu) &&
                          rule.facility.fits(one.facility);
        if (fits && (!first || rule.priority < first->priority)) first = &rule;
      }
      ASSERT_NE(first, nullptr);
      EXPECT_EQ(find_rule(table, one).chain.front()->id, first->id);
      ++asked;
    }
  }
  EXPECT_EQ(asked, 8 * 162);
}

}  // namespace
}  // namespace headroom::test
