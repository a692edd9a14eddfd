// Whether counters can come from trials at all: a checksum shows accidents, not what somebody made up.
#pragma once
#include <string>

#include "host/engine/tally.h"

namespace headroom {

// What is wrong with a tally, or nothing. A sound one gives probabilities between 0 and 1 and months in the horizon.
std::string why_unsound(const Tally& tally);

}  // namespace headroom
