// Weighted trials in tests.
#pragma once
#include <gtest/gtest.h>

#include "host/engine/engine.h"
#include "host/engine/weight_tally.h"
#include "host/stats/tilt.h"
#include "tests/support/small_study.h"

namespace headroom::testing {

// Every kind of draw, first in EST: factors of all three kinds, routes with meters, a book, orders that are split and
// wait.
Study weighable_study();

// The study's first destination under a tilt that aims at so many times what exhausts it.
inline TiltedStudy tilted_study(const CompiledStudy& compiled, double aim, u32 destination = 0) {
  const Tables tables = compiled.tables();
  const DestinationLaw law = destination_law(tables, tables.destinations[destination]);
  return TiltedStudy(compiled, destination, law, choose_tilt(law, aim));
}

inline WeightTally weighed(Engine& engine, const TiltedStudy& tilted, TrialRange range) {
  const Tables tables = tilted.tables();
  WeightTally tally(tables.months);
  const std::atomic<bool> stop{false};
  EXPECT_EQ(engine.run_weighted(tables, tilted.tilt(), range, stop, &tally), range.count);
  EXPECT_EQ(tally.trials, range.count);
  return tally;
}

}  // namespace headroom::testing
