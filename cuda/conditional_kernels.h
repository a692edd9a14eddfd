// The launches of a conditional pass. Each returns what cudaGetLastError says after its launch.
#pragma once
#include <cuda_runtime_api.h>

#include "host/engine/conditional.h"
#include "host/trial/conditional.h"

namespace headroom::cuda {

// Trial t of the batch stands at [... x batch + t].
struct ChanceBatch {
  ConditionalTables tables;  // the study, cubics and points in device memory, the places on the host
  SpacedTrials trials;
  u32 batch;        // trials that there is room for
  u32* paths;       // factor_path_length words a trial
  u64* month_ends;  // month_rows a trial, of one place
  u64 *low, *high;  // kMomentRows a place and month: sums of the low and of the high 32 bits
};

cudaError_t launch_paths(const ChanceBatch& batch, cudaStream_t stream);
// Behind the paths, and one place behind the other.
cudaError_t launch_chances(const ChanceBatch& batch, const ChanceTable& f, u32 place, cudaStream_t stream);

}  // namespace headroom::cuda
