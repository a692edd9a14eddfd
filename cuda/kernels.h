// The kernels' launches, as plain functions. Each returns what cudaGetLastError says after its launch.
#pragma once
#include <cuda_runtime_api.h>

#include "host/engine/engine.h"

namespace headroom::cuda {

constexpr u32 kMostThreads = 128;  // of a block

// Words of one bit a trial.
HD u32 words_of(u32 trials) { return (trials + 31) / 32; }

// A sum, as those of the low and of the high 32 bits, so that 64-bit atomics do. Either takes 2^32 additions before it
// can overflow.
struct Halves {
  u64 low, high;

  HD void add(u64 x) {
    low += u32(x);
    high += x >> 32;
  }
  HD Halves operator+(const Halves& other) const { return {low + other.low, high + other.high}; }
  Sum whole() const {
    Sum both{low, 0};
    both.add(Sum{high << 32, high >> 32});
    return both;
  }
};

// A tally in device memory. Sums are in halves, which overflow behind more additions than one place takes in the second
// that a chunk lasts.
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
  u32 batch;          // trials a batch has room for
  u32 threads;        // of a block, whole warps, kMostThreads at most
  u32 warps;          // that walk at once
  u32 trials_a_warp;  // whole 32s
  u32 slot_rows;      // of scratch, by slot of those warps
  u32* paths;         // factor_path_length words a trial
  u64* scratch;       // row r of slot s of warp w stands at [(w x slot_rows + r) x kSlots + s]
  u64* outcomes;      // kOutcomeRows a trial, of the destination walked last
  u64* keys;          // exhaustion_key by destination
  u32* exhausted;     // one bit a trial, words_of(batch) a destination
  u64* mail;          // kMailRows a hub
  u64* runaway;       // the smallest runaway_address, else ~0
  DeviceTally tally;
};

// Factor paths, and the book rows that meet no meter.
cudaError_t launch_factors(const Batch& batch, cudaStream_t stream);
// The walks through destination d, and the tally of what they come to. Behind those of all that send orders to it.
cudaError_t launch_walk(const Batch& batch, const Destination& place, u32 d, cudaStream_t stream);
cudaError_t launch_tally(const Batch& batch, const Destination& place, u32 d, cudaStream_t stream);
// The companies, behind all walks.
cudaError_t launch_companies(const Batch& batch, cudaStream_t stream);
// What is counted across destinations.
cudaError_t launch_joint(const Batch& batch, cudaStream_t stream);

// Whether the device can run the kernels at all.
cudaError_t probe_kernels();

}  // namespace headroom::cuda
