// What a run and its scenarios have counted so far, in one file. Little-endian, in this order; a "number" has seven
// bits a byte (ByteWriter::put_short):
//   8 bytes   "hrsaved\0"
//   u32 x 2   version, major and minor
//   u64 x 2   study digest, seed
//   u32 x 2   number of ranges, number of scenarios
//   u64 x 2   a range, first trial and count; sorted, apart
//   tally     of the study: u32 x 7 shape, then numbers: trials, each counter, low and high half of each sum
//   scenario  u32 bytes of its name, the name, u64 digest of its tables, its tally, u32 x 2 destinations and entries of
//             `more` of its PairTally, then numbers: first_only and second_only by destination, each entry of `more`
//   u64       FNV-1a of all bytes before
#pragma once
#include <string>
#include <vector>

#include "host/engine/pair_tally.h"
#include "host/store/tallies_file.h"

namespace headroom {

constexpr u32 kCheckpointMajor = 1, kCheckpointMinor = 0;

// Of a scenario, as it is written.
struct ScenarioView {
  std::string_view name;
  u64 digest = 0;
  const Tally* tally = nullptr;
  const PairTally* pairs = nullptr;
};

// And as it is read: of the pairs what was counted, not the partners, which the study tells.
struct SavedScenario {
  std::string name;
  u64 digest = 0;
  Tally tally;
  PairTally pairs;
};

struct Checkpoint {
  SavedTallies study;
  std::vector<SavedScenario> scenarios;
};

std::string checkpoint_bytes(const SavedTallies& study, const std::vector<ScenarioView>& scenarios);

// Every byte may be hostile. Throws InputError, naming the file and what would be right; allocates at most 16 bytes for
// one of the file. What comes back is sound, and the scenarios hold as many trials as the study.
Checkpoint parse_checkpoint(const InputFile& file);

}  // namespace headroom
