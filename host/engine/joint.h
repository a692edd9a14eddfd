// What happens across the destinations of a trial: how many exhaust, which together, which first.
#pragma once
#include <vector>

#include "host/engine/exhausted_bits.h"
#include "host/engine/tally.h"

namespace headroom {

// The trials of one batch, noted destination by destination in any order: hubs run late.
class JointBatch {
 public:
  JointBatch(u32 destinations, u64 trials);
  void clear();
  // `key` as in exhaustion_key.
  void note(u32 trial, u32 destination, u64 key);
  void tally(u32 trials, Tally* to);
  // `first` is the place of the batch's first trial among the bits.
  void mark(u32 trials, u64 first, ExhaustedBits* bits) const;

 private:
  struct First {
    u64 key;
    u32 destination;
  };
  std::vector<std::vector<u32>> exhausted_;  // destinations by trial
  std::vector<First> first_;
};

}  // namespace headroom
