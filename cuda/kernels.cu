// Kernels: they find their trial, forward to host/trial, and tally. Nothing about a trial is decided here.
#include "cuda/kernels.h"

#include <cub/block/block_reduce.cuh>

#include "host/trial/company_tally.h"
#include "host/trial/walk.h"

namespace headroom::cuda {
namespace {

__device__ void add(u64* to, u64 x) {
  atomicAdd(reinterpret_cast<unsigned long long*>(to), static_cast<unsigned long long>(x));
}

// The sink of host/trial/tally.h for what one trial alone adds to: one addition a (trial, destination) and bin.
struct AtomicSink {
  DeviceTally to;
  __device__ void count(u64 index, u64 n) { add(to.counters + index, n); }
  __device__ void sum(u64 index, u64 x) {
    add(to.low + index, u32(x));
    add(to.high + index, x >> 32);
  }
};

// A 64-bit number in halves, so that a block's sum does not overflow.
struct Halves {
  u64 low, high;
};
struct AddHalves {
  __device__ Halves operator()(const Halves& a, const Halves& b) const { return {a.low + b.low, a.high + b.high}; }
};

__device__ FactorPath<OneLane> path_of(const Batch& b, u32 t) { return {b.paths + t, b.batch, b.tables.quarters}; }

__device__ Mail<OneLane> mail_of(const Batch& b, u32 t) { return {b.mail + t, b.batch, u64(kMailRows) * b.batch}; }

__device__ void note_runaway(const Batch& b, u64 trial, u32 number) {
  const u64 address = runaway_address(b.tables, trial, number);
  atomicMin(reinterpret_cast<unsigned long long*>(b.runaway), static_cast<unsigned long long>(address));
}

__global__ void __launch_bounds__(kThreads) factor_kernel(Batch b) {
  const u32 t = blockIdx.x * kThreads + threadIdx.x;
  if (t >= b.range.count) return;
  draw_factors<OneLane>(b.tables, b.range.first + t, path_of(b, t));
  AtomicSink sink{b.tally};
  TallyBook<AtomicSink> book(b.tally.shape, &sink);
  settle_book(b.tables, b.range.first + t, &book);
  clear_mail(b.tables, mail_of(b, t));
}

// One block: one destination, from place `from` of the run order on, kThreads trials.
__global__ void __launch_bounds__(kThreads) walk_kernel(Batch b, u32 from) {
  using Reduce = cub::BlockReduce<Halves, kThreads>;
  __shared__ typename Reduce::TempStorage reduce_storage;
  const u32 t = blockIdx.x * kThreads + threadIdx.x;
  const u32 d = b.tables.words[b.tables.run_order + from + blockIdx.y];
  const bool present = t < b.range.count;
  const TallyShape& shape = b.tally.shape;
  const Destination& place = b.tables.destinations[d];
  AtomicSink sink{b.tally};

  Outcome<OneLane> out;
  if (present) {
    Scratch<OneLane> scratch =
        carve_scratch<OneLane>(b.tables, place, {b.scratch + b.scratch_rows[d] * b.batch + t, b.batch});
    run_clock<OneLane>(b.tables, place, path_of(b, t), &scratch.month_end);
    TallyBook<AtomicSink> book(shape, &sink);
    out = walk<OneLane>(b.tables, place, b.range.first + t, scratch, mail_of(b, t), &book);
    tally_bins(shape, d, out, sink);
    b.keys[u64(d) * b.batch + t] = exhaustion_key(out, scratch.month_end);
    if (out.runaway) note_runaway(b, b.range.first + t, d);
  }
  const u32 bits = __ballot_sync(0xFFFFFFFFu, present && out.exhausted_month != kNever);
  if ((threadIdx.x & 31u) == 0) b.exhausted[(u64(d) * b.batch + t) / 32] = bits;

  for_each_total(shape, out, [&](bool is_sum, u32 index, u64 x) {
    const Halves mine = present ? Halves{u32(x), x >> 32} : Halves{0, 0};
    const Halves all = Reduce(reduce_storage).Reduce(mine, AddHalves());
    __syncthreads();
    if (threadIdx.x != 0) return;
    if (is_sum) {
      add(b.tally.low + shape.sum(d, index), all.low);
      add(b.tally.high + shape.sum(d, index), all.high);
    } else {
      add(b.tally.counters + shape.counter(d, index), (all.high << 32) + all.low);
    }
  });
}

// One block: one company, kThreads trials.
__global__ void __launch_bounds__(kThreads) company_kernel(Batch b) {
  const u32 t = blockIdx.x * kThreads + threadIdx.x, c = blockIdx.y;
  if (t >= b.range.count) return;
  const Company& company = b.tables.companies[c];
  AtomicSink sink{b.tally};
  CompanyTally<AtomicSink> watch(b.tally.shape, company, &sink);
  CompanyScratch<OneLane> scratch =
      carve_company_scratch(b.tables, company, b.scratch + b.company_rows[c] * b.batch + t, b.batch);
  run_clock<OneLane>(b.tables, company, path_of(b, t), &scratch.month_end);
  CompanyPass<OneLane, u64, CompanyTally<AtomicSink>> pass(b.tables, company, b.range.first + t, &scratch, &watch);
  if (pass.run()) note_runaway(b, b.range.first + t, b.tables.destination_count + c);
}

// One thread: one trial, over all destinations.
__global__ void __launch_bounds__(kThreads) first_kernel(Batch b) {
  const u32 t = blockIdx.x * kThreads + threadIdx.x;
  if (t >= b.range.count) return;
  u64 first = u64(kNever) << 32;
  u32 count = 0, who = 0;
  for (u32 d = 0; d < b.tables.destination_count; ++d) {
    const u64 key = b.keys[u64(d) * b.batch + t];
    count += key != u64(kNever) << 32;
    if (key < first) {
      first = key;
      who = d;
    }
  }
  AtomicSink sink{b.tally};
  sink.count(b.tally.shape.exhausted_count(count), 1);
  if (count) sink.count(b.tally.shape.counter(who, b.tally.shape.first_to_exhaust()), 1);
}

// One block: one pair of destinations; how often both are exhausted.
__global__ void __launch_bounds__(kThreads) pair_kernel(Batch b) {
  using Reduce = cub::BlockReduce<u32, kThreads>;
  __shared__ typename Reduce::TempStorage storage;
  const u32 first = blockIdx.x, second = blockIdx.y, words = b.batch / 32;
  if (first >= second) return;
  const u32 *x = b.exhausted + u64(first) * words, *y = b.exhausted + u64(second) * words;
  const u32 used = u32((b.range.count + 31) / 32);
  u32 both = 0;
  for (u32 i = threadIdx.x; i < used; i += kThreads) both += __popc(x[i] & y[i]);
  const u32 all = Reduce(storage).Sum(both);
  if (threadIdx.x == 0 && all) add(b.tally.counters + b.tally.shape.pair(first, second), all);
}

u32 blocks_of(const Batch& b) { return u32((b.range.count + kThreads - 1) / kThreads); }

}  // namespace

cudaError_t launch_factors(const Batch& batch) {
  factor_kernel<<<blocks_of(batch), kThreads>>>(batch);
  return cudaGetLastError();
}

cudaError_t launch_walks(const Batch& batch, u32 from, u32 to) {
  walk_kernel<<<dim3(blocks_of(batch), to - from), kThreads>>>(batch, from);
  return cudaGetLastError();
}

cudaError_t launch_companies(const Batch& batch) {
  if (batch.tables.company_count == 0) return cudaSuccess;
  company_kernel<<<dim3(blocks_of(batch), batch.tables.company_count), kThreads>>>(batch);
  return cudaGetLastError();
}

cudaError_t launch_joint(const Batch& batch) {
  first_kernel<<<blocks_of(batch), kThreads>>>(batch);
  if (const cudaError_t status = cudaGetLastError(); status != cudaSuccess) return status;
  const u32 n = batch.tables.destination_count;
  pair_kernel<<<dim3(n, n), kThreads>>>(batch);
  return cudaGetLastError();
}

cudaError_t probe_kernels() {
  cudaFuncAttributes attributes;
  return cudaFuncGetAttributes(&attributes, walk_kernel);
}

}  // namespace headroom::cuda
