// P(critical by m): use has come to a share of the cap. An order that does not fit is refused and leaves use as it was,
// so that this is not the tail of a sum: use is a Markov chain, which an order moves on or leaves where it is.
#pragma once
#include <optional>

#include "host/stats/exceedance.h"

namespace headroom {

// By the end of each month, without factors. Where no order can be refused below the level, it is a tail of the sum
// after all. Else, for one mix that does not change, the chain is worked out order by order. Nothing where neither
// holds, or where refused orders do not just go (`refused_return`: they are split or wait).
std::optional<Exceedances> critical_answers(const MarketLaw& law, bool refused_return);

}  // namespace headroom
