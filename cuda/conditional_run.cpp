#include "cuda/conditional_run.h"

#include <algorithm>
#include <exception>
#include <thread>

#include "cuda/conditional_kernels.h"
#include "cuda/device_tables.h"

namespace headroom::cuda {
namespace {

constexpr u64 kBatch = 1u << 16;

// What one device does of a range.
struct Stretch {
  int device;
  TrialRange range;
  ConditionalTally tally;
  std::string failed;  // why; empty: it has not
  std::exception_ptr of_host;
};

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
    const auto sum = [&](std::size_t row) {
      Sum both{low[row], 0};
      both.add(Sum{high[row] << 32, high[row] >> 32});
      return both;
    };
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

void work(const ConditionalTables& tables, const std::atomic<bool>& stop, Stretch* stretch) {
  try {
    HEADROOM_CUDA(cudaSetDevice(stretch->device));
    ConditionalRun run(tables, u32(std::min(kBatch, stretch->range.count)));
    ConditionalTally tally(tables);
    run_by_replicate(tables, stretch->range, &tally,
                     [&](SpacedTrials trials, ConditionalTally* part) { return run.run(trials, stop, part); });
    stretch->tally = std::move(tally);
  } catch (const DeviceError& error) {
    stretch->failed = error.what();
    cudaGetLastError();  // seen to
  } catch (...) {
    stretch->of_host = std::current_exception();
  }
}

}  // namespace

u64 run_conditional_on(const std::vector<int>& devices, const ConditionalTables& tables, TrialRange range,
                       const std::atomic<bool>& stop, ConditionalTally* tally) {
  if (range.count == 0 || tables.place_count == 0) {
    tally->trials += range.count;
    return range.count;
  }
  if (devices.empty()) throw EngineLost(0, "CUDA: all devices are lost");
  const u64 share = (range.count + devices.size() - 1) / devices.size();
  std::vector<Stretch> stretches;
  for (u64 at = 0; at < range.count; at += share) {
    const TrialRange mine{range.first + at, std::min(share, range.count - at)};
    stretches.push_back({devices[stretches.size()], mine, ConditionalTally(tables), {}, {}});
  }
  {
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < stretches.size(); ++i)
      others.emplace_back([&, i] { work(tables, stop, &stretches[i]); });
    work(tables, stop, &stretches.front());
  }
  u64 done = 0;
  for (const Stretch& stretch : stretches) {
    if (stretch.of_host) std::rethrow_exception(stretch.of_host);
    if (!stretch.failed.empty()) throw EngineLost(done, "CUDA: " + stretch.failed);
    tally->merge(stretch.tally);
    done += stretch.tally.trials;
    if (stretch.tally.trials < stretch.range.count) break;
  }
  return done;
}

}  // namespace headroom::cuda
