// From a law of sizes to a lattice on which it can be summed up, and from laws by number of orders to Poisson ones.
#pragma once
#include "host/stats/lattice.h"

namespace headroom {

constexpr double kMostChange = 1e-6;  // by the last halving of the step of a split lattice

// How many cells are worked with: at most so many of an exact lattice; of split ones from these to those.
struct Refinement {
  std::size_t most_exact, first_split, last_split;
};

// By how much answers can be wrong for having been split. Beside the change that was seen there may be what no coarser
// lattice sees: where all orders are multiples of one unit (a chip's TPP) the law of their sum has holes of that width,
// which move P(S > room) by up to the unit as a share of the room. It counts with the chance that all orders of a full
// room are of it.
double split_error(const LatticeUse& use, const std::vector<SizeLaw>& parts, u64 room);

double largest_change(const std::vector<double>& a, const std::vector<double>& b);

// Calls answer(lattice) on the lattice of `step` or, where the room has too many cells of it, on split ones of ever
// smaller steps until the answers, which are probabilities, stay within kMostChange. `use` tells of the last lattice.
template <class Answer>
void refine(const std::vector<SizeLaw>& parts, u64 room, u64 step, const Refinement& limits, LatticeUse* use,
            Answer answer) {
  if (room / step < limits.most_exact) {
    const LatticeLaws laws = exact_lattice(parts, room, step);
    *use = laws.use;
    answer(laws);
    return;
  }
  std::vector<double> before;
  for (std::size_t last = limits.first_split;; last *= 2) {
    const LatticeLaws laws = split_lattice(parts, room, step, last);
    const std::vector<double> now = answer(laws);
    *use = laws.use;
    if (!before.empty()) use->change = largest_change(before, now);
    if (last == limits.last_split || (!before.empty() && use->change < kMostChange)) return;
    before = now;
  }
}

// The mean of values[n] over a Poisson law of n; behind the last value all are like it.
double poisson_mean(const std::vector<double>& values, double mean);

// A Poisson number of this mean is below it but for a chance of 10^-16.
std::size_t most_orders(double mean);

}  // namespace headroom
