// From F, the chance that a destination is exhausted once so many orders are expected, to the integers of a conditional
// pass: cubics over equal cells of operational time.
#pragma once
#include <functional>
#include <vector>

#include "host/trial/conditional.h"

namespace headroom {

// P(exhausted) by the mean number of orders; rises from 0 towards 1.
using ChanceLaw = std::function<double(double mean_orders)>;

struct Chances {
  ChanceTable f{};            // with cubics at 0; the destination is the caller's
  std::vector<u64> cubics;    // 2 f.cells
  double error = 0;           // of interpolation and of rounding, as measured at the quarters of cells
  double relative_error = 0;  // where F is at least kSmallChance
};

constexpr double kSmallChance = 1e-10;
constexpr double kTableError = 1e-8, kTableRelativeError = 1e-4;  // what a table keeps to everywhere

// Cells are halved until both errors are kept to. Beyond the last cell F stays as it is there, within kTableError of 1
// or, where the mean that a trial can have ends, at F of that: `longest` is the greatest operational time, Q20.
// Throws RunError where 2^15 cells do not do.
Chances make_chance_table(const ChanceLaw& law, u64 longest);

// The mean number of orders that a Q20 time stands for. The clock is rounded down and gaps to nearest, so that half a
// step is added.
double mean_orders(u64 time);
// The greatest Q20 time for so many.
u64 time_of_orders(double mean);

}  // namespace headroom
