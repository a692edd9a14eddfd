// A range of trials for several devices of unequal speed, each of which may fail.
#pragma once
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>

#include "host/engine/engine.h"

namespace headroom {

// Chunks are taken in order and given back by whoever fails, to be taken again before all others. Tallies are merged in
// order, so that what is done is a whole range. Any function may be called from any thread.
class Chunks {
 public:
  // What is done is added to `tally`. Nothing more is taken once `stop` is true; who has a chunk finishes it.
  Chunks(TrialRange range, const std::atomic<bool>& stop, Tally* tally);

  // The next chunk, of `most` trials or fewer. Waits while others may yet give theirs back; nothing when none is left.
  std::optional<TrialRange> take(u64 most);
  void finish(TrialRange chunk, Tally tally);
  void give_back(TrialRange chunk);
  // A trial of the chunk runs away: neither the chunk nor what is behind it is worth doing.
  void run_away(TrialRange chunk);

  u64 not_taken() const;
  u64 done() const;       // trials in the tally
  bool complete() const;  // all of the range, or of what is before a chunk that ran away

 private:
  struct Ahead {
    u64 end;
    Tally tally;
  };
  void merge_in_order();

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  const std::atomic<bool>& stop_;
  Tally* tally_;
  const u64 first_;
  u64 end_;                        // of what is worth doing
  u64 merged_, next_;              // where what is merged ends, and what has ever been taken
  u64 held_ = 0;                   // chunks that somebody has
  std::map<u64, u64> given_back_;  // ends by first trial
  std::map<u64, Ahead> ahead_;     // done, behind a gap, by first trial
};

}  // namespace headroom
