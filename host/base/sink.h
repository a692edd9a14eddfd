// Where bytes go that are made piece by piece, so that the whole never has to be in memory.
#pragma once
#include <functional>
#include <string_view>

namespace headroom {

// Takes the next bytes. It may throw; who makes them then stops.
using Sink = std::function<void(std::string_view)>;
// Makes all of them.
using Writer = std::function<void(const Sink&)>;

}  // namespace headroom
