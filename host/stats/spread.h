// What a measurement that was repeated comes to.
#pragma once
#include <vector>

namespace headroom {

struct Spread {
  double median = 0, low = 0, high = 0;  // the smallest and the largest
};

// Of at least one value.
double median(std::vector<double> values);
Spread spread_of(const std::vector<double>& values);

// Of `values` over `base`, round by round, so that what slows the machine down for a while slows both. As many of each.
Spread ratio_spread(const std::vector<double>& values, const std::vector<double>& base);

}  // namespace headroom
