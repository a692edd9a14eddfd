// Who takes part in a bench.
#pragma once
#include "host/app/bench_rounds.h"

namespace headroom {

struct BenchChoice {
  std::string isa = "auto";  // that of the CPU's rows; "auto": all that the machine has
  int threads = 1;           // of the row with many
  std::vector<int> devices;  // empty: each there is
};

// The rows, the first of which the others are compared with: the CPU engine on one thread and on many, the reference
// engine, the other instruction sets, each device, and all devices together. Without a device one row says why.
std::vector<BenchRow> bench_rows(const BenchChoice& choice, const std::vector<std::string>& instruction_sets,
                                 const CudaFacts& cuda);

// Makes its engine and runs some first trials. `before_s` is what has to be waited for before. Throws RunError where
// the machine has no such instruction set.
Contestant open_contestant(BenchRow row, const Tables& tables, double before_s);

// Chooses how many trials a measurement of each has: as many as asked for, else what takes about 0.3 s.
void choose_trials(std::vector<Contestant>& contestants, const Tables& tables, std::optional<u64> trials);

// From how many trials on each device overtakes the CPU with most threads; `most` at the most. Compares the tallies
// too: throws RunError where they differ.
void measure_crossovers(std::vector<Contestant>& contestants, const Tables& tables, u64 most);

}  // namespace headroom
