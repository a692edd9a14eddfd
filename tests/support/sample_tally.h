// A tally made by hand: 40 trials, 4 months from 2025-01, destinations AAA and BBB, one book order.
#pragma once
#include "host/engine/tally.h"
#include "host/model/compile.h"

namespace headroom::testing {

// Labels without tables: enough for what derives from tallies.
CompiledStudy sample_compiled();
Study sample_study();

// AAA: exhausted in 30 trials, 10 in month 0, 15 in month 2, 5 in month 3, with use 0.5 of the cap before the refusal
// in 10 of them and 0.95 in 20; critical in 32 (month 0: 12, month 2: 20); use at the end 0.25 in 10 trials and 1.0 in
// 30; refused TPP 0 in 10 trials, 8 in 28, 1,000 in 2; first to exhaust in 28. BBB: exhausted in 5, all together with
// AAA in the last month, use 0.1 before and in all trials at the end. Book order X: shipped in 8 (month sum 12), in
// part in 4, refused in 8, absent in 20.
Tally sample_tally();

}  // namespace headroom::testing
