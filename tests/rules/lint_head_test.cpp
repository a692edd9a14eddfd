// Mistakes in regime.toml, one at a time, and all that the linter says of each.
#include <gtest/gtest.h>

#include "tests/rules/linted.h"

namespace headroom::test {
namespace {

TEST(LintHead, titles_and_status) {
  expect_findings(
      "regime.toml",
      {
          {"title  = \"Framework", "title  = \"\"  # \"Framework",
           "regime.toml:11:10: regime.title is empty or missing; say what the rule is called"},
          {"source = \"90 FR 4544\" ", "source = \"\" ",
           "regime.toml:12:10: regime.source is empty or missing; say where it is printed"},
          {"status = \"rescinded", "#status = \"rescinded",
           "regime.toml:9:1: regime.status is empty or missing; say whether it binds, and since when"},
          {"rescinded 2025-05-13", "rescinded 2025-05-32",
           "regime.toml:13:10: regime.status names 2025-05-32, which is no day of the calendar; correct it"},
          {"rescinded 2025-05-13", "rescinded 2024-05-13",
           "regime.toml:13:10: regime.status ends it on 2024-05-13, before its window begins on 2025-01-01; one of the "
           "two is wrong"},
          {"rescinded 2025-05-13", "in force from 2028-05-13",
           "regime.toml:13:10: regime.status begins it on 2028-05-13, after its window ends on 2027-12-31; one of the "
           "two is wrong"},
          {"\"rescinded 2025-05-13", "\"binding from 2025-05-15, rescinded 2025-05-13",
           "regime.toml:13:10: regime.status ends it on 2025-05-13, before it began on 2025-05-15; put the dates in "
           "order"},
      });
}

TEST(LintHead, window_against_the_dates_of_the_tables) {
  expect_findings(
      "regime.toml",
      {
          {"start = 2025-01-01, months = 36", "start = 2025-01-15, months = 36",
           "regime.toml:16:20: regime.window.start is 2025-01-15; it must be the first of a month, such as 2025-01-01"},
          {"start = 2025-01-01, months = 36", "start = 2024-01-01, months = 36",
           "nveu.csv:2:1: quarter 2025Q1 is the first, and the window begins in 2024-01: nothing fits before; add the "
           "quarters from there on\n"
           "nveu.csv:10:1: quarter 2027Q1 lies outside the window 2024-01-01 to 2026-12-31; leave it out\n"
           "nveu.csv:11:1: quarter 2027Q2 lies outside the window 2024-01-01 to 2026-12-31; leave it out\n"
           "nveu.csv:12:1: quarter 2027Q3 lies outside the window 2024-01-01 to 2026-12-31; leave it out\n"
           "nveu.csv:13:1: quarter 2027Q4 lies outside the window 2024-01-01 to 2026-12-31; leave it out"},
          {"start = 2025-01-01, months = 36", "start = 2025-01-01, months = 12",
           "duties.csv:23:46: from_date is 2026-01-15, after the window ends on 2025-12-31; correct it, or leave the "
           "duty out\n"
           "duties.csv:24:59: from_date is 2026-01-15, after the window ends on 2025-12-31; correct it, or leave the "
           "duty out\n"
           "nveu.csv:6:1: quarter 2026Q1 lies outside the window 2025-01-01 to 2025-12-31; leave it out\n"
           "nveu.csv:7:1: quarter 2026Q2 lies outside the window 2025-01-01 to 2025-12-31; leave it out\n"
           "nveu.csv:8:1: quarter 2026Q3 lies outside the window 2025-01-01 to 2025-12-31; leave it out\n"
           "nveu.csv:9:1: quarter 2026Q4 lies outside the window 2025-01-01 to 2025-12-31; leave it out\n"
           "nveu.csv:10:1: quarter 2027Q1 lies outside the window 2025-01-01 to 2025-12-31; leave it out\n"
           "nveu.csv:11:1: quarter 2027Q2 lies outside the window 2025-01-01 to 2025-12-31; leave it out\n"
           "nveu.csv:12:1: quarter 2027Q3 lies outside the window 2025-01-01 to 2025-12-31; leave it out\n"
           "nveu.csv:13:1: quarter 2027Q4 lies outside the window 2025-01-01 to 2025-12-31; leave it out\n"
           "weights.csv:10:103: from_date is 2026-01-15, after the window ends on 2025-12-31: the condition never "
           "holds; correct the date\n"
           "weights.csv:11:1: row 'W10' never decides: 'W09' takes all that it fits and says 'allowed'; give it a "
           "lower priority number, or leave it out\n"
           "weights.csv:11:214: from_date is 2026-01-15, after the window ends on 2025-12-31: the condition never "
           "holds; correct the date\n"
           "weights.csv:12:1: row 'W11' never decides: 'W09' takes all that it fits and says 'allowed'; give it a "
           "lower priority number, or leave it out\n"
           "weights.csv:12:104: from_date is 2026-01-15, after the window ends on 2025-12-31: the condition never "
           "holds; correct the date"},
      });
}

TEST(LintHead, overrides) {
  expect_findings(
      "regime.toml",
      {
          {"override = {}", "override = { IND = 2 }",
           "regime.toml:24:20: tiers.override puts IND in Tier 2, where the table has it already; leave it out"},
          {"override = {}", "override = { INX = 3 }",
           "regime.toml:24:14: unknown destination 'INX'; did you mean 'IND'?"},
          {"override = {}", "override = { IND = 4 }",
           "regime.toml:24:20: tiers.override.IND is 4; it must be a whole number between 1 and 3"},
      });
}

TEST(LintHead, caps_and_classes) {
  expect_findings(
      "regime.toml",
      {
          {"cap_tpp = 790_000_000", "cap_tpp = 790",
           "regime.toml:28:11: allocation.cap_tpp is 790, less than the 1936 TPP of the smallest chip that counts: no "
           "order fits; give at least that, or leave the key out\n"
           "regime.toml:44:11: lpp.cap_tpp is 26900000, more than the 790 that a whole destination has; an exception "
           "for small amounts must lie below"},
          {"cap_tpp = 790_000_000", "cap_tpp = 0",
           "regime.toml:28:11: allocation.cap_tpp is 0; it must be a whole number between 1 and 8796093022208"},
          {"classes = [\"3A090.a\"]", "classes = []",
           "regime.toml:29:11: allocation.classes is empty, so no chip counts; name the classes that do"},
          {"classes = [\"3A090.a\"]", "classes = [\"3A090.a\", \"3A090.a\"]",
           "regime.toml:29:23: class '3A090.a' stands twice; keep one"},
          {"classes = [\"3A090.a\"]", "classes = [\"3A090.d\"]",
           "regime.toml:29:12: unknown class of chips '3A090.d'; did you mean '3A090.a'?"},
          {"classes = [\"3A090.a\"]", "classes = [\"3A090.a\", \"3A090.b\"]",
           "other_classes.csv:2:1: class '3A090.b' counts against the allocation (allocation.classes), so its rows are "
           "never asked; leave them out"},
      });
}

TEST(LintHead, shares_of_the_allocation) {
  expect_findings(
      "regime.toml",
      {
          {"critical = 0.90", "critical = 1.5",
           "regime.toml:32:12: allocation.critical is 1.5; it must be a number above 0 and at most 1"},
          {"critical = 0.90", "critical = 0",
           "regime.toml:32:12: allocation.critical is 0; it must be a number above 0 and at most 1"},
          {"lapse = { share = 0.0, months = 12 }", "lapse = { share = 0.2, months = 36 }",
           "regime.toml:38:33: allocation.lapse.months is 36, and the window has 36 months: nothing ever comes back; "
           "give fewer, or a share of 0"},
          {"lapse = { share = 0.0, months = 12 }", "lapse = { share = 1.2, months = 12 }",
           "regime.toml:38:19: allocation.lapse.share is 1.2; it must be a number between 0 and 1"},
          {"max_multiplier = 2.0", "max_multiplier = 0.5",
           "regime.toml:40:18: allocation.max_multiplier is 0.5; it must be a number between 1 and 1000000"},
      });
}

TEST(LintHead, lpp_cap) {
  expect_findings("regime.toml", {
                                     {"cap_tpp = 26_900_000", "cap_tpp = 26",
                                      "duties.csv:2:31: from_tpp is 3200000, more than lpp.cap_tpp (26) ever allows, "
                                      "so the duty is never due; give less\n"
                                      "regime.toml:44:11: lpp.cap_tpp is 26, less than the 1936 TPP of the smallest "
                                      "chip that counts: no order fits; give at least that, or leave the key out"},
                                     {"cap_tpp = 26_900_000", "cap_tpp = 0",
                                      "duties.csv:2:31: from_tpp is 3200000, more than lpp.cap_tpp (0) ever allows, so "
                                      "the duty is never due; give less\n"
                                      "regime.toml:44:11: lpp.cap_tpp is 0, less than the 1936 TPP of the smallest "
                                      "chip that counts: no order fits; give at least that, or leave the key out"},
                                     {"cap_tpp = 26_900_000", "cap_tpp = 2_690_000_000",
                                      "regime.toml:44:11: lpp.cap_tpp is 2690000000, more than the 790000000 that a "
                                      "whole destination has; an exception for small amounts must lie below"},
                                 });
}

TEST(LintHead, ratios_of_companies) {
  expect_findings(
      "regime.toml",
      {
          {"max_one_destination = 0.07", "max_one_destination = 0.7",
           "regime.toml:52:23: uveu.max_one_destination is 0.7, more than the 0.25 that all places outside Tier 1 may "
           "have together; it can never bind, give less"},
          {"max_one_destination = 0.07", "max_one_destination = 0.0",
           "regime.toml:52:23: uveu.max_one_destination is 0, so nothing may stand outside Tier 1; give the share"},
          {"max_outside_tier1 = 0.25", "max_outside_tier1 = 2.5",
           "regime.toml:51:21: uveu.max_outside_tier1 is 2.5; it must be a number between 0 and 1"},
          {"max_outside_tier1 = 0.25", "max_outside_tier1 = 0.75",
           "regime.toml:51:21: uveu.max_outside_tier1 is 0.75, more than the 0.5 that min_home_us leaves abroad; one "
           "of the two is wrong"},
          {"max_outside_tier1 = 0.25", "max_outside_tier1 = 0.05",
           "regime.toml:52:23: uveu.max_one_destination is 0.07, more than the 0.05 that all places outside Tier 1 may "
           "have together; it can never bind, give less"},
      });
}

TEST(LintHead, reporting_dates) {
  expect_findings(
      "regime.toml",
      {
          {"reporting_dates = [\"02-01\", \"08-01\"]", "reporting_dates = [\"02-30\", \"08-01\"]",
           "regime.toml:55:20: reporting date is '02-30'; it must be a month and a day such as 02-01"},
          {"reporting_dates = [\"02-01\", \"08-01\"]", "reporting_dates = [\"02-29\", \"08-01\"]",
           "regime.toml:55:20: reporting date is '02-29', which most years lack; take a day of every year, such as "
           "02-28"},
          {"reporting_dates = [\"02-01\", \"08-01\"]", "reporting_dates = [\"08-01\", \"02-01\"]",
           "regime.toml:55:29: reporting date '02-01' comes after a later one; put the days in the order of the year, "
           "each once"},
          {"reporting_dates = [\"02-01\", \"08-01\"]", "reporting_dates = [\"02-01\", \"02-01\"]",
           "regime.toml:55:29: reporting date '02-01' stands twice; put the days in the order of the year, each once"},
          {"reporting_dates = [\"02-01\", \"08-01\"]", "reporting_dates = []",
           "regime.toml:55:19: uveu.reporting_dates is empty, so no report is ever due; name the days"},
          {"checkpoint_months = 6", "checkpoint_months = 60",
           "regime.toml:57:21: uveu.checkpoint_months is 60, longer than the window of 36 months: no look ever comes; "
           "give fewer"},
      });
}

TEST(LintHead, weights_and_words) {
  expect_findings(
      "regime.toml",
      {
          {"open_finetune_share = 0.25", "open_finetune_share = 0.0",
           "regime.toml:62:23: weights.open_finetune_share is 0: every open model that is trained further counts as a "
           "closed one; give a share between the two"},
          {"table = \"weights.csv\"", "table = \"weight.csv\"",
           "weight.csv: the file is not there; create it\n"
           "weights.csv: no key of regime.toml names this table, so nothing reads it; name it there or take it away"},
          {"general_tier1 = \"counts_only\"", "general_tier1 = \"count_only\"",
           "regime.toml:33:17: allocation.general_tier1 is 'count_only'; it must be 'counts_only' or 'stopped' or "
           "'exempt'"},
          {"critical = 0.90", "critcal = 0.90", "regime.toml:32:1: unknown key 'critcal'; did you mean 'critical'?"},
      });
}

}  // namespace
}  // namespace headroom::test
