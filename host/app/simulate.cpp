#include "host/app/simulate.h"

#include <algorithm>
#include <tuple>

namespace headroom {
namespace {

constexpr double kSecondsAChunk = 0.5;
constexpr u64 kMaxGrowth = 16, kLargestChunk = u64(1) << 40;
constexpr u64 kLargestPairedChunk = u64(1) << 20;  // a bit a trial and destination is kept

// Where an engine is lost in the midst of a piece, the piece counts for the study and all scenarios or for none.
u64 run_paired(Engine& engine, const Tables& tables, TrialRange piece, const std::atomic<bool>& stop, Tally* tally,
               std::vector<ScenarioRun>* scenarios) {
  const Tally before = *tally;
  std::vector<std::pair<Tally, PairTally>> runs_before;
  for (const ScenarioRun& run : *scenarios) runs_before.emplace_back(run.tally, run.pairs);
  try {
    ExhaustedBits exhausted(tables.destination_count, piece.count);
    const u64 got = engine.run(tables, piece, stop, tally, &exhausted);
    for (ScenarioRun& scenario : *scenarios) run_scenario(engine, {piece.first, got}, exhausted, &scenario);
    return got;
  } catch (const EngineLost& lost) {
    *tally = before;
    for (std::size_t i = 0; i < runs_before.size(); ++i)
      std::tie((*scenarios)[i].tally, (*scenarios)[i].pairs) = runs_before[i];
    throw EngineLost(0, lost.what());
  }
}

}  // namespace

u64 next_chunk(u64 last, double seconds) {
  const double wanted = seconds > 0 ? static_cast<double>(last) * kSecondsAChunk / seconds : 1e18;
  const u64 most = std::min(last, kLargestChunk / kMaxGrowth) * kMaxGrowth;
  const u64 trials = wanted < static_cast<double>(most) ? static_cast<u64>(wanted) : most;
  return std::max(trials / kChunkStep * kChunkStep, kChunkStep);
}

u64 run_in_pieces(TrialRange range, const std::atomic<bool>& stop, Progress& progress, const BetweenPieces& between,
                  const std::function<u64(TrialRange)>& run) {
  u64 done = 0, chunk = kChunkStep;
  while (done < range.count && !stop.load()) {
    progress.update(done);
    const Clock::time_point before = Clock::now();
    const u64 asked = std::min({chunk, between.at_most, kLargestChunk, range.count - done});
    u64 got = 0;
    try {
      got = run({range.first + done, asked});
    } catch (const EngineLost& lost) {
      throw EngineLost(done + lost.done, lost.what());
    }
    done += got;
    if (got < asked) break;
    if (between.done) between.done(range.first + done);
    chunk = next_chunk(asked, std::chrono::duration<double>(Clock::now() - before).count());
  }
  progress.update(done);
  progress.clear();
  return done;
}

u64 simulate(Engine& engine, const Tables& tables, TrialRange range, const std::atomic<bool>& stop, Progress& progress,
             Tally* tally, std::vector<ScenarioRun>* scenarios, const BetweenPieces& between) {
  BetweenPieces pieces = between;
  if (!scenarios->empty()) pieces.at_most = std::min(between.at_most, kLargestPairedChunk);
  return run_in_pieces(range, stop, progress, pieces, [&](TrialRange piece) {
    return scenarios->empty() ? engine.run(tables, piece, stop, tally)
                              : run_paired(engine, tables, piece, stop, tally, scenarios);
  });
}

}  // namespace headroom
