#include "host/stats/exceedance.h"

#include "host/stats/refine.h"
#include "host/stats/tail_spectrum.h"

namespace headroom {
namespace {

constexpr Refinement kSumLattice = {kMostExactCells, std::size_t(1) << 15, std::size_t(1) << 21};
constexpr Refinement kCoarseLattice = {std::size_t(1) << 17, std::size_t(1) << 13, std::size_t(1) << 15};
constexpr int kChecks = 48;  // means at which a function is compared with the one on half of the step

const Refinement& limits_of(Fineness fineness) {
  return fineness == Fineness::soon_done ? kCoarseLattice : kSumLattice;
}

}  // namespace

Exceedance::Exceedance(const SizeLaw& law, u64 room, double most, Fineness fineness) {
  refine({law}, room, common_step({law}, room), limits_of(fineness), &lattice_, [&](const LatticeLaws& laws) {
    const TailSpectrum spectrum(laws);
    by_count_ = spectrum.of_counts(most_orders(most));
    error_ = spectrum.error(most);
    std::vector<double> some;
    for (int i = 1; i <= kChecks; ++i) some.push_back((*this)(most * i / kChecks));
    return some;
  });
  error_ += split_error(lattice_, {law}, room);
}

double Exceedance::operator()(double mean) const { return poisson_mean(by_count_, mean); }

Exceedances exceedances(const MarketLaw& law, Fineness fineness) {
  Exceedances result;
  const double most = law.most();
  if (most <= 0) {
    result.p.assign(law.means.size(), 0.0);
  } else if (law.parts.size() == 1) {
    const Exceedance function(law.parts.front(), law.room, most, fineness);
    for (const auto& means : law.means) result.p.push_back(function(means.front()));
    result.error = function.error();
    result.lattice = function.lattice();
  } else {
    const u64 step = common_step(law.parts, law.room);
    refine(law.parts, law.room, step, limits_of(fineness), &result.lattice, [&](const LatticeLaws& laws) {
      const TailSpectrum spectrum(laws);
      result.p.clear();
      for (const auto& means : law.means) result.p.push_back(spectrum.of_means(means));
      result.error = spectrum.error(most);
      return result.p;
    });
    result.error += split_error(result.lattice, law.parts, law.room);
  }
  return result;
}

std::optional<Exceedances> raised_exceedances(const MarketLaw& law) {
  const u64 step = common_step(law.parts, law.raised_room);
  if (law.raised_room / step >= kMostExactCells) return std::nullopt;
  Exceedances result = exceedances(law);
  if (law.most() <= 0) return result;
  const TailSpectrum raised(exact_lattice(law.parts, law.raised_room, step));
  const std::vector<double> never_raised = result.p, nothing(law.parts.size(), 0.0);
  for (const auto& [month, chance] : law.raises) {
    if (month >= law.means.size()) continue;
    const std::vector<double>& before = month > 0 ? law.means[month - 1] : nothing;
    const TailSpectrum::Bins start = raised.held_within(before, law.room / step);
    for (std::size_t m = month; m < law.means.size(); ++m) {
      std::vector<double> since = law.means[m];
      for (std::size_t part = 0; part < since.size(); ++part) since[part] -= before[part];
      result.p[m] += chance * (raised.of_means_after(start, since) - never_raised[m]);
    }
  }
  result.error += 2 * raised.error(law.most());
  return result;
}

}  // namespace headroom
