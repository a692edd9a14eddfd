#include "tests/rules/linted.h"

namespace headroom::test {

const Catalogue& bundled_catalogue() {
  static const Catalogue catalogue = [] {
    Problems problems;
    return load_catalogue(Folder::bundled(""), problems);
  }();
  return catalogue;
}

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
