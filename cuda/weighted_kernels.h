// The launches of weighted trials. Each returns what cudaGetLastError says after its launch.
#pragma once
#include "cuda/kernels.h"
#include "host/trial/weight.h"

namespace headroom::cuda {

// The hits of one month, as WeightedMonth.
struct MonthHits {
  u64 hits, largest;
  Halves weights, squares_low, squares_high;
};

// The destinations of the tables are those of Law. Of the batch no tally is used, nor keys and bits of what exhausted,
// and `runaway` is the first place in the batch of a trial that runs away, else ~0.
struct WeightedBatch {
  Batch trials;
  Tilt tilt;
  u64* month_ends;    // month_rows a trial
  MonthHits* months;  // sums of all batches
};

// Factors, and the law of each trial.
cudaError_t launch_laws(const WeightedBatch& batch, cudaStream_t stream);
// The walks, up to the exhaustion of each trial. `place` is that of kNominal.
cudaError_t launch_weighted_walk(const WeightedBatch& batch, const Destination& place, cudaStream_t stream);
// What the exhausted trials weigh, added up by month.
cudaError_t launch_weights(const WeightedBatch& batch, cudaStream_t stream);

}  // namespace headroom::cuda
