#include "host/app/job.h"

namespace headroom {

TrialRange left_of(TrialRange part, u64 done) {
  if (done <= part.count) return {part.first + done, part.count - done};
  throw InputError("the save holds more trials than the run; run it again with another --out");
}

BetweenPieces saving(const Job& job, u64 first, u64 before) {
  Saver& saver = *job.saver;
  const auto done = [&saver, first, before](u64 end) { saver.piece_done(before + end - first); };
  return {saver.every() ? saver.every() : BetweenPieces{}.at_most, done};
}

}  // namespace headroom
