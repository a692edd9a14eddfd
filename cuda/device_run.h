// A run on one device: its memory, the launches of a batch, and what has been tallied.
#pragma once
#include "cuda/batch_memory.h"
#include "cuda/device_tables.h"

namespace headroom::cuda {

class DeviceRun {
 public:
  // On the current device.
  DeviceRun(const Tables& tables, u64 trials, const TallyShape& shape);

  // How many trials a batch has room for.
  u32 batch() const { return view_.batch; }
  // Runs the trials of one batch. Throws RunError: one of them runs away.
  void add(TrialRange range);
  // Which trials of the last batch exhausted a destination; `first` is their place among the bits.
  void mark(u64 first, ExhaustedBits* bits) const;
  // Adds what has been tallied to a tally of the host.
  void collect(Tally* to) const;

 private:
  void launch();

  Tables host_tables_;
  DeviceTables tables_;
  BatchMemory memory_;
  Array<u64> counters_, low_, high_, runaway_;
  Batch view_{};
};

}  // namespace headroom::cuda
