// What a run prints for people.
#pragma once
#include <string>

#include "host/model/regime.h"
#include "host/stats/result.h"

namespace headroom {

// A head, one row a destination with a cap (likeliest to exhaust first), a foot. Destinations that no trial exhausted
// share one line unless they are few. Plain text, UTF-8, no colour.
std::string table_text(const Result& result, const Regime& regime);

}  // namespace headroom
