#include "host/app/simulate.h"

#include <algorithm>

namespace headroom {
namespace {

constexpr double kSecondsAChunk = 0.5;
constexpr u64 kMaxGrowth = 16, kLargestChunk = u64(1) << 40;
constexpr u64 kLargestPairedChunk = u64(1) << 20;  // a bit a trial and destination is kept

}  // namespace

u64 next_chunk(u64 last, double seconds) {
  const double wanted = seconds > 0 ? static_cast<double>(last) * kSecondsAChunk / seconds : 1e18;
  const u64 most = std::min(last, kLargestChunk / kMaxGrowth) * kMaxGrowth;
  const u64 trials = wanted < static_cast<double>(most) ? static_cast<u64>(wanted) : most;
  return std::max(trials / kChunkStep * kChunkStep, kChunkStep);
}

u64 simulate(Engine& engine, const Tables& tables, TrialRange range, const std::atomic<bool>& stop, Progress& progress,
             Tally* tally, std::vector<ScenarioRun>* scenarios) {
  u64 done = 0, chunk = kChunkStep;
  while (done < range.count && !stop.load()) {
    progress.update(done);
    const Clock::time_point before = Clock::now();
    const u64 asked = std::min(scenarios->empty() ? chunk : std::min(chunk, kLargestPairedChunk), range.count - done);
    ExhaustedBits exhausted(tables.destination_count, scenarios->empty() ? 0 : asked);
    const u64 got =
        engine.run(tables, {range.first + done, asked}, stop, tally, scenarios->empty() ? nullptr : &exhausted);
    for (ScenarioRun& scenario : *scenarios) run_scenario(engine, {range.first + done, got}, exhausted, &scenario);
    done += got;
    if (got < asked) break;
    chunk = next_chunk(asked, std::chrono::duration<double>(Clock::now() - before).count());
  }
  progress.clear();
  return done;
}

}  // namespace headroom
