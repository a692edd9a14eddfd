#include "host/app/bench_crossover.h"

#include <algorithm>

namespace headroom {

Crossover find_crossover(const std::function<BothSeconds(u64)>& seconds_of, u64 most, double longest) {
  constexpr u64 smallest = 64;
  Crossover crossover;
  bool won = false;
  for (u64 trials = smallest; trials <= most; trials *= 2) {
    const BothSeconds seconds = seconds_of(trials);
    crossover.largest = trials;
    if (won && seconds.device < seconds.cpu) {
      crossover.trials = trials / 2;
      break;
    }
    won = seconds.device < seconds.cpu;
    if (std::max(seconds.cpu, seconds.device) > longest) break;
  }
  return crossover;
}

}  // namespace headroom
