// The walk through one destination: the kernel in which a run spends its time. Nothing about a trial is decided here.
#include "cuda/walk_lanes.h"

namespace headroom::cuda {
namespace {

// Tallies how book rows end, and leaves the rest to the tally.
template <u32 kMay>
struct PlainLane {
  const Batch& b;
  const u32 d;
  TallyBook<AtomicSink>* const book;
  Walk<OneLane, BatchTrial, TallyBook<AtomicSink>> walk;

  __device__ PlainLane(const Batch& batch, u32 number, TallyBook<AtomicSink>* watch)
      : b(batch), d(number), book(watch) {}

  __device__ static void prepare(const Batch& b, const Tables& tables, const Destination& place, u32 t,
                                 Scratch<OneLane>* its) {
    run_clock<OneLane>(tables, place, path_of(b, t), &its->month_end);
    decltype(walk)::open(tables, place, {b.range.first, t}, *its);
  }
  __device__ void begin(const Tables& tables, const Destination* place, u32 t, const Scratch<OneLane>& its) {
    walk.begin(tables, *place, {b.range.first, t}, its, mail_of(b, t), book);
  }
  __device__ bool step(const Tables& tables, const Destination& place) { return walk.step(tables, place, book); }
  __device__ void finish(const Tables& tables, const Destination& place, const Column<OneLane>& month_end) {
    const u32 t = walk.trial().t;
    const Outcome<OneLane> out = walk.end(tables, place, book);
    Column<OneLane> rows{b.outcomes + t, b.batch};
    if (out.exhausted_month < kNever) {
      const u64 start = month_start<OneLane>(month_end, out.exhausted_month);
      rows.put(kMonthStart, start, true);
      rows.put(kMonthLength, month_end.get(out.exhausted_month) - start, true);
    }
    put_outcome(kMay, out, rows);
    if (out.runaway) note_runaway(b, b.range.first + t, d);
  }
};

// The destination and the tables come as parameters, which an instruction reads as it reads a register.
template <u32 kMust, u32 kMay>
__device__ void walk_trials(const Batch& b, const Destination& its_place, u32 d) {
  Tables tables = b.tables;
  Destination place = its_place;
  write_down<kMust, kMay>(&tables, &place);
  AtomicSink sink{b.tally};
  TallyBook<AtomicSink> book(b.tally.shape, &sink);
  PlainLane<kMay> lane(b, d, &book);
  walk_in_lanes(b, tables, &place, &lane);
}

// Blocks of kMostThreads at most, kBlocks of them at once on a multiprocessor: that bounds the registers.
template <u32 kMust, u32 kMay, u32 kBlocks>
__global__ void __launch_bounds__(kMostThreads, kBlocks)
    walk_kernel(const __grid_constant__ Batch b, const __grid_constant__ Destination place, u32 d) {
  walk_trials<kMust, kMay>(b, place, d);
}

// The walk compiled for a set, and how many blocks of it a multiprocessor holds.
using WalkKernel = void (*)(Batch, Destination, u32);
WalkKernel walk_for(CompiledRules set) {
  switch (set.may) {
    case kPlain.may: return walk_kernel<kPlain.must, kPlain.may, 8>;
    case kLicence.may: return walk_kernel<kLicence.must, kLicence.may, 8>;
    case kNamed.may: return walk_kernel<kNamed.must, kNamed.may, 5>;
    default: return walk_kernel<kAny.must, kAny.may, 4>;
  }
}

}  // namespace

cudaError_t launch_walk(const Batch& b, const Destination& place, u32 d, cudaStream_t stream) {
  const u32 warps = u32((b.range.count + b.trials_a_warp - 1) / b.trials_a_warp);
  const u32 blocks = (warps * 32 + b.threads - 1) / b.threads;
  walk_for(compiled_rules(b.tables, place))<<<blocks, b.threads, 0, stream>>>(b, place, d);
  return cudaGetLastError();
}

cudaError_t probe_kernels() {
  cudaFuncAttributes attributes;
  return cudaFuncGetAttributes(&attributes, walk_for(kPlain));
}

}  // namespace headroom::cuda
