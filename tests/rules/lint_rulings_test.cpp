// Mistakes in the tables that rulings need, one at a time, and all that the linter says of each.
#include <gtest/gtest.h>

#include "tests/rules/linted.h"

namespace headroom::test {
namespace {

TEST(LintRulings, decisions_of_rulings) {
  expect_findings(
      "rulings.csv",
      {
          {"general,counted", "general,allowed",
           "rulings.csv:16:9: decision is 'allowed', and the case 'general' comes to 'counted' by its meters; correct "
           "it"},
          {"aia,allowed,aia", "aia,allowed,",
           "duties.csv:6:22: unknown authorisation 'aia'; did you mean 'aca'?\n"
           "duties.csv:7:17: unknown authorisation 'aia'; did you mean 'aca'?\n"
           "duties.csv:8:19: unknown authorisation 'aia'; did you mean 'aca'?\n"
           "rulings.csv:12:13: authorisation is empty, and the decision is 'allowed'; name what allows it"},
          {"tier3_place,prohibited,,", "tier3_place,prohibited,aia,",
           "rulings.csv:8:24: authorisation is 'aia', and the decision 'prohibited' allows nothing; leave it empty or "
           "correct the decision"},
          {"lpp,allowed,lpp", "lpp,alowed,lpp", "rulings.csv:15:5: unknown decision 'alowed'; did you mean 'allowed'?"},
          {"nveu,allowed,nveu", "nvue,allowed,nveu",
           "rulings.csv: no row for 'nveu'; add one\n"
           "rulings.csv:14:1: unknown ruling 'nvue'; did you mean 'nveu'?"},
      });
}

TEST(LintRulings, duties) {
  expect_findings(
      "duties.csv",
      {
          {"lpp_limit,duty,lpp", "lpp_limit,duty,lppp",
           "duties.csv:4:16: unknown authorisation 'lppp'; did you mean 'lpp'?"},
          {"acm,way,refused", "acm,way,refussed",
           "duties.csv:25:9: unknown decision 'refussed'; did you mean 'refused'?"},
          {"any,order,3200000", "any,order,32000000",
           "duties.csv:2:31: from_tpp is 32000000, more than lpp.cap_tpp (26900000) ever allows, so the duty is never "
           "due; give less"},
          {"lpp_certificate,duty,lpp,any,always,", "lpp_certificate,duty,lpp,any,always,3200000",
           "duties.csv:3:37: from_tpp is 3200000, and the duty is due 'always'; leave it empty, or write when 'order' "
           "or 'reaches'"},
          {"nveu_arrangement,duty,nveu,2|3", "nveu_arrangement,duty,nveu,2|4",
           "duties.csv:17:28: parent_tier is '2|4'; it must be 'any', or tiers such as 1 or 2|3"},
          {"duty,uveu|nveu,any,always,,2026-01-15", "duty,uveu|nveu,any,always,,2026-01-16",
           "duties.csv:23:46: 'Supp. 10 to part 748, para 14' holds from 2026-01-16 here and from 2026-01-15 in 'W10'; "
           "one of the two is wrong"},
          {"duty,uveu|nveu,any,always,,2026-01-15", "duty,uveu|nveu,any,always,,2028-01-15",
           "duties.csv:23:46: 'Supp. 10 to part 748, para 14' holds from 2028-01-15 here and from 2026-01-15 in 'W10'; "
           "one of the two is wrong\n"
           "duties.csv:23:46: from_date is 2028-01-15, after the window ends on 2027-12-31; correct it, or leave the "
           "duty out"},
          {"uveu_reports,duty", "uveu_shares,duty", "duties.csv:13:1: duty 'uveu_shares' stands twice; keep one row"},
      });
}

TEST(LintRulings, readings) {
  expect_findings("readings.csv", {
                                      {"lpp_scope,", "lpp_scop,",
                                       "readings.csv: no row for 'lpp_scope'; add one\n"
                                       "readings.csv:5:1: unknown reading 'lpp_scop'; did you mean 'lpp_scope'?"},
                                  });
}

}  // namespace
}  // namespace headroom::test
