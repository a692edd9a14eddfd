// The companies of a study on the CPU: a pass of their own over the trials, which shares the global factor with the
// market. There are few, and each walks by itself, so every CPU engine takes this plain loop.
#pragma once
#include "host/engine/engine.h"

namespace headroom {

// The memory of one thread.
class CompanyRuns {
 public:
  explicit CompanyRuns(const Tables& tables);
  // Adds the companies of these trials to the tally. Throws RunError: a company reached kMaxClusters.
  void run(const Tables& tables, TrialRange range, Tally* tally);

 private:
  std::vector<u32> path_;
  std::vector<u64> scratch_;
};

}  // namespace headroom
