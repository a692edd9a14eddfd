// tallies.bin: what a run counted, so that runs can be added up. Little-endian, in this order:
//   8 bytes   "headroom"
//   u32 x 2   version, major and minor. Another major cannot be read; a newer minor may add blocks before the checksum
//   u64 x 2   study digest, seed
//   u32 x 8   shape (months, destinations, rows of the book, diverts; limits, looks and locations of companies), number
//             of ranges
//   u64 x 2   a range, first trial and count; sorted, apart
//   u64       trials
//   u64       each counter, in the order of TallyShape
//   u64 x 2   each sum, low and high half
//   u32       from 2.1 on: number of scenarios
//   parts     a scenario each, in the order of the study (saved_part.h): the numbers of its tally, those of its pairs
//   u64       FNV-1a of all bytes before
#pragma once
#include <vector>

#include "host/base/sink.h"
#include "host/engine/engine.h"
#include "host/engine/pair_tally.h"
#include "host/io/folder.h"

namespace headroom {

constexpr u32 kTalliesMajor = 2, kTalliesMinor = 1;
constexpr std::string_view kTalliesMagic = "headroom";

// A scenario on the trials of its study. Of the pairs what was counted, not the partners, which the study tells.
struct SavedScenario {
  std::string name;
  u64 digest = 0;  // of its tables
  Tally tally;
  PairTally pairs;
};

struct SavedTallies {
  u64 study_digest = 0, seed = 0;
  std::vector<TrialRange> ranges;  // sorted, apart
  Tally tally;
  std::vector<SavedScenario> scenarios = {};
};

void write_tallies(const SavedTallies& saved, const Sink& out);

// Every byte may be hostile. Throws InputError, naming the file and what would be right; allocates no more than 8
// bytes for one of the file. What comes back is sound: the ranges lie apart in [0, 2^63) and hold as many trials as the
// tally, and no event is counted in more trials than there are.
SavedTallies parse_tallies(const InputFile& file);

}  // namespace headroom
