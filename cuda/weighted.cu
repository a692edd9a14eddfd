// The kernels of weighted trials (host/trial/weight.h): factors and laws, walks up to the exhaustion, weights, their
// sums. Nothing about a trial is decided here.
#include <cub/block/block_reduce.cuh>

#include "cuda/walk_lanes.h"
#include "cuda/weighted_kernels.h"

namespace headroom::cuda {
namespace {

constexpr u32 kThreads = 128, kTrialsAThread = 64;

// What stands of a trial in `outcomes`, behind the notes of its walk.
constexpr u32 kDrawnRow = kNoteRows,  // its law, and in the upper half its level
    kHitRow = kDrawnRow + 1,          // the month in which it exhausts, or kNever
    kTimeRow = kHitRow + 1, kScoreRow = kTimeRow + 1, kWeightRow = kScoreRow + 1;
static_assert(kWeightRow < kOutcomeRows);

struct Drawn {
  u32 law, level;
};
__device__ Column<OneLane> rows_of(const Batch& b, u32 t) { return {b.outcomes + t, b.batch}; }
__device__ Drawn drawn_of(const Column<OneLane>& rows) {
  const u64 both = rows.get(kDrawnRow);
  return {u32(both), u32(both >> 32)};
}
__device__ Column<OneLane> month_ends_of(const WeightedBatch& b, u32 t) { return {b.month_ends + t, b.trials.batch}; }

__global__ void __launch_bounds__(kThreads, 12) law_kernel(const __grid_constant__ WeightedBatch b) {
  const Tables& tables = b.trials.tables;
  const u32 t = blockIdx.x * kThreads + threadIdx.x;
  if (t >= b.trials.range.count) return;
  const u64 trial = b.trials.range.first + t;
  draw_factors<OneLane>(tables, trial, path_of(b.trials, t));
  clear_mail(tables, mail_of(b.trials, t));
  Column<OneLane> month_end = month_ends_of(b, t), rows = rows_of(b.trials, t);
  run_clock<OneLane>(tables, tables.destinations[level_law(trial)], path_of(b.trials, t), &month_end);
  const u32 level = level_of<OneLane>(tables, b.tilt, month_end);
  rows.put(kDrawnRow, u64(level) << 32 | law_of(trial, level), true);
}

// Goes on to the exhaustion, and keeps what its weight needs.
struct WeightedLane {
  const Batch& b;
  Weigh<OneLane>* const seen;
  Walk<OneLane, BatchTrial, Weigh<OneLane>> walk;

  __device__ WeightedLane(const Batch& batch, Weigh<OneLane>* watch) : b(batch), seen(watch) {}

  __device__ static void prepare(const Batch& b, const Tables& tables, const Destination& place, u32 t,
                                 Scratch<OneLane>* its) {
    const Destination& of_law = tables.destinations[drawn_of(rows_of(b, t)).law];
    run_clock<OneLane>(tables, of_law, path_of(b, t), &its->month_end);
    decltype(walk)::open(tables, place, {b.range.first, t}, *its);
  }
  __device__ void begin(const Tables& tables, Destination* place, u32 t, const Scratch<OneLane>& its) {
    const Drawn drawn = drawn_of(rows_of(b, t));
    take_kinds(tables.destinations[drawn.law], place);
    seen->start(drawn.law, drawn.level);
    walk.begin(tables, *place, {b.range.first, t}, its, mail_of(b, t), seen);
  }
  __device__ bool step(const Tables& tables, const Destination& place) {
    return walk.step(tables, place, seen) && seen->month == kNever;
  }
  __device__ void finish(const Tables& tables, const Destination& place, const Column<OneLane>& /*month_end*/) {
    const u32 t = walk.trial().t;
    Column<OneLane> rows = rows_of(b, t);
    rows.put(kHitRow, seen->month, true);
    rows.put(kTimeRow, seen->time, true);
    rows.put(kScoreRow, seen->score, true);
    if (walk.end(tables, place, seen).runaway) least(b.runaway, t);
  }
};

// As in walk.cu; but lanes stand under laws of their own.
template <u32 kMust, u32 kMay>
__device__ void walk_trials(const WeightedBatch& b, const Destination& its_place) {
  Tables tables = b.trials.tables;
  Destination place = its_place;
  write_down<kMust, kMay>(&tables, &place);
  Weigh<OneLane> seen(tables, place, b.tilt);
  WeightedLane lane(b.trials, &seen);
  walk_in_lanes(b.trials, tables, &place, &lane);
}

template <u32 kMust, u32 kMay, u32 kBlocks>
__global__ void __launch_bounds__(kMostThreads, kBlocks)
    weighted_kernel(const __grid_constant__ WeightedBatch b, const __grid_constant__ Destination place) {
  walk_trials<kMust, kMay>(b, place);
}

using WeightedKernel = void (*)(WeightedBatch, Destination);
WeightedKernel walk_for(CompiledRules set) {
  switch (set.may) {
    case kPlain.may: return weighted_kernel<kPlain.must, kPlain.may, 6>;
    case kLicence.may: return weighted_kernel<kLicence.must, kLicence.may, 6>;
    default: return weighted_kernel<kAny.must, kAny.may, 4>;
  }
}

// The clock of the law once more: to keep it for all trials that walk would cost more than to wind it.
__global__ void __launch_bounds__(kThreads) weight_kernel(const __grid_constant__ WeightedBatch b) {
  const Tables& tables = b.trials.tables;
  const u32 t = blockIdx.x * kThreads + threadIdx.x;
  if (t >= b.trials.range.count) return;
  Column<OneLane> month_end = month_ends_of(b, t), rows = rows_of(b.trials, t);
  const Drawn drawn = drawn_of(rows);
  const Destination& place = tables.destinations[drawn.law];
  Weigh<OneLane> seen(tables, place, b.tilt);
  seen.start(drawn.law, drawn.level);
  seen.month = u32(rows.get(kHitRow));
  if (seen.month == kNever) return;
  seen.time = rows.get(kTimeRow);
  seen.score = rows.get(kScoreRow);
  const FactorPath<OneLane> path = path_of(b.trials, t);
  run_clock<OneLane>(tables, place, path, &month_end);
  rows.put(kWeightRow, weight_of(tables, log_ratio<OneLane>(seen, month_end, path)), true);
}

struct AddHits {
  __device__ MonthHits operator()(const MonthHits& a, const MonthHits& b) const {
    return {a.hits + b.hits, max(a.largest, b.largest), a.weights + b.weights, a.squares_low + b.squares_low,
            a.squares_high + b.squares_high};
  }
};

// A row of blocks: one month.
__global__ void __launch_bounds__(kThreads) hit_kernel(const __grid_constant__ WeightedBatch b) {
  using Reduce = cub::BlockReduce<MonthHits, kThreads>;
  __shared__ typename Reduce::TempStorage storage;
  MonthHits its{};
  for (u32 i = 0; i < kTrialsAThread; ++i) {
    const u32 t = (blockIdx.x * kTrialsAThread + i) * kThreads + threadIdx.x;
    if (t >= b.trials.range.count || rows_of(b.trials, t).get(kHitRow) != blockIdx.y) continue;
    const u64 weight = rows_of(b.trials, t).get(kWeightRow);
    const SquaredWeight square = square_of(weight);
    ++its.hits;
    its.largest = max(its.largest, weight);
    its.weights.add(weight);
    its.squares_low.add(square.low);
    its.squares_high.add(square.high);
  }
  const MonthHits all = Reduce(storage).Reduce(its, AddHits());
  if (threadIdx.x != 0 || all.hits == 0) return;
  MonthHits* month = b.months + blockIdx.y;
  add(&month->hits, all.hits);
  atomicMax(reinterpret_cast<unsigned long long*>(&month->largest), static_cast<unsigned long long>(all.largest));
  add(&month->weights, all.weights);
  add(&month->squares_low, all.squares_low);
  add(&month->squares_high, all.squares_high);
}

u32 blocks_of(u64 trials, u32 a_block) { return u32((trials + a_block - 1) / a_block); }

}  // namespace

cudaError_t launch_laws(const WeightedBatch& b, cudaStream_t stream) {
  law_kernel<<<blocks_of(b.trials.range.count, kThreads), kThreads, 0, stream>>>(b);
  return cudaGetLastError();
}

cudaError_t launch_weighted_walk(const WeightedBatch& b, const Destination& place, cudaStream_t stream) {
  const u32 warps = blocks_of(b.trials.range.count, b.trials.trials_a_warp);
  walk_for(compiled_rules(
      b.trials.tables, place))<<<blocks_of(u64(warps) * 32, b.trials.threads), b.trials.threads, 0, stream>>>(b, place);
  return cudaGetLastError();
}

cudaError_t launch_weights(const WeightedBatch& b, cudaStream_t stream) {
  weight_kernel<<<blocks_of(b.trials.range.count, kThreads), kThreads, 0, stream>>>(b);
  if (const cudaError_t status = cudaGetLastError(); status != cudaSuccess) return status;
  const dim3 grid(blocks_of(b.trials.range.count, kThreads * kTrialsAThread), b.trials.tables.months);
  hit_kernel<<<grid, kThreads, 0, stream>>>(b);
  return cudaGetLastError();
}

}  // namespace headroom::cuda
