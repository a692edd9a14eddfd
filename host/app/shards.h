// Runs of one study that hold different trials.
#pragma once
#include <string>
#include <vector>

#include "host/store/tallies_file.h"

namespace headroom {

struct Shard {
  std::string run;  // its folder, as typed
  SavedTallies saved;
};

// Reads tallies.bin of every run folder. Throws InputError with all that is wrong: unreadable ones, runs of another
// study or seed than the first, two that hold the same trials.
std::vector<Shard> read_shards(const std::vector<std::string>& runs);

// The sum; ranges that touch become one.
SavedTallies add_up(const std::vector<Shard>& shards);

// A line for each stretch of trials between the ranges that nobody ran.
std::vector<std::string> gaps(const std::vector<TrialRange>& ranges);

}  // namespace headroom
