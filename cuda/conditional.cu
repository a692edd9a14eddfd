// The kernels of a conditional pass: factors, then for one destination after the other its clock and the chances of
// each month. They forward to host/trial.
#include <cub/block/block_reduce.cuh>

#include "cuda/conditional_kernels.h"
#include "cuda/device_side.h"

namespace headroom::cuda {
namespace {

constexpr u32 kThreads = 128, kTrialsAThread = 64;
static_assert(kThreads * kTrialsAThread <= kMostChances);

__device__ FactorPath<OneLane> path_of(const ChanceBatch& b, u32 t) {
  return {b.paths + t, b.batch, b.tables.study.quarters};
}

__global__ void __launch_bounds__(kThreads) path_kernel(const __grid_constant__ ChanceBatch b) {
  const u32 t = blockIdx.x * kThreads + threadIdx.x;
  if (t < b.trials.count)
    draw_conditional_factors<OneLane>(b.tables, b.trials.first + t * b.trials.step, path_of(b, t));
}

__global__ void __launch_bounds__(kThreads) clock_kernel(const __grid_constant__ ChanceBatch b, u32 destination) {
  const u32 t = blockIdx.x * kThreads + threadIdx.x;
  if (t >= b.trials.count) return;
  Column<OneLane> month_end{b.month_ends + t, b.batch};
  run_clock<OneLane>(b.tables.study, b.tables.study.destinations[destination], path_of(b, t), &month_end);
}

struct AddMoments {
  __device__ Moments<OneLane> operator()(const Moments<OneLane>& a, const Moments<OneLane>& b) const {
    return {a.sum + b.sum, a.high + b.high, a.cross + b.cross, a.low + b.low};
  }
};

// A row of blocks: one month.
__global__ void __launch_bounds__(kThreads)
    chance_kernel(const __grid_constant__ ChanceBatch b, const __grid_constant__ ChanceTable f, u32 place) {
  using Reduce = cub::BlockReduce<Moments<OneLane>, kThreads>;
  __shared__ typename Reduce::TempStorage storage;
  const u64* month_end = b.month_ends + u64(b.tables.first_month + blockIdx.y) * b.batch;
  Moments<OneLane> sums{};
  for (u32 i = 0; i < kTrialsAThread; ++i) {
    const u32 t = (blockIdx.x * kTrialsAThread + i) * kThreads + threadIdx.x;
    if (t < b.trials.count) sums.add(chance_at<OneLane>(f, b.tables.cubics, month_end[t]));
  }
  const Moments<OneLane> all = Reduce(storage).Reduce(sums, AddMoments());
  if (threadIdx.x != 0) return;
  const u64 row = kMomentRows * (u64(place) * b.tables.months() + blockIdx.y);
  const u64 of[kMomentRows] = {all.sum, all.high, all.cross, all.low};
  for (u32 k = 0; k < kMomentRows; ++k) {
    add(b.low + row + k, u32(of[k]));
    add(b.high + row + k, of[k] >> 32);
  }
}

u32 blocks_of(u64 trials, u32 a_block) { return u32((trials + a_block - 1) / a_block); }

}  // namespace

cudaError_t launch_paths(const ChanceBatch& b, cudaStream_t stream) {
  path_kernel<<<blocks_of(b.trials.count, kThreads), kThreads, 0, stream>>>(b);
  return cudaGetLastError();
}

cudaError_t launch_chances(const ChanceBatch& b, const ChanceTable& f, u32 place, cudaStream_t stream) {
  clock_kernel<<<blocks_of(b.trials.count, kThreads), kThreads, 0, stream>>>(b, f.destination);
  if (const cudaError_t status = cudaGetLastError(); status != cudaSuccess) return status;
  const dim3 grid(blocks_of(b.trials.count, kThreads * kTrialsAThread), b.tables.months());
  chance_kernel<<<grid, kThreads, 0, stream>>>(b, f, place);
  return cudaGetLastError();
}

}  // namespace headroom::cuda
