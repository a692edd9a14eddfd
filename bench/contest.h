// Engines and peers side by side on one study, in turns.
#pragma once
#include <memory>

#include "bench/peers/peer.h"
#include "host/app/bench_rounds.h"
#include "host/app/inputs.h"

namespace headroom::bench {

struct Choice {
  std::vector<std::string> peers;  // their names; std-cpp always takes part
  std::optional<u64> trials;       // a measurement; nothing: what takes about 0.3 s
  u32 rounds = 5;
  int threads = 1;        // of the rows with many
  bool any_load = false;  // rounds count however much others use of the machine
};

inline const std::vector<std::string> kPeers = {"std-cpp", "scalar-counter", "numpy", "r"};

// Measures all rows, the first of them std-cpp's: peers, the reference engine, the CPU engine on every instruction set,
// each on one thread and on many. A peer that answers otherwise than the engines within the sampling error has a row
// without speeds that says how. Throws RunError where std-cpp does, or where engines differ in a single bit.
BenchReport run_contest(const Inputs& inputs, const Choice& choice);

}  // namespace headroom::bench
