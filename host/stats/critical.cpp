#include "host/stats/critical.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "host/stats/fft.h"
#include "host/stats/refine.h"

namespace headroom {
namespace {

constexpr std::size_t kMostSteps = std::size_t(1) << 26;  // cells times orders
constexpr Refinement kWalkLattice = {std::size_t(1) << 17, std::size_t(1) << 12, std::size_t(1) << 16};
constexpr double kAllCritical = 1e-15;

u64 largest_size(const std::vector<SizeLaw>& parts) {
  u64 largest = 0;
  for (const SizeLaw& part : parts)
    if (!part.empty()) largest = std::max(largest, part.back().first);
  return largest;
}

// By cell below the level: the chance that the next order is refused there.
std::vector<double> refused_at(const SizeLaw& law, u64 room, const LatticeLaws& lattice) {
  std::vector<double> refused(lattice.last + 1);
  double beyond = 0;
  std::size_t i = law.size();
  for (std::size_t cell = 0; cell <= lattice.last; ++cell) {
    const double left = double(room) - double(cell) * lattice.use.step_tpp;
    for (; i > 0 && double(law[i - 1].first) > left; --i) beyond += law[i - 1].second;
    refused[cell] = beyond;
  }
  return refused;
}

// P(critical after n orders), n = 0 .. `most`. In each step what is below the level goes on by the size of an order
// that fits, as all do that leave it below, or stays.
std::vector<double> critical_by_count(const LatticeLaws& lattice, const std::vector<double>& refused,
                                      std::size_t most) {
  const RealFft fft(fft_length(2 * (lattice.last + 1)));
  std::vector<double> sizes = lattice.parts.front(), below(fft.length(), 0.0);
  sizes.resize(fft.length(), 0.0);
  const std::vector<Complex> moves = fft.forward(sizes);
  below[0] = 1;
  std::vector<double> critical{0.0};
  while (critical.size() <= most && critical.back() < 1 - kAllCritical) {
    std::vector<Complex> bins = fft.forward(below);
    for (std::size_t k = 0; k < bins.size(); ++k) bins[k] *= moves[k];
    const std::vector<double> moved = fft.inverse(bins);
    double sum = 0;
    for (std::size_t cell = 0; cell <= lattice.last; ++cell) {
      below[cell] = moved[cell] + below[cell] * refused[cell];
      sum += below[cell];
    }
    critical.push_back(std::clamp(1 - sum, critical.back(), 1.0));
  }
  return critical;
}

// A step rounds by about eps log2(length), and not all of it falls the same way.
double rounding(std::size_t cells, std::size_t orders) {
  return std::numeric_limits<double>::epsilon() * double(orders) * (std::log2(2 * double(cells)) + 4);
}

std::optional<Exceedances> chain_answers(const MarketLaw& law) {
  Exceedances result;
  const SizeLaw& sizes = law.parts.front();
  const double most = law.most();
  const u64 below = law.to_critical - 1;
  if (std::min<u64>(below / common_step(law.parts, law.room), kWalkLattice.last_split) * most_orders(most) > kMostSteps)
    return std::nullopt;
  refine(law.parts, below, common_step(law.parts, law.room), kWalkLattice, &result.lattice,
         [&](const LatticeLaws& lattice) {
           const auto by_count = critical_by_count(lattice, refused_at(sizes, law.room, lattice), most_orders(most));
           result.p.clear();
           for (const auto& means : law.means) result.p.push_back(poisson_mean(by_count, means.front()));
           result.error = rounding(lattice.last, by_count.size());
           return result.p;
         });
  result.error += split_error(result.lattice, law.parts, below);
  return result;
}

}  // namespace

std::optional<Exceedances> critical_answers(const MarketLaw& law, bool refused_return) {
  if (law.to_critical == 0) return std::nullopt;  // what then counts is that an order comes and fits
  if (!law.raises.empty()) return std::nullopt;   // the level rises too
  const u64 below = law.to_critical - 1;
  if (largest_size(law.parts) + below <= law.room) {
    MarketLaw to_level = law;
    to_level.room = below;
    return exceedances(to_level);
  }
  if (refused_return || law.parts.size() > 1) return std::nullopt;
  return chain_answers(law);
}

}  // namespace headroom
