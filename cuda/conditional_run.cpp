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
        paths_(u64(factor_path_length(tables.study)) * batch),
        month_ends_(u64(month_rows(tables.study.months)) * batch),
        low_(u64(kMomentRows) * tables.place_count * tables.months()),
        high_(low_.size()) {
    view_.tables = tables;
    view_.tables.study = study_.view();
    view_.tables.cubics = cubics_.data();
    view_.batch = batch;
    view_.paths = paths_.data();
    view_.month_ends = month_ends_.data();
    view_.low = low_.data();
    view_.high = high_.data();
    for (Array<u64>* sums : {&low_, &high_}) sums->clear(work_.get());
    HEADROOM_CUDA(cudaDeviceSynchronize());  // all is uploaded
  }
  ~ConditionalRun() {
    cudaDeviceSynchronize();
  }  // or memory would be freed under a batch that an error has left behind
  ConditionalRun(const ConditionalRun&) = delete;
  ConditionalRun& operator=(const ConditionalRun&) = delete;

  void run(TrialRange batch) {
    view_.range = batch;
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

 private:
  const ChanceTable* places_;
  DeviceTables study_;
  Array<u64> cubics_;
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
    const u64 batch = std::min(kBatch, stretch.count);
    ConditionalRun run(tables, u32(batch));
    u64 done = 0;
    while (done < stretch.count && !stop.load()) {
      const TrialRange next{stretch.first + done, std::min(batch, stretch.count - done)};
      run.run(next);
      done += next.count;
    }
    run.collect(to);
    to->trials = done;
  };
  return run_in_stretches(devices, range, 1, ConditionalTally(tables), tally, work);
}

}  // namespace headroom::cuda
