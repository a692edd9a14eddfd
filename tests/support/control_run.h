// The control variate in tests.
#pragma once
#include "host/stats/control.h"
#include "tests/support/conditional_run.h"

namespace headroom::testing {

struct ControlAnswer {
  Tally tally;  // of the study
  Estimates estimates;
};

// A study beside its nearest relative.
class ControlStudy {
 public:
  explicit ControlStudy(const Study& study);

  const CompiledStudy& compiled() const { return compiled_; }
  // An even number of trials. The relative's mean comes from eight times as many, behind them.
  ControlAnswer run(Engine& engine, TrialRange range) const;

 private:
  Study study_;
  CompiledStudy compiled_;
  Relative relative_;
  ConditionalStudy conditional_;
};

}  // namespace headroom::testing
