// A range shared out among devices, a stretch each.
#pragma once
#include <exception>
#include <string>
#include <thread>
#include <vector>

#include "cuda/device.h"
#include "host/engine/engine.h"

namespace headroom::cuda {

// `work(stretch, totals)` adds the trials of a stretch to totals of their own, which begin as `none`: from its first on
// and as many as totals->trials then says, fewer where it is told to stop. Each runs in a thread whose device is
// current. Stretches are multiples of `unit` but for the last. Returns how many trials were added to `all`; throws
// EngineLost, with what lies before the first stretch that is not done, where a device fails.
template <class Totals, class Work>
u64 run_in_stretches(const std::vector<int>& devices, TrialRange range, u64 unit, const Totals& none, Totals* all,
                     Work work) {
  struct Stretch {
    int device;
    TrialRange range;
    Totals totals;
    std::string failed;  // why; empty: it has not
    std::exception_ptr of_host;
  };
  if (devices.empty()) throw EngineLost(0, "CUDA: all devices are lost");
  const u64 units = (range.count + unit - 1) / unit, share = (units + devices.size() - 1) / devices.size() * unit;
  std::vector<Stretch> stretches;
  for (u64 at = 0; at < range.count; at += share) {
    const TrialRange mine{range.first + at, std::min(share, range.count - at)};
    stretches.push_back({devices[stretches.size()], mine, none, {}, {}});
  }
  const auto run = [&](Stretch* stretch) {
    try {
      HEADROOM_CUDA(cudaSetDevice(stretch->device));
      work(stretch->range, &stretch->totals);
    } catch (const DeviceError& error) {
      stretch->failed = error.what();
      cudaGetLastError();  // seen to
    } catch (...) {
      stretch->of_host = std::current_exception();
    }
  };
  {
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < stretches.size(); ++i) others.emplace_back(run, &stretches[i]);
    run(&stretches.front());
  }
  u64 done = 0;
  for (const Stretch& stretch : stretches) {
    if (stretch.of_host) std::rethrow_exception(stretch.of_host);
    all->merge(stretch.totals);
    done += stretch.totals.trials;
    if (!stretch.failed.empty()) throw EngineLost(done, "CUDA: " + stretch.failed);
    if (stretch.totals.trials < stretch.range.count) break;
  }
  return done;
}

}  // namespace headroom::cuda
