#include "cuda/weighted_run.h"

#include <algorithm>

#include "cuda/device_run.h"
#include "cuda/stretches.h"
#include "cuda/weighted_kernels.h"

namespace headroom::cuda {
namespace {

constexpr u64 kLargestBatch = u64(1) << 20;  // some trials a lane of a large card

u64 whole_blocks(u64 trials) { return std::max(trials / kTiltBlock, u64(1)) * kTiltBlock; }

BatchShape weighted_shape(const Tables& tables, u64 trials, const CudaOptions& options) {
  const u64 most = options.batch ? options.batch : kLargestBatch;
  BatchShape shape = shape_of(tables, std::min(trials, whole_blocks(most)), options);
  shape.batch = u32(whole_blocks(shape.batch));
  shape.tracks = 1;  // there is one destination
  return shape;
}

class WeightedRun {
 public:
  // On the current device.
  WeightedRun(const Tables& tables, const Tilt& tilt, const BatchShape& shape)
      : place_(tables.destinations[kNominal]),
        tables_(tables),
        memory_(tables, shape),
        month_ends_(u64(month_rows(tables.months)) * shape.batch),
        months_(tables.months),
        runaway_(std::vector<u64>{kNoRunaway}) {
    memory_.place(0, &view_.trials);
    view_.trials.tables = tables_.view();
    view_.trials.runaway = runaway_.data();
    view_.tilt = tilt;
    view_.month_ends = month_ends_.data();
    view_.months = months_.data();
    HEADROOM_CUDA(cudaDeviceSynchronize());  // all is uploaded
  }
  ~WeightedRun() { cudaDeviceSynchronize(); }  // or memory would be freed under a batch that an error has left behind
  WeightedRun(const WeightedRun&) = delete;
  WeightedRun& operator=(const WeightedRun&) = delete;

  // Whole blocks. Returns the place in the batch of the first trial that runs away, or kNoRunaway; then nothing is
  // tallied, and there must be no further batch.
  u64 run(TrialRange batch, WeightTally* tally) {
    view_.trials.range = batch;
    view_.trials.trials_a_warp = trials_a_warp(batch.count, view_.trials.warps);
    months_.clear(work_.get());
    HEADROOM_CUDA(launch_laws(view_, work_.get()));
    HEADROOM_CUDA(launch_weighted_walk(view_, place_, work_.get()));
    HEADROOM_CUDA(launch_weights(view_, work_.get()));
    HEADROOM_CUDA(cudaStreamSynchronize(work_.get()));
    const u64 runaway = runaway_.fetch()[0];
    if (runaway == kNoRunaway) collect(batch.count, tally);
    return runaway;
  }

 private:
  void collect(u64 trials, WeightTally* tally) const {
    const std::vector<MonthHits> months = months_.fetch();
    for (std::size_t m = 0; m < months.size(); ++m) {
      const MonthHits& its = months[m];
      tally->months[m].merge(
          {its.hits, its.largest, its.weights.whole(), its.squares_low.whole(), its.squares_high.whole()});
    }
    tally->trials += trials;
    tally->nominal += trials / kNominalShare;
  }

  const Destination place_;
  DeviceTables tables_;
  BatchMemory memory_;
  Array<u64> month_ends_;
  Array<MonthHits> months_;
  Array<u64> runaway_;
  Stream work_;
  WeightedBatch view_{};
};

}  // namespace

u64 run_weighted_on(const std::vector<int>& devices, const CudaOptions& options, const Tables& tables, const Tilt& tilt,
                    TrialRange range, const std::atomic<bool>& stop, WeightTally* tally) {
  if (range.count == 0) return 0;
  const auto work = [&](TrialRange stretch, WeightTally* to) {
    const BatchShape shape = weighted_shape(tables, stretch.count, options);
    WeightedRun run(tables, tilt, shape);
    while (to->trials < stretch.count && !stop.load()) {
      const TrialRange next{stretch.first + to->trials, std::min<u64>(shape.batch, stretch.count - to->trials)};
      const u64 runaway = run.run(next, to);
      if (runaway != kNoRunaway) throw_runaway(tables, next.first + runaway, kNominal);
    }
  };
  return run_in_stretches(devices, range, kTiltBlock, WeightTally(tables.months), tally, work);
}

}  // namespace headroom::cuda
