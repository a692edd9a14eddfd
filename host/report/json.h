// result.json.
#pragma once
#include <string>
#include <string_view>

#include "host/stats/result.h"

namespace headroom {

constexpr std::string_view kResultSchema = "headroom.result/1";

// The whole result, one text with a line end. The schema is its first key. Every number is finite.
std::string result_json(const Result& result);

}  // namespace headroom
