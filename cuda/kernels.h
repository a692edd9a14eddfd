// The kernels' launches, as plain functions. Each returns what cudaGetLastError says after its launch.
#pragma once
#include <cuda_runtime_api.h>

#include "host/engine/engine.h"

namespace headroom::cuda {

constexpr u32 kThreads = 128;  // of a block; batches are whole multiples

// A tally in device memory. Sums are kept as those of the low and of the high 32 bits, so that 64-bit atomics do; a
// batch is far too short to overflow either.
struct DeviceTally {
  u64 *counters, *low, *high;
  TallyShape shape;
};

// The address of a (trial, destination) that reached kMaxOrders or, with numbers behind those of the destinations, of a
// (trial, company) that reached kMaxClusters.
HD u64 runaway_address(const Tables& tables, u64 trial, u32 number) {
  return trial * (u64(tables.destination_count) + tables.company_count) + number;
}

// What the kernels of one batch work on. Trial t of the batch stands at [... x batch + t] throughout.
struct Batch {
  Tables tables;  // pointing into device memory
  TrialRange range;
  u32 batch;                // trials a batch has room for
  u32* paths;               // factor_path_length words a trial
  u64* scratch;             // rows of scratch, destination after destination; and then company after company
  const u64* scratch_rows;  // the first row of each destination
  const u64* company_rows;  // the first row of each company
  u64* keys;                // exhaustion_key by destination
  u32* exhausted;           // one bit a trial, batch / 32 words a destination
  u64* mail;                // kMailRows a hub, as rows of scratch
  u64* runaway;             // the smallest runaway_address, else ~0
  DeviceTally tally;
};

cudaError_t launch_factors(const Batch& batch);                  // factor paths, and the book rows that meet no meter
cudaError_t launch_walks(const Batch& batch, u32 from, u32 to);  // a thread a (trial, destination), of the run order
cudaError_t launch_companies(const Batch& batch);                // a thread a (trial, company); after the walks
cudaError_t launch_joint(const Batch& batch);                    // across destinations

// Whether the device can run the kernels at all.
cudaError_t probe_kernels();

}  // namespace headroom::cuda
