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
  for (u64 trial = range.first; trial < range.first + range.count; ++trial) {
    begin(tables, trial);
    for (u32 c = 0; c < tables.company_count; ++c) {
      CompanyTally<Tally> watch(tally->shape, tables.companies[c], tally);
      walk(tables, trial, c, &watch);
    }
  }
}

}  // namespace headroom
