// Weighted trials on devices.
#pragma once
#include "cuda/cuda_engine.h"
#include "host/engine/weight_tally.h"

namespace headroom::cuda {

// As Engine::run_weighted, on these devices; those of the options are not looked at. Each takes a stretch of the range;
// throws EngineLost, with what lies before the first trial that is not done, where one of them fails.
u64 run_weighted_on(const std::vector<int>& devices, const CudaOptions& options, const Tables& tables, const Tilt& tilt,
                    TrialRange range, const std::atomic<bool>& stop, WeightTally* tally);

}  // namespace headroom::cuda
