// Mistakes in the table of model weights, one at a time, and all that the linter says of each.
#include <gtest/gtest.h>

#include "tests/rules/linted.h"

namespace headroom::test {
namespace {

TEST(LintWeights, rows_never_reached_and_gaps) {
  expect_findings(
      "weights.csv",
      {
          {"W12,80,closed_4E091,any,1,2,", "W12,80,closed_4E091,any,1,1,",
           "weights.csv:13:1: row 'W12' never decides: 'W09', 'W11' and 'W10' take all that it fits; give it a lower "
           "priority number, or leave it out\n"
           "weights.csv:27:8: no row decides 24 cases of class 'closed_4E091', such as: place of Tier 1, parent of "
           "Tier 2, veu 'none', fine_tuned 'large', facility 'no', on 2025-01-01; add a row that does\n"
           "weights.csv:27:8: no row decides 8 cases of class 'closed_derivative_of_open', such as: place of Tier 1, "
           "parent of Tier 2, veu 'none', fine_tuned 'large', facility 'no', on 2025-01-01; add a row that does"},
          {"W21,94,training_closed_4E091,any,1,1,any", "W21,85,training_closed_4E091,any,any,any,any",
           "weights.csv:16:1: row 'W15' never decides: 'W21' takes all that it fits and says 'allowed'; give it a "
           "lower priority number, or leave it out\n"
           "weights.csv:17:1: row 'W16' never decides: 'W21' takes all that it fits and says 'allowed'; give it a "
           "lower priority number, or leave it out\n"
           "weights.csv:18:1: row 'W17' never decides: 'W21' takes all that it fits and says 'allowed'; give it a "
           "lower priority number, or leave it out\n"
           "weights.csv:19:1: row 'W18' never decides: 'W21' takes all that it fits; give it a lower priority number, "
           "or leave it out\n"
           "weights.csv:20:1: row 'W19' never decides: 'W21' takes all that it fits and says 'allowed'; give it a "
           "lower priority number, or leave it out\n"
           "weights.csv:21:1: row 'W20' never decides: 'W21' takes all that it fits and says 'allowed'; give it a "
           "lower priority number, or leave it out\n"
           "weights.csv:23:1: row 'W22' never decides: 'W21' takes all that it fits and says 'allowed'; give it a "
           "lower priority number, or leave it out"},
          {"W06,50,closed_4E091,any,3,2|3", "W06,50,closed_4E091,any,3,any",
           "weights.csv:8:1: row 'W07' never decides: 'W06' takes all that it fits; give it a lower priority number, "
           "or leave it out"},
      });
}

TEST(LintWeights, rows_of_one_priority) {
  expect_findings("weights.csv", {
                                     {"W07,51,", "W07,50,",
                                      "weights.csv:8:5: priority 50 is that of 'W06' too; give each row its own"},
                                     {"W06,50,closed_4E091,any,3,2|3,any,any,licence_presumption_of_denial,",
                                      "W06,51,closed_4E091,any,3,any,any,any,licence_presumption_of_denial,",
                                      "weights.csv:8:1: row 'W07' never decides: 'W06' takes all that it fits; give it "
                                      "a lower priority number, or leave it out\n"
                                      "weights.csv:8:5: priority 51 is that of 'W06' too, and both fit: 'closed_4E091' "
                                      "place of Tier 3, parent of Tier 1, veu 'none', fine_tuned 'large', facility "
                                      "'no', on 2025-01-01, where they say 'licence_presumption_of_denial' and "
                                      "'licence_no_stated_presumption_treat_as_denial'; give one the lower number"},
                                 });
}

TEST(LintWeights, conditions_that_leave_agap) {
  expect_findings(
      "weights.csv",
      {
          {"W14,82,closed_4E091,any,2,2,none", "W14,82,closed_4E091,any,2,2,non",
           "weights.csv:15:1: row 'W14' fits no case at all; correct its conditions, or leave it out\n"
           "weights.csv:15:29: unknown veu_status 'non'; did you mean 'none'?\n"
           "weights.csv:27:8: no row decides 12 cases of class 'closed_4E091', such as: place of Tier 2, parent of "
           "Tier 2, veu 'none', fine_tuned 'large', facility 'no', on 2025-01-01; add a row that does\n"
           "weights.csv:27:8: no row decides 4 cases of class 'closed_derivative_of_open', such as: place of Tier 2, "
           "parent of Tier 2, veu 'none', fine_tuned 'large', facility 'no', on 2025-01-01; add a row that does"},
          {"W14,82,closed_4E091,any,2,2,none", "W14,82,closed_4E091,any,2,2,UVEU",
           "weights.csv:15:29: row 'W14' asks for a universal validated end user whose parent is not in Tier 1, which "
           "cannot be; correct its conditions, or leave it out\n"
           "weights.csv:27:8: no row decides 12 cases of class 'closed_4E091', such as: place of Tier 2, parent of "
           "Tier 2, veu 'none', fine_tuned 'large', facility 'no', on 2025-01-01; add a row that does\n"
           "weights.csv:27:8: no row decides 4 cases of class 'closed_derivative_of_open', such as: place of Tier 2, "
           "parent of Tier 2, veu 'none', fine_tuned 'large', facility 'no', on 2025-01-01; add a row that does"},
          {"W20,93,training_closed_4E091,any,any,2|3", "W20,93,training_closed_4E091,any,any,3",
           "weights.csv:27:8: no row decides 24 cases of class 'training_closed_4E091', such as: place of Tier 1, "
           "parent of Tier 2, veu 'none', fine_tuned 'large', facility 'no', on 2025-01-01; add a row that does"},
          {"W22,95,training_closed_4E091,any,2,1,", "W22,95,training_closed_4E091,any,1,1,",
           "weights.csv:23:1: row 'W22' never decides: 'W21' takes all that it fits and says 'allowed'; give it a "
           "lower priority number, or leave it out\n"
           "weights.csv:27:8: no row decides 12 cases of class 'training_closed_4E091', such as: place of Tier 2, "
           "parent of Tier 1, veu 'none', fine_tuned 'large', facility 'no', on 2025-01-01; add a row that does"},
          {"W05,42,closed_derivative_of_open,large", "W05,42,closed_derivative_of_opne,large",
           "weights.csv:27:8: no row decides 168 cases of class 'closed_derivative_of_opne', such as: place of Tier 1, "
           "parent of Tier 1, veu 'none', fine_tuned 'no', facility 'no', on 2025-01-01; add a row that does\n"
           "weights.csv:27:8: no row decides 84 cases of class 'closed_derivative_of_open', such as: place of Tier 1, "
           "parent of Tier 1, veu 'none', fine_tuned 'large', facility 'no', on 2025-01-01; add a row that does"},
      });
}

TEST(LintWeights, the_fallback) {
  expect_findings("weights.csv", {
                                     {"W25,99,", "W25,9,",
                                      "weights.csv:27:1: 'W25' is the fallback and does not come last: 'W01', 'W02', "
                                      "'W03' and 22 more stand behind it; give it the highest priority number"},
                                     {"W25,99,", "W25,97,",
                                      "weights.csv:27:1: 'W25' is the fallback and does not come last: 'W24' stands "
                                      "behind it; give it the highest priority number"},
                                     {"unresolved_ask_counsel,unresolved", "unresolved_ask_counsel,prohibited",
                                      "weights.csv:27:1: no row is the fallback; end the table with one that asks for "
                                      "'any' throughout and decides 'unresolved'\n"
                                      "weights.csv:27:68: paragraph is empty; name the one that the row rests on"},
                                     {"W25,99,any", "W25,99,below_1e26",
                                      "weights.csv:27:1: no row is the fallback; end the table with one that asks for "
                                      "'any' throughout and decides 'unresolved'\n"
                                      "weights.csv:27:1: row 'W25' never decides: 'W02' takes all that it fits and "
                                      "says 'not_controlled'; give it a lower priority number, or leave it out\n"
                                      "weights.csv:27:75: paragraph is empty; name the one that the row rests on"},
                                 });
}

TEST(LintWeights, answers) {
  expect_findings("weights.csv",
                  {
                      {"W12,80,closed_4E091,any,1,2,any,any,licence_presumption_of_denial,prohibited",
                       "W12,80,closed_4E091,any,1,2,any,any,licence_presumption_of_denial,licence",
                       "weights.csv:13:67: outcome 'licence_presumption_of_denial' is 'licence' here and 'prohibited' "
                       "in 'W06'; give one outcome one decision"},
                      {"no_licence,allowed", "no_licence,",
                       "weights.csv:26:64: a row needs a decision or a class in again_as, and not both"},
                      {"no_licence,allowed", "no_licence,alowed",
                       "weights.csv:26:64: unknown decision 'alowed'; did you mean 'allowed'?"},
                      {"treat_as_closed_4E091,,closed_4E091", "treat_as_closed_4E091,,closed_4E019",
                       "weights.csv:6:79: unknown class of models 'closed_4E019'; did you mean 'closed_4E091'?"},
                      {"W14,82,closed_4E091,any,2,2,none,any,licence_presumption_of_denial,prohibited,,",
                       "W14,82,closed_4E091,any,2,2,none,any,licence_presumption_of_denial,prohibited,,aia_weights",
                       "weights.csv:15:80: authorisation is 'aia_weights', and the decision 'prohibited' allows "
                       "nothing; leave it empty or correct the decision"},
                  });
}

TEST(LintWeights, patterns) {
  expect_findings(
      "weights.csv",
      {
          {"W17,90,training_closed_4E091,no,2|3", "W17,90,training_closed_4E091,no,2|4",
           "weights.csv:18:33: dest_tier is '2|4'; it must be 'any', or tiers such as 1 or 2|3"},
          {"W17,90,training_closed_4E091,no,2|3,any,UVEU|NVEU", "W17,90,training_closed_4E091,no,2|3,any,UVEU||NVEU",
           "weights.csv:18:41: veu_status is 'UVEU||NVEU', which holds an empty word; write 'any', or each word once "
           "with '|' between"},
          {"W17,90,training_closed_4E091,no,2|3,any,UVEU|NVEU",
           "W17,90,training_closed_4E091,no,2|3,any,UVEU|NVEU|UVEU",
           "weights.csv:18:41: veu_status is 'UVEU|NVEU|UVEU', which has a word twice; write 'any', or each word once "
           "with '|' between"},
          {"W16,89,training_closed_4E091,no|large", "W16,89,training_closed_4E091,any|large",
           "weights.csv:17:30: fine_tuned is 'any|large', which has 'any' beside other words; write 'any', or each "
           "word once with '|' between\n"
           "weights.csv:27:8: no row decides 24 cases of class 'training_closed_4E091', such as: place of Tier 2, "
           "parent of Tier 1, veu 'UVEU', fine_tuned 'any', facility 'no', on 2025-01-01; add a row that does\n"
           "weights.csv:27:8: no row decides 84 cases of class 'closed_derivative_of_open', such as: place of Tier 1, "
           "parent of Tier 1, veu 'none', fine_tuned 'any', facility 'no', on 2025-01-01; add a row that does"},
      });
}

TEST(LintWeights, dates) {
  expect_findings("weights.csv",
                  {
                      {"aia_weights,740.27(a)(3),2026-01-15", "aia_weights,740.27(a)(3),2026-02-15",
                       "duties.csv:24:59: '740.27(a)(3)' holds from 2026-01-15 here and from 2026-02-15 in 'W09'; one "
                       "of the two is wrong\n"
                       "weights.csv:11:214: from_date is 2026-01-15 here and 2026-02-15 in 'W09'; the condition on "
                       "facilities begins on one day\n"
                       "weights.csv:12:104: from_date is 2026-01-15 here and 2026-02-15 in 'W09'; the condition on "
                       "facilities begins on one day"},
                      {"aia_weights,740.27(a)(3),2026-01-15", "aia_weights,740.27(a)(3),2026-02-30",
                       "weights.csv:10:103: from_date is '2026-02-30'; it must be a day such as 2026-03-31"},
                      {"licence,,,742.6(a)(13),2026-01-15", "licence,,,742.6(a)(13),2029-01-15",
                       "weights.csv:12:104: from_date is 2029-01-15 here and 2026-01-15 in 'W09'; the condition on "
                       "facilities begins on one day\n"
                       "weights.csv:12:104: from_date is 2029-01-15, after the window ends on 2027-12-31: the "
                       "condition never holds; correct the date"},
                      {"licence,,,742.6(a)(13),2026-01-15", "licence,,,742.6(a)(13),2024-01-15",
                       "weights.csv:12:104: from_date is 2024-01-15 here and 2026-01-15 in 'W09'; the condition on "
                       "facilities begins on one day\n"
                       "weights.csv:12:104: from_date is 2024-01-15, and the window begins on 2025-01-01: the "
                       "condition holds throughout; leave the date empty or correct it"},
                  });
}

TEST(LintWeights, citations_and_ids) {
  expect_findings("weights.csv",
                  {
                      {"licence,,,742.6(a)(13),2026-01-15", "licence,,,742.6(a)(31),2026-01-15",
                       "weights.csv:12:1: rule 'W11' cites '742.6(a)(31)'; it must be a row of paragraphs.csv"},
                      {"W03,30,", "W02,30,", "weights.csv:4:1: rule 'W02' stands twice; give each its own id"},
                      {"unresolved,,,734.9(l)", "unresolved,,,",
                       "weights.csv:23:100: paragraph is empty; name the one that the row rests on"},
                      {"allowed,allowed,,,740.27(a),,740.27(a); Supp. 10 para 7 by contrast",
                       "allowed,allowed,,,740.27(a),,", "weights.csv:22:75: basis is empty; say why the row holds"},
                      {"W03,30,closed", "W03,thirty,closed",
                       "weights.csv:4:5: priority is 'thirty'; it must be a whole number between 0 and 1000000000"},
                  });
}

TEST(LintWeights, asecond_fallback_and_overlaps) {
  expect_findings(
      "weights.csv",
      {
          {"W25,99,", "W27,100,any,any,any,any,any,any,unresolved,unresolved,,,,,fallback,high,59,\nW25,99,",
           "weights.csv:28:1: 'W25' is the fallback and does not come last: 'W27' stands behind it; give it the "
           "highest priority number"},
          {"W05,42,", "W05,40,", "weights.csv:6:5: priority 40 is that of 'W04' too; give each row its own"},
          {"W18,91,training_closed_4E091,small,1|2", "W18,88,training_closed_4E091,any,any",
           "weights.csv:17:1: row 'W16' never decides: 'W18' takes all that it fits and says 'allowed'; give it a "
           "lower priority number, or leave it out\n"
           "weights.csv:18:1: row 'W17' never decides: 'W18' and 'W15' take all that it fits; give it a lower priority "
           "number, or leave it out\n"
           "weights.csv:19:5: priority 88 is that of 'W15' too, and both fit: 'training_closed_4E091' place of Tier 3, "
           "parent of Tier 1, veu 'UVEU', fine_tuned 'large', facility 'no', on 2025-01-01, where they say "
           "'licence_presumption_of_denial' and 'allowed'; give one the lower number\n"
           "weights.csv:20:1: row 'W19' never decides: 'W18' and 'W15' take all that it fits; give it a lower priority "
           "number, or leave it out"},
      });
}

}  // namespace
}  // namespace headroom::test
