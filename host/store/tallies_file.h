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
//   u64       FNV-1a of all bytes before
#pragma once
#include <vector>

#include "host/base/sink.h"
#include "host/engine/engine.h"
#include "host/io/folder.h"

namespace headroom {

constexpr u32 kTalliesMajor = 2, kTalliesMinor = 0;
constexpr std::string_view kTalliesMagic = "headroom";

struct SavedTallies {
  u64 study_digest = 0, seed = 0;
  std::vector<TrialRange> ranges;  // sorted, apart
  Tally tally;
};

void write_tallies(const SavedTallies& saved, const Sink& out);

// Every byte may be hostile. Throws InputError, naming the file and what would be right; allocates no more than the
// file has bytes. What comes back is sound: the ranges lie apart in [0, 2^63) and hold as many trials as the tally, and
// no event is counted in more trials than there are.
SavedTallies parse_tallies(const InputFile& file);

}  // namespace headroom
