// Studies whose licences meet limits of products or of consignees instead of an allocation.
#pragma once
#include "tests/support/small_study.h"

namespace headroom::testing {

// The small regime without an allocation and its exceptions. Products: CHN is open to chips below 21,000 TPP and 6,500
// GB/s, of each up to half of what US end users have had. Consignees: each may have `cap_tpp` in a Tier 2 destination.
Regime product_regime();
Regime consignee_regime(u64 cap_tpp);

// Orders to one destination, one product or more, with split, wait and a position on.
Study product_study(u64 seed = 1);
// Several destinations, some of which divert to others, with split, wait and a position on.
Study consignee_study(u64 seed = 1);

}  // namespace headroom::testing
