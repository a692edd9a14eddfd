// A run of trials, in pieces short enough to show progress and to stop between.
#pragma once
#include <atomic>
#include <functional>
#include <limits>

#include "host/app/progress.h"
#include "host/app/what_if.h"
#include "host/engine/engine.h"

namespace headroom {

constexpr u64 kChunkStep = 4096;  // pieces are whole multiples of it

// How large the next piece should be so that it takes about half a second, from how the last one went. Grows at most
// sixteenfold at a time.
u64 next_chunk(u64 last, double seconds);

// What is to be done between pieces.
struct BetweenPieces {
  u64 at_most = std::numeric_limits<u64>::max();  // trials of a piece
  std::function<void(u64 end)> done = {};         // all trials before `end` are in the tallies
};

// Runs `range` from its first trial on by `run`, which adds the trials of a piece to what it keeps, and returns how
// many: fewer where `stop` turned true. Returns how many in all.
u64 run_in_pieces(TrialRange range, const std::atomic<bool>& stop, Progress& progress, const BetweenPieces& between,
                  const std::function<u64(TrialRange)>& run);

// Adds the trials of `range` to `tally`, and to each scenario the same trials. Returns how many, from the first on:
// all, unless `stop` turned true. Throws RunError as the engine does; when it is EngineLost, study and scenarios hold
// the same `done` trials.
u64 simulate(Engine& engine, const Tables& tables, TrialRange range, const std::atomic<bool>& stop, Progress& progress,
             Tally* tally, std::vector<ScenarioRun>* scenarios, const BetweenPieces& between = {});

}  // namespace headroom
