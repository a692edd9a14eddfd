// How packs search the month of an order: a stretch of months at a time, in a copy of their ends in 31 bits.
#pragma once
#include "host/base/hd.h"

namespace headroom {

constexpr u32 kMonthStretch = 6;
// Rows of the copy: whole stretches.
HD constexpr u32 narrow_rows(u32 months) { return (months + kMonthStretch - 1) / kMonthStretch * kMonthStretch; }

}  // namespace headroom
