#include "cuda/conditional_run.h"

#include <algorithm>

#include "cuda/conditional_kernels.h"
#include "cuda/device_tables.h"
#include "cuda/kernels.h"
#include "cuda/stretches.h"

namespace headroom::cuda {
namespace {

constexpr u64 kBatch = 1u << 16;

class ConditionalRun {
 public:
  // On the current device.
  ConditionalRun(const ConditionalTables& tables, u32 batch)
      : places_(tables.places),
        study_(tables.study),
        cubics_(tables.cubics, tables.cubic_count),
        directions_(tables.points.directions, u64(tables.points.coordinates) * kPointBits),
        paths_(u64(factor_path_length(tables.study)) * batch),
        month_ends_(u64(month_rows(tables.study.months)) * batch),
        low_(u64(kMomentRows) * tables.place_count * tables.months()),
        high_(low_.size()) {
    view_.tables = tables;
    view_.tables.study = study_.view();
    view_.tables.cubics = cubics_.data();
    view_.tables.points.directions = directions_.data();
    view_.batch = batch;
    view_.paths = paths_.data();
    view_.month_ends = month_ends_.data();
    view_.low = low_.data();
    view_.high = high_.data();
    HEADROOM_CUDA(cudaDeviceSynchronize());  // all is uploaded
  }
  ~ConditionalRun() {
    cudaDeviceSynchronize();
  }  // or memory would be freed under a batch that an error has left behind
  ConditionalRun(const ConditionalRun&) = delete;
  ConditionalRun& operator=(const ConditionalRun&) = delete;

  // Adds to a tally of one replicate; returns how many trials are done.
  u64 run(SpacedTrials trials, const std::atomic<bool>& stop, ConditionalTally* tally) {
    for (Array<u64>* sums : {&low_, &high_}) sums->clear(work_.get());
    HEADROOM_CUDA(cudaStreamSynchronize(work_.get()));  // or a stop might come before
    u64 done = 0;
    while (done < trials.count && !stop.load()) {
      const u64 count = std::min(u64(view_.batch), trials.count - done);
      run_batch({trials.first + done * trials.step, count, trials.step});
      done += count;
    }
    collect(tally);
    tally->trials += done;
    return done;
  }

 private:
  void run_batch(SpacedTrials batch) {
    view_.trials = batch;
    HEADROOM_CUDA(launch_paths(view_, work_.get()));
    for (u32 place = 0; place < view_.tables.place_count; ++place)
      HEADROOM_CUDA(launch_chances(view_, places_[place], place, work_.get()));
    HEADROOM_CUDA(cudaStreamSynchronize(work_.get()));  // so that a stop comes soon
  }

  void collect(ConditionalTally* tally) const {
    const auto low = low_.fetch(), high = high_.fetch();
    const auto sum = [&](std::size_t row) { return Halves{low[row], high[row]}.whole(); };
    for (u32 place = 0; place < tally->places; ++place)
      for (u32 m = 0; m < tally->months; ++m) {
        const std::size_t row = kMomentRows * tally->at(place, m);
        tally->add(place, m, MomentSums{sum(row), sum(row + 1), sum(row + 2), sum(row + 3)});
      }
  }

  const ChanceTable* places_;
  DeviceTables study_;
  Array<u64> cubics_;
  Array<u32> directions_;
  Array<u32> paths_;
  Array<u64> month_ends_, low_, high_;
  Stream work_;
  ChanceBatch view_{};
};

}  // namespace

u64 run_conditional_on(const std::vector<int>& devices, const ConditionalTables& tables, TrialRange range,
                       const std::atomic<bool>& stop, ConditionalTally* tally) {
  if (range.count == 0 || tables.place_count == 0) {
    tally->trials += range.count;
    return range.count;
  }
  const auto work = [&](TrialRange stretch, ConditionalTally* to) {
    ConditionalRun run(tables, u32(std::min(kBatch, stretch.count)));
    run_by_replicate(tables, stretch, to,
                     [&](SpacedTrials trials, ConditionalTally* part) { return run.run(trials, stop, part); });
  };
  return run_in_stretches(devices, range, tables.points.replicates(), ConditionalTally(tables), tally, work);
}

}  // namespace headroom::cuda
