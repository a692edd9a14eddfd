// Tallies and the events of a trial in words, with the names that the study gives to their numbers.
#pragma once
#include <string>

#include "host/app/inputs.h"
#include "host/engine/tally_place.h"
#include "host/trial/event.h"

namespace headroom {

// "IND: orders counted", "IND: exhausted in 2026-03". Trials count from `first_trial`.
std::string tally_name(const TallyPlace& place, u64 first_trial, const Inputs& inputs);

// "IND" or, with numbers behind those of the destinations, a company's name.
std::string number_name(u32 number, const Inputs& inputs);

// "IND: order 17 in 2026-03, 16,000 TPP".
std::string event_text(const Event& event, const Inputs& inputs);

}  // namespace headroom
