// What every program that is measured must agree on: without that a comparison of speeds says nothing.
#pragma once
#include <string>
#include <vector>

#include "host/base/hd.h"
#include "host/engine/tally.h"

namespace headroom::bench {

struct Answers {
  u64 trials = 0;
  std::vector<u64> exhausted;        // trials in which a destination exhausted; those with a cap, sorted by iso3
  std::vector<u64> exhausted_count;  // trials by how many destinations exhausted

  void merge(const Answers& other);
};

Answers answers_of(const Tally& tally);

// What differs by more than 4.5 standard errors of both samples, in words: each destination's probability of being
// exhausted, and the mean number exhausted. Two programs with the same law differ somewhere in one comparison of a
// thousand or so.
std::vector<std::string> differences(const Answers& a, const Answers& b, const std::vector<std::string>& names);

}  // namespace headroom::bench
