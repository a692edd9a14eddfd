// What tallies say of universal VEU companies.
#pragma once
#include <vector>

#include "host/stats/result.h"

namespace headroom {

// One entry a limit, in the order of the tallies. Intervals allow for so many looks (stopping.h).
std::vector<CompanyResult> company_results(const CompiledStudy& compiled, const Tally& tally, u32 looks = 0);

std::vector<HoldingResult> holding_results(const CompiledStudy& compiled, const Tally& tally);

}  // namespace headroom
