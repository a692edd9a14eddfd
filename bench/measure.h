// Speed of one program, round by round.
#pragma once
#include <string>
#include <vector>

#include "host/base/hd.h"

namespace headroom::bench {

// What this thread has used of a processor, in seconds: neighbours on the machine do not count.
double thread_seconds();

double median(std::vector<double> values);

// Philox4x32-10 as the engines write it, one lane: the anchor that compares machines. Nanoseconds a 32-bit word.
double philox_ns_per_word();

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
