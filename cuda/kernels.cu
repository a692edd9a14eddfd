// The kernels around the walks: they find their trial, forward to host/trial, and tally. Nothing about a trial is
// decided here.
#include <cub/block/block_reduce.cuh>

#include "cuda/device_side.h"
#include "host/trial/book.h"
#include "host/trial/company_tally.h"

namespace headroom::cuda {
namespace {

__global__ void __launch_bounds__(kMostThreads) factor_kernel(const __grid_constant__ Batch b) {
  const u32 t = blockIdx.x * blockDim.x + threadIdx.x;
  if (t >= b.range.count) return;
  draw_factors<OneLane>(b.tables, b.range.first + t, path_of(b, t));
  AtomicSink sink{b.tally};
  TallyBook<AtomicSink> book(b.tally.shape, &sink);
  settle_book(b.tables, b.range.first + t, &book);
  clear_mail(b.tables, mail_of(b, t));
}

// A row of blocks: one company. A thread moves its clusters in one trial after the other, in scratch of its own.
__global__ void __launch_bounds__(kMostThreads) company_kernel(const __grid_constant__ Batch b) {
  const u32 lane = blockIdx.x * blockDim.x + threadIdx.x, lanes = gridDim.x * blockDim.x, c = blockIdx.y;
  const Company& company = b.tables.companies[c];
  AtomicSink sink{b.tally};
  u64* memory = b.scratch + ((u64(c) * lanes + lane) / 32 * b.slot_rows) * 32 + lane % 32;
  for (u32 t = lane; t < b.range.count; t += lanes) {
    CompanyTally<AtomicSink> watch(b.tally.shape, company, &sink);
    CompanyScratch<OneLane> scratch = carve_company_scratch(b.tables, company, memory, 32);
    run_clock<OneLane>(b.tables, company, path_of(b, t), &scratch.month_end);
    CompanyPass<OneLane, u64, CompanyTally<AtomicSink>> pass(b.tables, company, b.range.first + t, &scratch, &watch);
    if (pass.run()) note_runaway(b, b.range.first + t, b.tables.destination_count + c);
  }
}

// One thread: one trial, over all destinations.
__global__ void __launch_bounds__(kMostThreads) first_kernel(const __grid_constant__ Batch b) {
  const u32 t = blockIdx.x * blockDim.x + threadIdx.x;
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

constexpr u32 kPairThreads = 128;

// One block: one pair of destinations; how often both are exhausted.
__global__ void __launch_bounds__(kPairThreads) pair_kernel(const __grid_constant__ Batch b) {
  using Reduce = cub::BlockReduce<u32, kPairThreads>;
  __shared__ typename Reduce::TempStorage storage;
  const u32 first = blockIdx.x, second = blockIdx.y, words = words_of(b.batch);
  if (first >= second) return;
  const u32 *x = b.exhausted + u64(first) * words, *y = b.exhausted + u64(second) * words;
  const u32 used = words_of(u32(b.range.count));
  u32 both = 0;
  for (u32 i = threadIdx.x; i < used; i += kPairThreads) both += __popc(x[i] & y[i]);
  const u32 all = Reduce(storage).Sum(both);
  if (threadIdx.x == 0 && all) add(b.tally.counters + b.tally.shape.pair(first, second), all);
}

u32 blocks_of(const Batch& b) { return u32((b.range.count + b.threads - 1) / b.threads); }

}  // namespace

cudaError_t launch_factors(const Batch& b, cudaStream_t stream) {
  factor_kernel<<<blocks_of(b), b.threads, 0, stream>>>(b);
  return cudaGetLastError();
}

cudaError_t launch_companies(const Batch& b, cudaStream_t stream) {
  const u32 companies = b.tables.company_count;
  if (companies == 0) return cudaSuccess;
  // There are warps enough for a block a company at least (BatchShape).
  const u32 blocks = lesser(blocks_of(b), b.warps * 32 / companies / b.threads);
  company_kernel<<<dim3(blocks, companies), b.threads, 0, stream>>>(b);
  return cudaGetLastError();
}

cudaError_t launch_joint(const Batch& b, cudaStream_t stream) {
  first_kernel<<<blocks_of(b), b.threads, 0, stream>>>(b);
  if (const cudaError_t status = cudaGetLastError(); status != cudaSuccess) return status;
  const u32 n = b.tables.destination_count;
  pair_kernel<<<dim3(n, n), kPairThreads, 0, stream>>>(b);
  return cudaGetLastError();
}

}  // namespace headroom::cuda
