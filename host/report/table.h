// What a run prints for people.
#pragma once
#include <string>
#include <vector>

#include "host/model/regime.h"
#include "host/stats/estimates.h"

namespace headroom {

// A head, one row a destination with a cap (likeliest to exhaust first), a foot. Destinations that no trial exhausted
// share one line unless they are few. Plain text, UTF-8, no colour.
std::string table_text(const Result& result, const Regime& regime);

// Of other estimators than the plain one: a head, one row a destination that has an answer (likeliest first), and who
// has none for what reason.
std::string table_text(const Estimates& estimates, const Regime& regime);

// "3 destinations (India, Kenya, Qatar): a route has lpp, ...", one line a reason why there is no answer.
std::vector<std::string> refusals(const Estimates& estimates);

// "Framework for Artificial Intelligence Diffusion (rescinded 2025-05-13, never enforced); 2025-01 to 2027-12"
std::string rules_line(const Regime& regime, YearMonth start, int months);

}  // namespace headroom
