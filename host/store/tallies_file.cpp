#include "host/store/tallies_file.h"

#include <fmt/format.h>

#include "host/store/sound_tally.h"
#include "host/store/tally_bytes.h"

namespace headroom {
namespace {

[[noreturn]] void refuse(const InputFile& file, const std::string& why) {
  refuse_file(file, {why, "give a run folder as headroom wrote it"});
}

constexpr FileKind kTalliesFile{kTalliesMagic, "tallies", kTalliesMajor, 8 + 2 * 4 + 2 * 8 + kShapeBytes + 4};

// Bytes of ranges, trials, counters and sums. Bounds on the shape keep the arithmetic inside 64 bits.
u64 body_bytes(const TallyShape& shape, u32 ranges) {
  return u64(ranges) * kRangeBytes + 8 + shape.all_counters() * 8 + shape.all_sums() * 16;
}

}  // namespace

void write_tallies(const SavedTallies& saved, const Sink& to) {
  const Tally& tally = saved.tally;
  ByteWriter out(to);
  out.put(kTalliesMagic);
  out.put(kTalliesMajor);
  out.put(kTalliesMinor);
  out.put(saved.study_digest);
  out.put(saved.seed);
  put_shape(tally.shape, out);
  out.put(u32(saved.ranges.size()));
  put_ranges(saved.ranges, out);
  out.put(tally.trials);
  for (const u64 counter : tally.counters) out.put(counter);
  for (const Sum& sum : tally.sums) {
    out.put(sum.low);
    out.put(sum.high);
  }
  out.finish();
}

SavedTallies parse_tallies(const InputFile& file) {
  if (const FileProblem problem = file_problem(file.text, kTalliesFile); !problem.wrong.empty())
    refuse_file(file, problem);
  ByteReader reader(std::string_view(file.text).substr(0, file.text.size() - kChecksumBytes));
  reader.skip(kTalliesMagic.size() + 4);
  const u32 minor = reader.get<u32>();
  SavedTallies saved;
  saved.study_digest = reader.get<u64>();
  saved.seed = reader.get<u64>();
  const TallyShape shape = get_shape(reader);
  const u32 ranges = reader.get<u32>();
  if (const std::string why = shape_problem(shape); !why.empty()) refuse(file, why);
  const u64 needed = body_bytes(shape, ranges);
  const bool fits = minor <= kTalliesMinor ? reader.left() == needed : reader.left() >= needed;
  if (!fits) refuse(file, fmt::format("{} bytes of tallies where its shape needs {}", reader.left(), needed));
  saved.tally = Tally(shape);
  if (!get_ranges(ranges, reader, &saved.ranges)) refuse(file, "ranges of trials that cannot be");
  saved.tally.trials = reader.get<u64>();
  if (saved.tally.trials != trials_of(saved.ranges)) refuse(file, "the number of trials does not fit their ranges");
  for (u64& counter : saved.tally.counters) counter = reader.get<u64>();
  for (Sum& sum : saved.tally.sums) {
    sum.low = reader.get<u64>();
    sum.high = reader.get<u64>();
  }
  if (const std::string why = why_unsound(saved.tally); !why.empty()) refuse(file, why);
  return saved;
}

}  // namespace headroom
