// Runs of one study that hold different trials.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "host/store/tallies_file.h"

namespace headroom {

struct Shard {
  std::string run;  // its folder, as typed
  SavedTallies saved;
  std::filesystem::path study = {};  // the copy of its inputs
};

// Reads tallies.bin of every run folder, or what an unfinished run in it has saved. Throws InputError with all that is
// wrong: unreadable ones, runs of another study, seed or scenarios than the first, two that hold the same trials.
std::vector<Shard> read_shards(const std::vector<std::string>& runs);

// The sum, of the scenarios too; ranges that touch become one.
SavedTallies add_up(const std::vector<Shard>& shards);

// A line for each stretch of trials between the ranges that nobody ran.
std::vector<std::string> gaps(const std::vector<TrialRange>& ranges);

}  // namespace headroom
