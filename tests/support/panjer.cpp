#include "tests/support/panjer.h"

#include <cmath>

namespace headroom::testing {

// Panjer, ASTIN Bulletin 12 (1981): p[0] = exp(mean (f[0] - 1)), p[k] = mean / k sum of j f[j] p[k - j].
long double panjer_tail(const std::vector<double>& cells, double mean, std::size_t last) {
  const long double rate = mean;
  std::vector<std::size_t> used;  // cells that weigh anything
  for (std::size_t j = 1; j < cells.size(); ++j)
    if (cells[j] > 0) used.push_back(j);
  std::vector<long double> p{std::exp(rate * (cells[0] - 1.0L))};
  long double within = p[0];
  for (std::size_t k = 1; k <= last; ++k) {
    long double sum = 0;
    for (const std::size_t j : used) {
      if (j > k) break;
      sum += static_cast<long double>(j) * cells[j] * p[k - j];
    }
    p.push_back(rate * sum / static_cast<long double>(k));
    within += p.back();
  }
  return 1 - within;
}

}  // namespace headroom::testing
