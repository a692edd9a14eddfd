// Mistakes in the tables of places, allowances and paragraphs, one at a time, and all that the linter says of each.
#include <gtest/gtest.h>

#include "tests/rules/linted.h"

namespace headroom::test {
namespace {

TEST(LintTables, tiers) {
  expect_findings(
      "tiers.csv",
      {
          {"AUS,1,Supp. 5(a) to part 740,high,,named in Supp. 5(a)\n", "",
           "tiers.csv: no tier for AUS; every destination needs a row"},
          {"AUT,2,", "AUS,2,",
           "tiers.csv: no tier for AUT; every destination needs a row\n"
           "tiers.csv:17:1: destination 'AUS' stands twice; keep one row"},
          {"AFG,3,742.6(b)(10)(iii)(A)(1)", "AFG,2,742.6(b)(10)(iii)(A)(1)",
           "tiers.csv:3:5: Tier 2 here alone, while '742.6(b)(10)(iii)(A)(1)' decides Tier 3 in 24 rows; correct the "
           "tier or the paragraph"},
          {"AUS,1,", "AUS,4,", "tiers.csv:16:5: tier is '4'; it must be a whole number between 1 and 3"},
          {"AUT,2,742.6(b)(10)(iii)(B)(1)", "AUT,2,742.6(b)(10)(iii)(B)(3)",
           "tiers.csv:17:7: paragraph '742.6(b)(10)(iii)(B)(3)' is cited here; it must be a row of paragraphs.csv"},
          {"AUT,2,742.6(b)(10)(iii)(B)(1)", "AUT,2,",
           "tiers.csv:17:7: paragraph is empty; name the one that decides the tier"},
          {"AUT,2,742.6(b)(10)(iii)(B)(1),high", "AUT,2,742.6(b)(10)(iii)(B)(1),sure",
           "tiers.csv:17:31: unknown certainty 'sure'; known are high, medium, low, unverified"},
          {"740,low,2,", "740,low,1,",
           "tiers.csv:22:34: alternative_tier is '1', the tier that the row has; leave it empty"},
          {"740,low,2,", "740,high,2,",
           "tiers.csv:22:30: certainty is 'high', and Tier '2' is another defensible reading; say how sure the row is"},
          {"destination,tier", "destination,teir",
           "tiers.csv:1:1: 'tier' is missing; the header needs destination,tier,paragraph\n"
           "tiers.csv:1:13: unknown column 'teir'; did you mean 'tier'?"},
      });
}

TEST(LintTables, allowances) {
  expect_findings(
      "nveu.csv",
      {
          {"2025Q3,1266000000,748.15(a)(2)(iii)(B) Table 1,high,\n", "",
           "nveu.csv:4:1: quarter 2025Q4 comes 2 quarters after 2025Q2; add the one between, even if the allowance "
           "stays"},
          {"2025Q4", "2025Q3",
           "nveu.csv:5:1: quarter 2025Q3 does not come after the row above; put the quarters in time order, each once\n"
           "nveu.csv:6:1: quarter 2026Q1 comes 2 quarters after 2025Q3; add the one between, even if the allowance "
           "stays"},
          {"2025Q3", "2025Q5", "nveu.csv:4:1: quarter is '2025Q5'; it must be a quarter such as 2025Q1"},
          {"2025Q3,1266000000", "2025Q3,126600000",
           "nveu.csv:4:8: tpp is 126600000, less than the 949500000 of the quarter before; an allowance is cumulative "
           "and never falls"},
          {"2025Q1,633000000", "2025Q1,0",
           "nveu.csv:2:8: tpp is 0, less than the 1936 of the smallest chip that counts: no order fits; give the "
           "allowance of the quarter"},
          {"2025Q1,633000000,748.15(a)(2)(iii)(B) Table 1,high,\n", "",
           "nveu.csv:2:1: quarter 2025Q2 is the first, and the window begins in 2025-01: nothing fits before; add the "
           "quarters from there on"},
          {"2027Q4", "2028Q1",
           "nveu.csv:13:1: quarter 2028Q1 comes 2 quarters after 2027Q3; add the one between, even if the allowance "
           "stays\n"
           "nveu.csv:13:1: quarter 2028Q1 lies outside the window 2025-01-01 to 2027-12-31; leave it out"},
          {"Table 1,high", "Table 1,hihg", "nveu.csv:2:47: unknown certainty 'hihg'; did you mean 'high'?"},
          {"Table 1,high", "Table 2,high",
           "nveu.csv:2:18: paragraph '748.15(a)(2)(iii)(B) Table 2' is cited here; it must be a row of paragraphs.csv"},
          {"2025Q2,949500000,748.15(a)(2)(iii)(B) Table 1,high,\n2025Q3,1266000000,748.15(a)(2)(iii)(B) Table "
           "1,high,\n",
           "2025Q3,1266000000,748.15(a)(2)(iii)(B) Table 1,high,\n2025Q2,949500000,748.15(a)(2)(iii)(B) Table "
           "1,high,\n",
           "nveu.csv:4:1: quarter 2025Q2 does not come after the row above; put the quarters in time order, each once"},
      });
}

TEST(LintTables, paragraphs) {
  expect_findings("paragraphs.csv",
                  {
                      {"734.9(l),", "734.7(a),",
                       "paragraphs.csv:3:1: paragraph '734.7(a)' stands twice; keep one row\n"
                       "weights.csv:23:1: rule 'W22' cites '734.9(l)'; it must be a row of paragraphs.csv"},
                      {"748.3(f),request", "748.3(g),request",
                       "paragraphs.csv:28:1: paragraph '748.3(g)' is cited nowhere in this regime; leave it out, or "
                       "cite it where it decides\n"
                       "weights.csv:4:1: rule 'W03' cites '748.3(f)'; it must be a row of paragraphs.csv"},
                      {"policy of denial once the allocation is met,90 FR 4544,high",
                       "policy of denial once the allocation is met,,high",
                       "paragraphs.csv:25:69: source is empty; give it a name"},
                      {"policy of denial once the allocation is met,90 FR 4544,high",
                       "policy of denial once the allocation is met,90 FR 4544,certain",
                       "paragraphs.csv:25:80: unknown certainty 'certain'; known are high, medium, low, unverified"},
                      {"policy of denial once the allocation is met,90 FR 4544,high",
                       "policy of denial once the allocation is met,90 FR 4544,",
                       "paragraphs.csv:25:80: certainty is empty; write high, medium, low, unverified"},
                      {"750.7(g),", "\"752.1\",a paragraph that nobody needs,90 FR 4544,high,20\n750.7(g),",
                       "paragraphs.csv:35:1: paragraph '752.1' is cited nowhere in this regime; leave it out, or cite "
                       "it where it decides"},
                  });
}

TEST(LintTables, other_classes) {
  expect_findings(
      "other_classes.csv",
      {
          {"3A090.b,YEM", "3A090.b,CHN",
           "other_classes.csv:23:9: CHN is in Tier 3, which decides first, so this row is never asked; leave it out"},
          {"3A090.b,YEM", "3A090.a,YEM",
           "other_classes.csv:23:1: class '3A090.a' counts against the allocation (allocation.classes), so its rows "
           "are never asked; leave them out"},
          {"D:4,medium", "D:4,midium", "other_classes.csv:2:17: unknown certainty 'midium'; did you mean 'medium'?"},
          {"3A090.b,ARM", "3A090.b,ARE",
           "other_classes.csv:3:9: destination 'ARE' stands twice for this class; keep one row"},
      });
}

}  // namespace
}  // namespace headroom::test
