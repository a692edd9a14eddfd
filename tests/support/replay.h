// Trials one by one, each watched by an observer: the loop of an engine without its tallies.
#pragma once
#include "host/engine/trial_memory.h"
#include "host/model/compile.h"
#include "host/trial/tally.h"

namespace headroom::testing {

class Replay {
 public:
  explicit Replay(const CompiledStudy& study) : tables_(study.tables()), memory_(tables_, 1) {}
  const Tables& tables() const { return tables_; }
  u64 exhaustion() const { return key_; }  // of the destination that has just ended, as in exhaustion_key

  // `watch_of(d)` makes the observer of a destination, `ends(d, outcome, watch)` takes what has become of it;
  // destinations in the order in which they run.
  template <class WatchOf, class Ends>
  void run(u64 trial, WatchOf watch_of, Ends ends) {
    NoObserver<OneLane> nobody;
    memory_.begin(0, trial, &nobody);
    for (u32 i = 0; i < tables_.destination_count; ++i) {
      const u32 d = tables_.words[tables_.run_order + i];
      auto watch = watch_of(d);
      const Outcome<OneLane> out = memory_.walk(d, 0, trial, &watch);
      key_ = exhaustion_key(out, memory_.month_end());
      ends(d, out, watch);
    }
  }

 private:
  const Tables tables_;
  TrialMemory memory_;
  u64 key_ = 0;
};

}  // namespace headroom::testing
