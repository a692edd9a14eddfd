// Device memory that the trials of one batch work in.
#pragma once
#include "cuda/device.h"
#include "cuda/kernels.h"

namespace headroom::cuda {

// How a batch is laid out on a device.
struct BatchShape {
  u32 batch;    // trials at once
  u32 threads;  // of a block, whole warps
  u32 warps;    // that walk through one destination at once
  u32 tracks;   // destinations that are walked at once
};

// So many trials of a batch that each of the warps has some.
inline u32 trials_a_warp(u64 trials, u32 warps) { return u32((trials + warps - 1) / warps + 31) / 32 * 32; }

// What a trial and what a warp of one track take in the arrays below, and a trial in two BatchResults, in bytes. What
// is allocated there is counted here.
u64 trial_bytes(const Tables& tables, u32 tracks);
u64 warp_bytes(const Tables& tables);

class BatchMemory {
 public:
  BatchMemory(const Tables& tables, const BatchShape& shape);
  // Writes the shape and where everything is into the arguments of the kernels, of those in a track.
  void place(u32 track, Batch* view) const;

 private:
  BatchShape shape_;
  u32 slot_rows_;
  Array<u64> scratch_, outcomes_, mail_, keys_;
  Array<u32> paths_;
};

}  // namespace headroom::cuda
