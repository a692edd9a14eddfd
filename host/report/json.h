// result.json.
#pragma once
#include <string_view>

#include "host/base/sink.h"
#include "host/stats/estimates.h"

namespace headroom {

// Under one number keys may be added; none is renamed or dropped, and none changes its meaning.
constexpr std::string_view kResultSchema = "headroom.result/1";

// The whole result, one text with a line end, destination by destination. The schema is its first key. Every number is
// finite.
void write_result_json(const Result& result, const Sink& out);

// The same keys as far as the estimator knows their values: what it does not know for a destination is null, what none
// knows is absent.
void write_result_json(const Estimates& estimates, const Sink& out);

}  // namespace headroom
