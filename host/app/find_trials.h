// The first trials in which something happened, so that one of them can be looked at.
#pragma once
#include <atomic>
#include <string>
#include <vector>

#include "host/app/inputs.h"

namespace headroom {

constexpr u64 kMostSearched = 1'000'000;  // trials; a rare event is looked for further on by --first-trial

// Either a destination with a cap that exhausted, or a row of the book that was refused whole.
struct Wanted {
  bool exhausted = false;
  u32 number = 0;  // of the destination in the tables, of the row in the study's book
};

struct FoundTrial {
  u64 trial = 0;
  u32 month = 0;
};

struct FoundTrials {
  u64 first = 0, searched = 0;  // trials
  std::vector<FoundTrial> trials;
  bool stopped = false;
};

// From `first` on, until `limit` are found, kMostSearched are searched, there is no further trial, or `stop` turns
// true. Throws RunError: a destination ran away.
FoundTrials find_trials(const Inputs& inputs, const Wanted& wanted, u64 first, u64 limit,
                        const std::atomic<bool>& stop);

}  // namespace headroom
