// A study on one device: its tables there, memory for a batch, the launches of a batch, and what has been tallied.
#pragma once
#include "cuda/batch_memory.h"
#include "cuda/batch_results.h"
#include "cuda/cuda_engine.h"
#include "cuda/device_tables.h"

namespace headroom::cuda {

// Room for so many trials, on the current device: half of its free memory at most.
BatchShape shape_of(const Tables& tables, u64 trials, const CudaOptions& options);

class DeviceRun {
 public:
  // On the current device. All is uploaded when it returns.
  DeviceRun(const Tables& tables, const BatchShape& shape);
  ~DeviceRun();  // waits for the device
  DeviceRun(const DeviceRun&) = delete;
  DeviceRun& operator=(const DeviceRun&) = delete;

  // Runs a chunk, batch after batch, to the end; `tables` are those of the constructor. If a trial runs away the rest
  // is left out; returns the smallest runaway_address, or kNoRunaway.
  u64 run(const Tables& tables, TrialRange chunk, Marks* marks);
  // Adds what the last chunk has come to.
  void collect(Tally* tally) const;

 private:
  struct Track {
    Stream stream;
    Event done;
  };
  void launch(const Tables& tables, TrialRange batch);
  void launch_level(const Tables& tables, u32 from, u32 to);

  DeviceTables tables_;
  BatchMemory memory_;
  Array<u64> counters_, low_, high_;
  BatchResults even_, odd_;  // in turns
  Stream work_, copies_;
  Event ready_;
  std::vector<Track> tracks_;
  Batch view_{};
};

}  // namespace headroom::cuda
