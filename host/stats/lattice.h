// Orders' sizes on a lattice of whole steps.
#pragma once
#include "host/stats/estimates.h"
#include "host/stats/size_law.h"

namespace headroom {

// By cell, from 0 to `last`: the chance that an order has that many steps. A sum of orders is within the room exactly
// when it has at most `last` steps; an order beyond the room has no cell, and so chances need not add up to 1.
struct LatticeLaws {
  std::vector<std::vector<double>> parts;
  std::size_t last = 0;
  LatticeUse use;
};

constexpr u64 kMostExactCells = u64(1) << 20;

// The greatest common divisor of all sizes within the room; 1 where there is none.
u64 common_step(const std::vector<SizeLaw>& parts, u64 room);

// On that lattice; room / step is at most kMostExactCells.
LatticeLaws exact_lattice(const std::vector<SizeLaw>& parts, u64 room, u64 step);

// On a lattice of `last` + 1 cells, each size split between the two cells beside it, so that its mean is kept. The step
// is such that the end of the room lies halfway between two cells, as it does between two multiples of the common step.
LatticeLaws split_lattice(const std::vector<SizeLaw>& parts, u64 room, u64 step, std::size_t last);

}  // namespace headroom
