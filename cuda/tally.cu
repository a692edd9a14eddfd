// Tallies what the walks through one destination have come to.
#include <cub/block/block_reduce.cuh>

#include "cuda/device_side.h"
#include "cuda/walk_rows.h"

namespace headroom::cuda {
namespace {

constexpr u32 kThreads = 128, kTrialsAThread = 16;

struct AddHalves {
  __device__ Halves operator()(const Halves& a, const Halves& b) const { return a + b; }
};

// A sink of host/trial/tally.h for the bins of one destination, in the memory that a block shares. Sums beside those of
// the bins of refused TPP are not binned and do not come here.
struct BlockBins {
  const TallyShape& shape;
  u32 destination;
  Halves* refused;  // kRefusedBins
  u32* counters;    // shape.counters()

  __device__ void clear() {
    for (u32 i = threadIdx.x; i < kRefusedBins; i += kThreads) refused[i] = {};
    for (u32 i = threadIdx.x; i < shape.counters(); i += kThreads) counters[i] = 0;
  }
  __device__ void count(u64 index, u64 n) { atomicAdd(counters + (index - shape.counter(destination, 0)), u32(n)); }
  __device__ void sum(u64 index, u64 x) {
    Halves& bin = refused[index - shape.sum(destination, shape.refused_tpp(0))];
    if (x == 0) return;
    add(&bin.low, u32(x));
    if (x >> 32) add(&bin.high, x >> 32);
  }
  __device__ void flush(const DeviceTally& to) const {
    for (u32 i = threadIdx.x; i < shape.counters(); i += kThreads)
      if (counters[i]) add(to.counters + shape.counter(destination, i), counters[i]);
    for (u32 i = threadIdx.x; i < kRefusedBins; i += kThreads) {
      const u64 index = shape.sum(destination, shape.refused_tpp(i));
      if (refused[i].low) add(to.low + index, refused[i].low);
      if (refused[i].high) add(to.high + index, refused[i].high);
    }
  }
};

// What all trials of a thread come to.
struct Totals {
  static constexpr u32 kTotals = 2 * kDecisions + 6;
  Halves all[kTotals];

  __device__ void add_outcome(const TallyShape& shape, const Outcome<OneLane>& out) {
    u32 n = 0;
    for_each_total(shape, out, [&](bool, u32, u64 x) { all[n++].add(x); });
  }
  // Of a block; by all of its threads.
  __device__ void flush(const DeviceTally& to, u32 d) const {
    using Reduce = cub::BlockReduce<Halves, kThreads>;
    __shared__ typename Reduce::TempStorage storage;
    u32 n = 0;
    for_each_total(to.shape, Outcome<OneLane>(), [&](bool is_sum, u32 index, u64) {
      const Halves sum = Reduce(storage).Reduce(all[n++], AddHalves());
      __syncthreads();
      if (threadIdx.x != 0 || (sum.low | sum.high) == 0) return;
      if (is_sum) {
        add(to.low + to.shape.sum(d, index), sum.low);
        add(to.high + to.shape.sum(d, index), sum.high);
      } else {
        add(to.counters + to.shape.counter(d, index), (sum.high << 32) + sum.low);
      }
    });
  }
};

// Blocks of kThreads, each of kThreads x kTrialsAThread trials. A warp takes 32 that follow each other, so that one
// vote makes a word of `exhausted`.
__global__ void __launch_bounds__(kThreads) tally_kernel(const __grid_constant__ Batch b, u32 d, u32 rules) {
  extern __shared__ u64 memory[];
  Halves* refused = reinterpret_cast<Halves*>(memory);
  BlockBins bins{b.tally.shape, d, refused, reinterpret_cast<u32*>(refused + kRefusedBins)};
  bins.clear();
  __syncthreads();
  Totals totals{};
  for (u32 i = 0; i < kTrialsAThread; ++i) {
    const u32 t = (blockIdx.x * kTrialsAThread + i) * kThreads + threadIdx.x;
    const bool present = t < b.range.count;
    Outcome<OneLane> out;
    if (present) {
      const Column<OneLane> rows{b.outcomes + t, b.batch};
      out = get_outcome(rules, rows);
      const bool exhausted = out.exhausted_month < kNever;
      b.keys[u64(d) * b.batch + t] =
          exhaustion_key(out, exhausted ? rows.get(kMonthStart) : 0, exhausted ? rows.get(kMonthLength) : 0);
      tally_bins(b.tally.shape, d, out, bins);
      totals.add_outcome(b.tally.shape, out);
    }
    const u32 bits = __ballot_sync(~0u, present && out.exhausted_month < kNever);
    if (threadIdx.x % 32 == 0 && present) b.exhausted[u64(d) * words_of(b.batch) + t / 32] = bits;
  }
  totals.flush(b.tally, d);
  __syncthreads();
  bins.flush(b.tally);
}

}  // namespace

cudaError_t launch_tally(const Batch& b, const Destination& place, u32 d, cudaStream_t stream) {
  const u32 a_block = kThreads * kTrialsAThread;
  const u32 blocks = u32((b.range.count + a_block - 1) / a_block);
  const std::size_t shared = kRefusedBins * sizeof(Halves) + b.tally.shape.counters() * sizeof(u32);
  tally_kernel<<<blocks, kThreads, shared, stream>>>(b, d, compiled_rules(b.tables, place).may);
  return cudaGetLastError();
}

}  // namespace headroom::cuda
