#include "host/store/tallies_file.h"

#include <fmt/format.h>

#include "host/base/text.h"
#include "host/store/plain_parts.h"
#include "host/store/sound_tally.h"

namespace headroom {
namespace {

constexpr FileKind kTalliesFile{kTalliesMagic, "tallies", kTalliesMajor, 8 + 2 * 4 + 2 * 8 + kShapeBytes + 4};

// Bytes of ranges, trials, counters and sums. Bounds on the shape keep the arithmetic inside 64 bits.
u64 body_bytes(const TallyShape& shape, u32 ranges) {
  return u64(ranges) * kRangeBytes + 8 + shape.all_counters() * 8 + shape.all_sums() * 16;
}

void read_scenarios(PartReader& reader, SavedTallies* saved) {
  for (const SavedPart& part : reader.parts(reader.get<u32>())) {
    std::string why;
    saved->scenarios.push_back(scenario_of(part, saved->tally.trials, &why));
    if (!why.empty()) reader.refuse(fmt::format("scenario {}: {}", in_quotes(part.name), why));
  }
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
  out.put(u32(saved.scenarios.size()));
  for (const SavedScenario& scenario : saved.scenarios) put_part(part_of(scenario), out);
  out.finish();
}

SavedTallies parse_tallies(const InputFile& file) {
  if (const FileProblem problem = file_problem(file.text, kTalliesFile); !problem.wrong.empty())
    refuse_file(file, problem);
  PartReader reader(file);
  reader.skip(kTalliesMagic.size() + 4);
  const u32 minor = reader.get<u32>();
  SavedTallies saved;
  saved.study_digest = reader.get<u64>();
  saved.seed = reader.get<u64>();
  const TallyShape shape = reader.shape();
  const u32 ranges = reader.get<u32>();
  if (const std::string why = shape_problem(shape); !why.empty()) reader.refuse(why);
  if (const u64 needed = body_bytes(shape, ranges); reader.left() < needed)
    reader.refuse(fmt::format("{} bytes of tallies where its shape needs {}", reader.left(), needed));
  saved.tally = Tally(shape);
  if (!reader.ranges(ranges, &saved.ranges)) reader.refuse("ranges of trials that cannot be");
  saved.tally.trials = reader.get<u64>();
  if (saved.tally.trials != trials_of(saved.ranges)) reader.refuse("the number of trials does not fit their ranges");
  for (u64& counter : saved.tally.counters) counter = reader.get<u64>();
  for (Sum& sum : saved.tally.sums) {
    sum.low = reader.get<u64>();
    sum.high = reader.get<u64>();
  }
  if (const std::string why = why_unsound(saved.tally); !why.empty()) reader.refuse(why);
  if (minor >= 1) read_scenarios(reader, &saved);
  if (minor <= kTalliesMinor) reader.finish();
  return saved;
}

}  // namespace headroom
