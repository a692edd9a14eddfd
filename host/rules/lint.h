// The linter of regimes: all that loading refuses, and what loading lets pass though no regime means it, such as rows
// that can never decide, dates out of order and numbers that contradict each other.
#pragma once
#include <vector>

#include "host/model/catalogue.h"

namespace headroom {

// What is wrong with a regime's folder, sorted by place; empty when it is sound. A table that the regime lacks is not
// looked at.
std::vector<Problem> lint_regime(const Folder& folder, const Catalogue& catalogue);

}  // namespace headroom
