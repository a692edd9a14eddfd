// Conditional passes in tests.
#pragma once
#include <gtest/gtest.h>

#include "host/engine/engine.h"
#include "host/stats/conditional.h"
#include "tests/support/small_study.h"

namespace headroom::testing {

// Destinations that keep no state but the cap, with factors of every kind: from one that hardly ever exhausts to one
// that nearly always does.
Study stateless_study(int months, int student_t = 0);

// The mean chance of a destination of a study of one quarter, and the mean of its square, by an integral over the
// factors: beta . z is one normal number.
struct MeanChance {
  double mean = 0, square = 0;
  double variance() const { return square - mean * mean; }
};
MeanChance integral_over_factors(const CompiledStudy& compiled, const Study& study, std::size_t destination);

inline ConditionalTally conditional_tally(Engine& engine, const ConditionalStudy& study, TrialRange range) {
  const ConditionalTables tables = study.tables();
  ConditionalTally tally(tables);
  const std::atomic<bool> stop{false};
  EXPECT_EQ(engine.run_conditional(tables, range, stop, &tally), range.count);
  EXPECT_EQ(tally.trials, range.count);
  return tally;
}

}  // namespace headroom::testing
