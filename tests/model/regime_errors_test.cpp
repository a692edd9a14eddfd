// What is said of a regime with a mistake in it: the exact text.
#include <gtest/gtest.h>

#include "tests/model/study_folder.h"

namespace headroom::test {
namespace {

const std::string kRegimeText = R"([regime]
name   = "rules"
window = { start = 2025-01-01, months = 36 }

[tiers]
table = "tiers.csv"
override = {}

[allocation]
cap_tpp = 790_000_000
classes = ["3A090.a"]
critical = 0.90
general_tier1 = "counts_only"
tier2_parent_in_tier1 = "uncounted"
lapse = { share = 0.0, months = 12 }
max_multiplier = 2.0

[lpp]
cap_tpp = 26_900_000

[nveu]
allowances = "nveu.csv"

[uveu]
max_outside_tier1 = 0.25
max_one_destination = 0.07
min_home_us = 0.50
reporting_dates = ["02-01", "08-01"]
checkpoint_months = 6

[weights]
table = "weights.csv"
open_finetune_share = 0.25
)";

// A study under a regime of its own, which is the bundled one's tables beside the text above.
void write_regime(const StudyFolder& folder) {
  folder.write("study.toml", edited(kStudyText, {"ai-diffusion-2025", "rules", ""}));
  folder.write("rules/regime.toml", kRegimeText);
  for (const char* table : {"tiers.csv", "nveu.csv", "weights.csv"}) {
    folder.write(std::string("rules/") + table, bundled_text(std::string("regimes/ai-diffusion-2025/") + table));
  }
}

void expect_edits(const std::string& file, const std::string& text, const std::vector<Edit>& edits) {
  for (const Edit& edit : edits) {
    SCOPED_TRACE(edit.from + " -> " + edit.to);
    StudyFolder folder;
    write_regime(folder);
    folder.write(file, edited(text, edit));
    EXPECT_EQ(folder.errors(), edit.expected);
  }
}

void expect_regime_edits(const std::vector<Edit>& edits) { expect_edits("rules/regime.toml", kRegimeText, edits); }
void expect_tier_edits(const std::vector<Edit>& edits) {
  expect_edits("rules/tiers.csv", bundled_text("regimes/ai-diffusion-2025/tiers.csv"), edits);
}

void expect_table(const std::string& file, const std::vector<Case>& cases) {
  for (const Case& one : cases) {
    SCOPED_TRACE(one.input);
    StudyFolder folder;
    write_regime(folder);
    folder.write(file, one.input);
    EXPECT_EQ(folder.errors(), one.expected);
  }
}
void expect_allowances(const std::vector<Case>& cases) { expect_table("rules/nveu.csv", cases); }
void expect_weights(const std::vector<Case>& cases) { expect_table("rules/weights.csv", cases); }

TEST(RegimeErrors, a_regime_of_the_users_own_loads) {
  StudyFolder folder;
  write_regime(folder);
  EXPECT_EQ(folder.errors(), "");
  EXPECT_EQ(folder.load().study.regime.name, "rules");
}

TEST(RegimeErrors, a_route_that_the_regime_lacks_is_refused) {
  StudyFolder folder;
  write_regime(folder);
  folder.write("rules/regime.toml", edited(edited(kRegimeText, {"[lpp]\ncap_tpp = 26_900_000\n", "", ""}),
                                           {"[nveu]\nallowances = \"nveu.csv\"\n", "", ""}));
  folder.write("market.csv", kMarketHeader + edited(kMarketRow, {"general:1", "general:1;lpp>general:1", ""}));
  folder.write("book.csv", kBookHeader + edited(kBookRow, {"general", "nveu>general", ""}));
  EXPECT_EQ(folder.errors(),
            "book.csv:2:41: route 'nveu>general' tries nveu, which regime 'rules' does not have; leave it out\n"
            "market.csv:2:35: route 'lpp>general' tries lpp, which regime 'rules' does not have; leave it out");
}

TEST(RegimeErrors, every_key_of_regime_toml_is_checked) {
  expect_regime_edits({
      {R"([allocation])", R"([alocation])",
       R"(rules/regime.toml:1:1: allocation is missing; add it
rules/regime.toml:9:2: unknown table 'alocation'; did you mean 'allocation'?)"},
      {R"(cap_tpp = 790_000_000)", R"(cap_tpp = 0)",
       R"(rules/regime.toml:10:11: allocation.cap_tpp is 0; it must be a whole number between 1 and 8796093022208)"},
      {R"(cap_tpp = 790_000_000)", R"(cap_tpp = 8796093022209)",
       R"(rules/regime.toml:10:11: allocation.cap_tpp is 8796093022209; it must be a whole number between 1 and 8796093022208)"},
      {R"(cap_tpp = 790_000_000)", R"(cap = 790_000_000)",
       R"(rules/regime.toml:9:1: allocation.cap_tpp is missing; add it
rules/regime.toml:10:1: unknown key 'cap'; known here are cap_tpp, classes, critical, general_tier1, lapse, max_multiplier, tier2_parent_in_tier1)"},
      {R"("3A090.a")", R"("3A090.c")",
       R"(rules/regime.toml:11:12: unknown class of chips '3A090.c'; did you mean '3A090.a'?)"},
      {R"(critical = 0.90)", R"(critical = 0)",
       R"(rules/regime.toml:12:12: allocation.critical is 0; it must be a number above 0 and at most 1)"},
      {R"("counts_only")", R"("count_only")",
       R"(rules/regime.toml:13:17: allocation.general_tier1 is 'count_only'; it must be 'counts_only' or 'stopped' or 'exempt')"},
      {R"("uncounted")", R"("count")",
       R"(rules/regime.toml:14:25: allocation.tier2_parent_in_tier1 is 'count'; it must be 'uncounted' or 'counted')"},
      {R"(share = 0.0, months = 12)", R"(share = 2, months = 0)",
       R"(rules/regime.toml:15:19: allocation.lapse.share is 2; it must be a number between 0 and 1
rules/regime.toml:15:31: allocation.lapse.months is 0; it must be a whole number between 1 and 1200)"},
      {R"(max_multiplier = 2.0)", R"(max_multiplier = 0.5)",
       R"(rules/regime.toml:16:18: allocation.max_multiplier is 0.5; it must be a number between 1 and 1000000)"},
      {R"(cap_tpp = 26_900_000)", R"(cap_tpp = "26_900_000")",
       R"(rules/regime.toml:19:11: lpp.cap_tpp is the text '26_900_000'; it must be a whole number between 0 and 8796093022208)"},
      {R"(override = {})", R"(override = { CPY = 3, ETH = 0 })",
       R"(rules/regime.toml:7:14: unknown destination 'CPY'; did you mean 'CPV'?
rules/regime.toml:7:29: tiers.override.ETH is 0; it must be a whole number between 1 and 3)"},
      {R"(table = "tiers.csv")", R"(table = "../tiers.csv")",
       R"(rules/regime.toml:6:9: tiers.table is '../tiers.csv'; it must be a file beside regime.toml)"},
      {R"(table = "tiers.csv")", R"(table = "tier.csv")", R"(rules/tier.csv: the file is not there; create it)"},
      {R"(allowances = "nveu.csv")", R"(allowance = "nveu.csv")",
       R"(rules/regime.toml:21:1: nveu.allowances is missing; add it
rules/regime.toml:22:1: unknown key 'allowance'; did you mean 'allowances'?)"},
      {R"(0.25)", R"(1.25)",
       R"(rules/regime.toml:25:21: uveu.max_outside_tier1 is 1.25; it must be a number between 0 and 1)"},
      {"max_one_destination = 0.07", "max_one_destination = 0.12345",
       R"(rules/regime.toml:26:23: uveu.max_one_destination is 0.12345; it must be a whole number of 1/10,000)"},
      {R"("08-01")", R"("02-30")",
       R"(rules/regime.toml:28:29: reporting date is '02-30'; it must be a month and a day such as 02-01)"},
      {R"(checkpoint_months = 6)", R"(checkpoint_months = 0.5)",
       R"(rules/regime.toml:29:21: uveu.checkpoint_months is 0.5; it must be a whole number between 1 and 1200)"},
      {R"(months = 36)", R"(months = 35)",
       R"(study.toml:4:9: the study runs from 2025-01 to 2027-12; it must lie within the window of regime 'rules', 2025-01 to 2027-11)"},
      {R"(start = 2025-01-01, months)", R"(begin = 2025-01-01, months)",
       R"(rules/regime.toml:3:10: regime.window.start is missing; add it
rules/regime.toml:3:12: unknown key 'begin'; known here are months, start)"},
      {R"(name   =)", R"(nam   =)",
       R"(rules/regime.toml:1:1: regime.name is missing; add it
rules/regime.toml:2:1: unknown key 'nam'; did you mean 'name'?)"},
      {R"([lpp]
cap_tpp = 26_900_000)",
       R"([extra])",
       R"(rules/regime.toml:18:2: unknown table 'extra'; known here are allocation, consignee_limit, lpp, nveu, product_limit, regime, tiers, uveu, weights)"},
  });
}

TEST(RegimeErrors, every_destination_needs_one_tier) {
  expect_tier_edits({
      {R"(ABW,2)", R"(ABX,2)",
       R"(rules/tiers.csv: no tier for ABW; every destination needs a row
rules/tiers.csv:2:1: unknown destination 'ABX'; did you mean 'ABW'?)"},
      {R"(ABW,2)", R"(AFG,2)",
       R"(rules/tiers.csv: no tier for ABW; every destination needs a row
rules/tiers.csv:3:1: destination 'AFG' stands twice; keep one row)"},
      {R"(ABW,2)", R"(ABW,4)", R"(rules/tiers.csv:2:5: tier is '4'; it must be a whole number between 1 and 3)"},
      {R"(destination,tier)", R"(destination,level)",
       R"(rules/tiers.csv:1:1: 'tier' is missing; the header needs destination,tier,paragraph
rules/tiers.csv:1:13: unknown column 'level'; columns are destination,tier,paragraph,certainty,alternative_tier,basis,note)"},
  });
}

TEST(RegimeErrors, allowances_are_checked) {
  expect_allowances({
      {R"()", R"(rules/nveu.csv: the file is empty; its first line must be quarter,tpp)"},
      {R"(quarter,tpp
)",
       R"(rules/nveu.csv: no quarter has an allowance; add a row)"},
      {R"(quarter,tpp
2025Q5,1
2025Q1,-1
)",
       R"(rules/nveu.csv:2:1: quarter is '2025Q5'; it must be a quarter such as 2025Q1
rules/nveu.csv:3:8: tpp is '-1'; it must be a whole number between 0 and 8796093022208)"},
      {R"(quarter,tpp
2025Q2,1
2025Q1,1
)",
       R"(rules/nveu.csv:3:1: quarter 2025Q1 does not come after the row above; put the quarters in time order, each once)"},
      {R"(quarter,tpp
2025Q1,633e6
)",
       R"(rules/nveu.csv:2:8: tpp is '633e6'; it must be a whole number between 0 and 8796093022208)"},
  });
}

TEST(RegimeErrors, rules_for_weights_are_checked) {
  expect_weights({
      {R"(rule_id,priority,model_class,fine_tuned,dest_tier,entity_hq_tier,veu_status,facility_14_15_18,outcome,basis
W1,1,open,any,any,1|2,any,any,no,b
W1,x,,any,4,12,any,any,no,b
)",
       R"(rules/weights.csv:3:1: rule 'W1' stands twice; give each its own id
rules/weights.csv:3:4: priority is 'x'; it must be a whole number between 0 and 1000000000
rules/weights.csv:3:6: model_class is empty; give it a name
rules/weights.csv:3:11: dest_tier is '4'; it must be 'any', or tiers such as 1 or 2|3
rules/weights.csv:3:13: entity_hq_tier is '12'; it must be 'any', or tiers such as 1 or 2|3)"},
  });
}

}  // namespace
}  // namespace headroom::test
