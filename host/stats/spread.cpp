#include "host/stats/spread.h"

#include <algorithm>

namespace headroom {

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t n = values.size();
  return n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

Spread spread_of(const std::vector<double>& values) {
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  return {median(values), *low, *high};
}

Spread ratio_spread(const std::vector<double>& values, const std::vector<double>& base) {
  std::vector<double> ratios;
  for (std::size_t r = 0; r < values.size(); ++r) ratios.push_back(values[r] / base[r]);
  return spread_of(ratios);
}

}  // namespace headroom
