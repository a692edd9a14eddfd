// What two runs over the same trials say of each other: a study, and a scenario of it.
#pragma once
#include <optional>
#include <vector>

#include "host/engine/exhausted_bits.h"

namespace headroom {

struct PairTally {
  // By destination of the second run: its number in the first; nothing where the first has no such destination.
  std::vector<std::optional<u32>> partner;
  // By destination of the second run; zeros where it has no partner.
  std::vector<ExhaustedBits::Pair> exhausted;
  // Trials by how many more destinations exhaust in the second run: entry i stands for i - first_destinations.
  std::vector<u64> more;
  u32 first_destinations = 0;

  PairTally() = default;
  PairTally(u32 first_destinations, std::vector<std::optional<u32>> partner);

  // Adds `trials` trials that both have run.
  void add(const ExhaustedBits& first, const ExhaustedBits& second, u64 trials);
  // Of the same two runs on other trials.
  void merge(const PairTally& other);
};

}  // namespace headroom
