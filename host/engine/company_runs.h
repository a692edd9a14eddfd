// The companies of a study on the CPU: a pass of their own over the trials, which shares the global factor with the
// market. There are few, and each walks by itself, so every CPU engine takes this plain loop.
#pragma once
#include "host/engine/engine.h"
#include "host/trial/companies.h"

namespace headroom {

// The memory of one thread.
class CompanyRuns {
 public:
  explicit CompanyRuns(const Tables& tables);
  // Adds the companies of these trials to the tally. Throws RunError: a company reached kMaxClusters.
  void run(const Tables& tables, TrialRange range, Tally* tally);

  // What comes before all companies of a trial, and one of them. Throws as run() does.
  void begin(const Tables& tables, u64 trial) { draw_global<OneLane>(tables, trial, path(tables)); }
  template <class Watch>
  void walk(const Tables& tables, u64 trial, u32 number, Watch* watch) {
    const Company& company = tables.companies[number];
    CompanyScratch<OneLane> scratch = carve_company_scratch(tables, company, scratch_.data(), 1);
    run_clock<OneLane>(tables, company, path(tables), &scratch.month_end);
    CompanyPass<OneLane, u64, Watch> pass(tables, company, trial, &scratch, watch);
    if (pass.run()) throw_runaway(tables, trial, tables.destination_count + number);
  }

 private:
  FactorPath<OneLane> path(const Tables& tables) { return {path_.data(), 1, tables.quarters}; }

  std::vector<u32> path_;
  std::vector<u64> scratch_;
};

}  // namespace headroom
