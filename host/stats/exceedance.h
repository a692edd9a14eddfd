// P(S > room), S the TPP of a Poisson number of orders.
#pragma once
#include <optional>

#include "host/stats/lattice.h"

namespace headroom {

// A probability each, and by how much any of them can be wrong: the solver's own error and split_error() of refine.h.
struct Exceedances {
  std::vector<double> p;
  double error = 0;
  LatticeUse lattice;
};

// How fine a split lattice becomes: as its answers take to stay within kMostChange, or no finer than is soon done; the
// error tells what that leaves open.
enum class Fineness { as_it_takes, soon_done };

// By the end of each month, without factors. Mixes may change.
Exceedances exceedances(const MarketLaw& law, Fineness fineness = Fineness::as_it_takes);

// The same where an arrangement may raise the cap, from a month that is drawn: until then the orders must stay within
// the room, afterwards within the raised one. Nothing where the lattice of the sizes has too many cells.
std::optional<Exceedances> raised_exceedances(const MarketLaw& law);

// Of one mix: a function of the mean number of orders alone, that is of operational time. P(sum of n orders > room) is
// worked out once for every n; the function is its mean over the Poisson law of n, to which no cancellation adds.
class Exceedance {
 public:
  // For means up to `most`, above 0. The law has a size.
  Exceedance(const SizeLaw& law, u64 room, double most, Fineness fineness = Fineness::as_it_takes);

  double operator()(double mean) const;  // 0 <= mean <= most
  double error() const { return error_; }
  const LatticeUse& lattice() const { return lattice_; }

 private:
  std::vector<double> by_count_;
  double error_ = 0;
  LatticeUse lattice_;
};

}  // namespace headroom
