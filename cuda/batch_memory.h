// Device memory that the trials of one batch work in.
#pragma once
#include "cuda/device.h"
#include "cuda/kernels.h"

namespace headroom::cuda {

// Where destinations and companies keep their scratch: first rows, and the number of all rows.
struct ScratchRows {
  explicit ScratchRows(const Tables& tables);
  std::vector<u64> destinations, companies;  // companies come behind the destinations
  u64 all = 0;
};

// What a trial takes in the arrays below, in bytes. What is allocated there is counted here.
u64 trial_bytes(const Tables& tables, const ScratchRows& rows);

class BatchMemory {
 public:
  BatchMemory() = default;
  // For `batch` trials at once.
  BatchMemory(const Tables& tables, const ScratchRows& rows, u32 batch);
  // Writes where everything is into the arguments of the kernels.
  void place(Batch* view) const;
  std::vector<u32> exhausted() const { return exhausted_.fetch(); }

 private:
  u32 batch_ = 0;
  Array<u64> scratch_rows_, company_rows_, scratch_, mail_, keys_;
  Array<u32> paths_, exhausted_;
};

}  // namespace headroom::cuda
