#include "host/engine/company_runs.h"

#include <algorithm>

#include "host/trial/company_tally.h"

namespace headroom {

CompanyRuns::CompanyRuns(const Tables& tables) : path_(factor_path_length(tables)) {
  u32 rows = 0;
  for (u32 c = 0; c < tables.company_count; ++c)
    rows = std::max(rows, company_scratch_rows(tables, tables.companies[c]));
  scratch_.resize(rows);
}

void CompanyRuns::run(const Tables& tables, TrialRange range, Tally* tally) {
  if (tables.company_count == 0) return;
  const FactorPath<OneLane> path{path_.data(), 1, tables.quarters};
  for (u64 trial = range.first; trial < range.first + range.count; ++trial) {
    draw_global<OneLane>(tables, trial, path);
    for (u32 c = 0; c < tables.company_count; ++c) {
      const Company& company = tables.companies[c];
      CompanyTally<Tally> watch(tally->shape, company, tally);
      CompanyScratch<OneLane> scratch = carve_company_scratch(tables, company, scratch_.data(), 1);
      run_clock<OneLane>(tables, company, path, &scratch.month_end);
      CompanyPass<OneLane, u64, CompanyTally<Tally>> pass(tables, company, trial, &scratch, &watch);
      if (pass.run()) throw_runaway(tables, trial, tables.destination_count + c);
    }
  }
}

}  // namespace headroom
