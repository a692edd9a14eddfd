// What a run has summed up so far, in one file, whatever its estimator. Little-endian, in this order:
//   8 bytes   "hrsaved\0"
//   u32 x 2   version, major and minor. Another major cannot be read
//   u32       bytes of the estimator's name, and the name
//   u64 x 2   study digest, seed
//   u64 x 2   first trial; how many trials are in the sums, those of all parts of the work together
//   u32       number of parts
//   parts     saved_part.h; which ones, the estimator says
//   u64       FNV-1a of all bytes before
#pragma once
#include <functional>

#include "host/store/saved_part.h"

namespace headroom {

constexpr u32 kCheckpointMajor = 2, kCheckpointMinor = 0;

struct Checkpoint {
  std::string estimator;  // as --estimator names it
  u64 study_digest = 0, seed = 0;
  u64 first_trial = 0, done = 0;
  std::vector<SavedPart> parts;
};

// Behind its own parts come `more`, each of which writes one.
using PartWriter = std::function<void(ByteWriter&)>;
std::string checkpoint_bytes(const Checkpoint& saved, const std::vector<PartWriter>& more = {});

// Every byte may be hostile. Throws InputError, naming the file and what would be right; allocates at most 8 bytes for
// one of the file, beside names. Whether the numbers make sense is for their estimator to say.
Checkpoint parse_checkpoint(const InputFile& file);

}  // namespace headroom
