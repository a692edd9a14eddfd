// One device at work for a run: it takes chunks of trials until none is left or the device is lost.
#pragma once
#include <memory>

#include "cuda/cuda_engine.h"
#include "cuda/device_run.h"
#include "host/engine/chunks.h"

namespace headroom::cuda {

// What the devices of a run share.
struct Job {
  Job(const Tables& study, TrialRange range, const std::atomic<bool>& stop, u64 sharing, Tally* tally,
      ExhaustedBits* exhausted)
      : tables(study),
        digest(tables_digest(study)),
        trials(range.count),
        devices(sharing),
        chunks(range, stop, tally),
        marks(range.first, exhausted) {}

  void note_runaway(u64 address) {
    u64 known = runaway;
    while (address < known && !runaway.compare_exchange_weak(known, address)) continue;
  }

  const Tables& tables;
  const u64 digest;
  const u64 trials, devices;
  Chunks chunks;
  Marks marks;
  std::atomic<u64> runaway{kNoRunaway};  // the smallest runaway_address
};

class Worker {
 public:
  Worker(int device, const CudaOptions& options);
  ~Worker();

  // Works on the job until nothing is left to take. One thread at a time. Throws what is no fault of the device.
  void run(Job* job);

  int device() const { return device_; }
  bool lost() const { return !lost_.empty(); }
  // "device 1 lost after 8192 trials: unspecified launch failure"; with the call that failed in `with_call`.
  std::string story(bool with_call) const;
  EngineTimes times() const { return times_; }

 private:
  void release();
  void prepare(const Job& job);
  u64 next_chunk(const Job& job) const;
  void work(Job* job, TrialRange chunk);
  void recover(const DeviceError& error);

  const int device_;
  const CudaOptions options_;
  u32 most_;                          // trials of a batch; fewer once memory has run out
  u64 wanted_ = 0;                    // trials that study_ was to have room for
  u32 batch_ = 0;                     // that it has room for
  std::unique_ptr<DeviceRun> study_;  // the one that it last worked on
  u64 digest_ = 0;                    // of its tables
  u64 last_chunk_ = 0, trials_ = 0;   // trials of the last chunk, and of all that are done
  double seconds_ = 0;                // of the last chunk
  EngineTimes times_;
  std::string lost_, lost_in_;  // why, and with the call; empty: it is not lost
};

}  // namespace headroom::cuda
