// How packs search the month of an order: among the ends of quarters, and then within one, in a copy of the month ends
// in 31 bits.
#pragma once
#include "host/base/hd.h"

namespace headroom {

HD constexpr u32 whole_quarters(u32 months) { return (months + 2) / 3; }
// Rows of the copy: months of whole quarters, and two that are read past the horizon.
HD constexpr u32 narrow_rows(u32 months) { return 3 * whole_quarters(months) + 2; }

}  // namespace headroom
