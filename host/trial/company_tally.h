// What a company's trial is counted as: the watch of a CompanyPass.
#pragma once
#include "host/trial/companies.h"
#include "host/trial/tally.h"

namespace headroom {

template <class Sink>
class CompanyTally {
 public:
  HD CompanyTally(const TallyShape& shape, const Company& company, Sink* sink)
      : shape_(shape), company_(company), sink_(sink) {}

  // For the first time in the month, a move breaks the limit of a slot; in the lanes of `first`, of the trial.
  HD void breaks(bool breaks, u32 slot, u32 month, bool first) {
    if (!breaks) return;
    sink_->count(shape_.broken_in(company_.slots + slot, month), 1);
    if (first) sink_->count(shape_.first_broken(company_.slots + slot, month), 1);
  }
  // At the end of a month: what a limit is on, and all of it.
  HD void looks(bool looks, u32 look, u32 slot, u64 part, u64 total, u32 limit) {
    if (looks) sink_->count(shape_.slack(company_.slots + slot, look, slack_bin(part, total, limit)), 1);
  }
  // At the end: no move has broken the slot's limit; what a location holds.
  HD void keeps(bool keeps, u32 slot) {
    if (keeps) sink_->count(shape_.first_broken(company_.slots + slot, shape_.months), 1);
  }
  HD void ends_with(u32 location, u64 tpp) { sink_->sum(shape_.location_tpp(company_.locations + location), tpp); }

 private:
  const TallyShape& shape_;
  const Company& company_;
  Sink* sink_;
};

}  // namespace headroom
