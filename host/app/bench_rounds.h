// Measuring engines side by side: in turns, in one process, on the same trials.
#pragma once
#include <functional>
#include <memory>
#include <vector>

#include "host/app/bench_rows.h"
#include "host/base/problems.h"

namespace headroom {

// A row and what is measured for it; nothing where the row says why not.
struct Contestant {
  BenchRow row;
  std::unique_ptr<Engine> engine;
  // A program that is no engine, in its place: it runs the trials of the range by its own random numbers.
  std::function<Measurement(TrialRange)> outsider;

  bool takes_part() const { return engine || outsider; }
};

// A round in which others used more of the machine than this is not told, if enough others are there.
constexpr double kMostOtherLoad = 0.10;

// Runs the trials. Throws RunError, also where the engine loses a part of itself on the way.
Measurement measure(Engine& engine, const Tables& tables, TrialRange range, Tally* tally);

// Engines disagree: no speed means anything.
struct TalliesDiffer : RunError {
  using RunError::RunError;
};

// Does the work. A device or an outsider that fails there leaves its reason in its row and takes part no longer; what a
// CPU throws is everybody's fault and goes on, as TalliesDiffer does.
void with_device_care(Contestant& one, const std::function<void()>& work);

// How many trials take about `wanted` seconds, a multiple of `step`; `seconds_of` measures.
u64 calibrated(const std::function<double(u64)>& seconds_of, double wanted, u64 step);

// All numbers below `rows`, shuffled: the same in every bench, another order in every round.
std::vector<u32> order_of_round(u32 rows, u32 round);

// The rounds that count, of so many other loads by round: the first `wanted` quiet ones; all where there are fewer.
// One whose load is unknown counts as quiet.
std::vector<u32> kept_rounds(const std::vector<std::optional<double>>& other_load, u32 wanted);

// A round to warm up, then rounds until `wanted` were quiet, twice as many at most. In each, every row runs its trials,
// and all engines the trials of the engine that has fewest: these tallies must be the same. Fills the rows. A device
// that fails leaves its reason in its row. Throws TalliesDiffer.
BenchRounds run_rounds(std::vector<Contestant>& contestants, const Tables& tables, u32 wanted,
                       const std::function<std::optional<double>()>& other_load);

struct TalliesOf {
  const BenchRow* row = nullptr;
  u64 digest = 0;
};

// Throws TalliesDiffer, naming the rows, where tallies of the same trials are not those of the reference engine
// (without one: of the first row). `range` is where it shows. A ratio of speeds would mean nothing then.
void require_equal(const std::vector<TalliesOf>& all, TrialRange range);

}  // namespace headroom
