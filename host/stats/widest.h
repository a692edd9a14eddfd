// Of all destinations the probability of exhaustion that is known least.
#pragma once
#include <string>
#include <vector>

#include "host/engine/tally.h"
#include "host/model/compile.h"

namespace headroom {

struct WidestInterval {
  std::string iso3;       // the first of several; empty where there is no destination
  double half_width = 0;  // of its 95 % interval (Clopper-Pearson), halved
};

// The tally is of the destinations in `capped`. For one number of trials the interval is the wider the nearer the hits
// are to half of them, so only one is computed.
WidestInterval widest_interval(const Tally& tally, const std::vector<DestinationLabel>& capped);

}  // namespace headroom
