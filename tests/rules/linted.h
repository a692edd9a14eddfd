// Seeded mistakes: the bundled regime with one edit, and all that the linter says of it.
#pragma once
#include "host/rules/lint.h"
#include "tests/rules/edited_regime.h"

namespace headroom::test {

// Nothing beside the chips that ship: the smallest is a real one.
const Catalogue& bundled_catalogue();
// Findings of the bundled regime with one change, a line each; empty: none.
std::string findings(const std::string& file, const Edit& edit);
// Each edit alone must come to what it expects, and to nothing else.
void expect_findings(const std::string& file, const std::vector<Edit>& edits);

}  // namespace headroom::test
