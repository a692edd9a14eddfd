// What callers of the CUDA engine choose beyond its devices: for tests and measurements.
#pragma once
#include "cuda/kernels.h"

namespace headroom {

struct CudaOptions {
  std::vector<int> devices = {};     // empty: the first
  u32 batch = 0;                     // trials at once; 0: from the free memory
  u32 threads = cuda::kMostThreads;  // of a block: whole warps
  u32 warps = 0;                     // that walk through one destination at once, about; 0: what fills the device
  // A device reports after about so long, in seconds. What it has done since is lost with it, and done again by
  // another; a second or two, as a chunk may take longer than the last one said. Shorter chunks would have the tallies,
  // which are megabytes, brought back too often.
  double chunk_s = 1;
};

// As make_cuda_engine of host/engine/engine.h.
std::unique_ptr<Engine> make_cuda_engine(const CudaOptions& options, std::string* why_not);

}  // namespace headroom
