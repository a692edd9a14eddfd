// What comes back of a batch while the next one runs: whether a trial ran away, and which trials exhausted what.
#pragma once
#include <mutex>

#include "cuda/device.h"
#include "cuda/kernels.h"

namespace headroom::cuda {

constexpr u64 kNoRunaway = ~u64(0);

// Where the batches of a run note which of its trials exhausted which destination. Batches begin anywhere, so that
// those of two devices may meet within a word.
class Marks {
 public:
  // `bits` may be nothing; `first` is the number of its first trial.
  Marks(u64 first, ExhaustedBits* bits) : first_(first), bits_(bits) {}
  bool wanted() const { return bits_ != nullptr; }
  // `words` of each destination after the other, `stride` apart.
  void add(TrialRange batch, u32 destinations, const u32* words, u32 stride);

 private:
  u64 first_;
  ExhaustedBits* bits_;
  std::mutex mutex_;
};

class BatchResults {
 public:
  BatchResults(u32 destinations, u32 batch);
  // Where the kernels write them.
  void place(Batch* view) const;
  // Has them brought back as soon as what has been launched into `work` is through; the bits only if wanted.
  void bring(TrialRange batch, bool bits, const Stream& work, const Stream& copies);
  // Waits for them, if any are on their way. Returns the smallest runaway_address, or kNoRunaway.
  u64 take(Marks* marks);

 private:
  u32 destinations_, stride_;  // stride: words of a destination
  TrialRange batch_;           // on their way; of no trials: none
  Array<u64> device_;          // runaway_address, and behind it the bits
  Pinned<u64> host_;
  Event computed_, copied_;
};

}  // namespace headroom::cuda
