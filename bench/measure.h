// Speed of one program, round by round.
#pragma once
#include <string>
#include <vector>

#include "host/base/hd.h"

namespace headroom::bench {

struct Speed {
  std::string engine, isa;
  std::vector<double> trials_per_s;  // by round
  std::string digest;                // of the tallies; empty: it keeps none
};

struct Report {
  std::string study;
  double model_orders = 0;  // that the market sends in a trial, on average
  double philox_ns = 0;
  u64 trials = 0;             // a round
  std::vector<Speed> speeds;  // the peer's first
};

std::string as_table(const Report& report);
std::string as_json(const Report& report);  // headroom.bench/1

}  // namespace headroom::bench
