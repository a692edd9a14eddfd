#include "tests/rules/linted.h"

#include "host/rules/lint.h"
#include "tests/rules/rulings.h"

namespace headroom::test {

std::string findings(const std::string& file, const Edit& edit) {
  const EditedRegime regime(file, edit);
  return regime.text(lint_regime(regime.folder(), bundled_catalogue()));
}

void expect_findings(const std::string& file, const std::vector<Edit>& edits) {
  for (const Edit& edit : edits) {
    ASSERT_FALSE(edit.expected.empty());
    EXPECT_EQ(findings(file, edit), edit.expected) << edit.from << " -> " << edit.to;
  }
}

}  // namespace headroom::test
