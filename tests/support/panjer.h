// Compound Poisson laws by Panjer's recursion in long double: slow, without a transform, and exact to 17 digits.
#pragma once
#include <vector>

#include "host/base/hd.h"

namespace headroom::testing {

// P(S > last), S a sum of Poisson(mean) many orders. `cells[i]`: the chance that an order has i steps; what these lack
// to 1 passes all cells.
long double panjer_tail(const std::vector<double>& cells, double mean, std::size_t last);

}  // namespace headroom::testing
