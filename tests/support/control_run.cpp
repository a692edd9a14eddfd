#include "tests/support/control_run.h"

namespace headroom::testing {

ControlStudy::ControlStudy(const Study& study)
    : study_(study),
      compiled_(testing::compiled(study)),
      relative_(nearest_relative(compiled_)),
      conditional_(relative_.study, 1, compiled_.tables().months - 1) {}

ControlAnswer ControlStudy::run(Engine& engine, TrialRange range) const {
  const Tables tables = compiled_.tables(), others = relative_.study.tables();
  const std::atomic<bool> stop{false};
  Tally tally(tally_shape(tables)), ignored(tally_shape(others));
  ControlCounts halves[2] = {ControlCounts(tables.destination_count), ControlCounts(tables.destination_count)};
  const u64 half = range.count / 2;
  for (const u64 which : {0, 1}) {
    const TrialRange part{range.first + which * half, half};
    ExhaustedBits y(tables.destination_count, half), x = y;
    engine.run(tables, part, stop, &tally, &y);
    engine.run(others, part, stop, &ignored, &x);
    halves[which].add(half, y, x);
  }
  const ConditionalTally means = conditional_tally(engine, conditional_, {range.first + range.count, 8 * range.count});
  Estimates estimates = control_estimates(compiled_, study_, relative_, {tally, halves, conditional_, means});
  return {std::move(tally), std::move(estimates)};
}

}  // namespace headroom::testing
