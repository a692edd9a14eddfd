// What is said of a regime whose tables for rulings have a mistake.
#include <gtest/gtest.h>

#include "tests/rules/edited_regime.h"
#include "tests/rules/rulings.h"

namespace headroom::test {
namespace {

std::string said_of(const std::string& file, const Edit& edit) {
  const EditedRegime regime(file, edit);
  Problems problems;
  load_rulebook(regime.folder(), catalogue(), problems);
  return regime.text(problems.errors());
}

void expect_said(const std::string& file, const std::vector<Edit>& edits) {
  for (const Edit& edit : edits) EXPECT_EQ(said_of(file, edit), edit.expected) << edit.from << " -> " << edit.to;
}

TEST(RulebookErrors, the_bundled_regime_has_none) { EXPECT_EQ(said_of("", {}), ""); }

TEST(RulebookErrors, rulings) {
  expect_said(
      "rulings.csv",
      {{"aia,allowed", "aja,allowed",
        "rulings.csv: no row for 'aia'; add one\n"
        "rulings.csv:12:1: unknown ruling 'aja'; did you mean 'aia'?"},
       {"aia,allowed,aia,740.27(a)", "aia,alowed,aia,740.72(a)",
        "rulings.csv:12:5: unknown decision 'alowed'; did you mean 'allowed'?\n"
        "rulings.csv:12:16: paragraph '740.72(a)' is cited here; it must be a row of paragraphs.csv"},
       {"740.27(a),high", "740.27(a),hihg", "rulings.csv:12:27: unknown certainty 'hihg'; did you mean 'high'?"}});
}

TEST(RulebookErrors, duties) {
  expect_said("duties.csv",
              {{"any,order,3200000,", "any,order,,2026-02-30",
                "duties.csv:2:31: from_tpp is empty; it must be a whole number between 1 and 8796093022208\n"
                "duties.csv:2:32: from_date is '2026-02-30'; it must be a day such as 2026-03-31"},
               {"lpp_limit,duty", "lpp_notice,dutty",
                "duties.csv:4:1: duty 'lpp_notice' stands twice; keep one row\n"
                "duties.csv:4:12: unknown sort 'dutty'; did you mean 'duty'?"}});
}

TEST(RulebookErrors, weights) {
  expect_said("weights.csv",
              {{"treat_as_closed_4E091,,closed_4E091", "treat_as_closed_4E091,licence,closed_4E091",
                "weights.csv:6:78: a row needs a decision or a class in again_as, and not both"},
               {"treat_as_closed_4E091,,closed_4E091", "treat_as_closed_4E091,,closed_4E019",
                "weights.csv:6:79: unknown class of models 'closed_4E019'; did you mean 'closed_4E091'?"},
               {"treat_as_closed_4E091,,closed_4E091", "treat_as_closed_4E091,,closed_derivative_of_open",
                "weights.csv:6:79: again_as is 'closed_derivative_of_open', which this table judges again itself; name "
                "a class with a decision of its own"},
               {"ECCN 4E091 Note 1; 734.7(a)", "ECCN 4E091 Note 1; 734.8(a)",
                "weights.csv:2:1: rule 'W01' cites '734.8(a)'; it must be a row of paragraphs.csv"}});
}

TEST(RulebookErrors, other_tables) {
  expect_said("other_classes.csv", {{"3A090.b,ARE", "3A090.c,ARX",
                                     "other_classes.csv:2:1: unknown class '3A090.c'; did you mean '3A090.a'?\n"
                                     "other_classes.csv:2:9: unknown destination 'ARX'; did you mean 'ARE'?"}});
  expect_said("readings.csv", {{"lpp_scope,", "lpp_scop,",
                                "readings.csv: no row for 'lpp_scope'; add one\n"
                                "readings.csv:5:1: unknown reading 'lpp_scop'; did you mean 'lpp_scope'?"}});
  expect_said("paragraphs.csv",
              {{"734.9(l),", "734.7(a),",
                "paragraphs.csv:3:1: paragraph '734.7(a)' stands twice; keep one row\n"
                "weights.csv:23:1: rule 'W22' cites '734.9(l)'; it must be a row of paragraphs.csv"}});
}

}  // namespace
}  // namespace headroom::test
