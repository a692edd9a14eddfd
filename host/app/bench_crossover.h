// From how many trials on a device is faster than the CPU, all that a run costs counted.
#pragma once
#include <functional>
#include <optional>

#include "host/base/hd.h"

namespace headroom {

struct Crossover {
  std::optional<u64> trials;  // nothing: the device was not faster at any size
  u64 largest = 0;            // that was measured
};

struct BothSeconds {
  double cpu = 0, device = 0;
};

// The smallest of 64, 128, ... trials at which the device is faster, there and at the next size too, since a single
// win may be luck. Ends at `most` trials, or behind a size that takes either longer than `longest` seconds.
Crossover find_crossover(const std::function<BothSeconds(u64)>& seconds_of, u64 most, double longest);

}  // namespace headroom
