// Kernels that answer for one step or one trial, to explain a difference. Each returns what cudaGetLastError says after
// its launch.
#pragma once
#include <cuda_runtime_api.h>

#include "host/trial/event.h"
#include "host/trial/steps.h"

namespace headroom::cuda {

// The replay of one trial: its memory, one lane wide, and where its events go. All in device memory.
struct Replay {
  Tables tables;
  u64 trial;
  u32* path;     // factor_path_length words
  u64* scratch;  // of the largest destination or company that is walked
  u64* mail;     // kMailRows a hub
  EventLog log;
};

cudaError_t launch_answers(const Tables& tables, const Question* questions, u32 count, Answer* answers);
cudaError_t launch_replay(const Replay& replay, const u32* walks, u32 count);  // destinations in the order of a walk
cudaError_t launch_company_replay(const Replay& replay, u32 company);

}  // namespace headroom::cuda
