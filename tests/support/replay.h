// Trials one by one, each watched by an observer: the loop of an engine without its tallies.
#pragma once
#include <algorithm>

#include "host/model/compile.h"
#include "host/trial/tally.h"
#include "host/trial/walk.h"

namespace headroom::testing {

class Replay {
 public:
  explicit Replay(const CompiledStudy& study) : tables_(study.tables()) {
    u32 rows = 0;
    for (u32 d = 0; d < tables_.destination_count; ++d)
      rows = std::max(rows, scratch_rows(tables_, tables_.destinations[d]).all());
    scratch_.resize(rows);
    path_.resize(factor_path_length(tables_));
    mail_.resize(std::size_t(tables_.hub_count) * kMailRows);
  }
  const Tables& tables() const { return tables_; }
  u64 exhaustion() const { return key_; }  // of the destination that has just ended, as in exhaustion_key

  // `watch_of(d)` makes the observer of a destination, `ends(d, outcome, watch)` takes what has become of it;
  // destinations in the order in which they run.
  template <class WatchOf, class Ends>
  void run(u64 trial, WatchOf watch_of, Ends ends) {
    const FactorPath<OneLane> path{path_.data(), 1, tables_.quarters};
    const Mail<OneLane> mail{mail_.data(), 1, kMailRows};
    draw_factors<OneLane>(tables_, trial, path);
    clear_mail(tables_, mail);
    for (u32 i = 0; i < tables_.destination_count; ++i) {
      const u32 d = tables_.words[tables_.run_order + i];
      const Destination& place = tables_.destinations[d];
      Scratch<OneLane> scratch = carve_scratch<OneLane>(scratch_rows(tables_, place), {scratch_.data(), 1});
      run_clock<OneLane>(tables_, place, path, &scratch.month_end);
      auto watch = watch_of(d);
      const Outcome<OneLane> out = walk<OneLane>(tables_, place, trial, scratch, mail, &watch);
      key_ = exhaustion_key(out, scratch.month_end);
      ends(d, out, watch);
    }
  }

 private:
  Tables tables_;
  u64 key_ = 0;
  std::vector<u32> path_;
  std::vector<u64> scratch_, mail_;
};

}  // namespace headroom::testing
