// Where a factor between two programs comes from: never quote it without.
#pragma once
#include "host/app/bench_rows.h"
#include "host/stats/spread.h"

namespace headroom::bench {

struct Step {
  std::string what;      // "dropping std"
  std::string from, to;  // rows, as name_of has them
  Spread ratio;          // of their speeds, round by round
};

// From std-cpp to the CPU engine on its fastest instruction set and all threads, over scalar-counter, the reference
// engine and one thread; the last is the whole. Nothing where a row on the way has no speed.
std::vector<Step> split_of(const BenchReport& report);

std::string split_text(const std::vector<Step>& steps);                               // one line; empty: no steps
std::string compare_json(const BenchReport& report, const std::vector<Step>& steps);  // headroom.bench/1 with a split

}  // namespace headroom::bench
