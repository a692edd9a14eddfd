// result.json.
#pragma once
#include <string>
#include <string_view>

#include "host/stats/estimates.h"

namespace headroom {

constexpr std::string_view kResultSchema = "headroom.result/1";

// The whole result, one text with a line end. The schema is its first key. Every number is finite.
std::string result_json(const Result& result);

// The same keys as far as the estimator knows their values: what it does not know for a destination is null, what none
// knows is absent.
std::string result_json(const Estimates& estimates);

}  // namespace headroom
