#include "host/store/checkpoint_file.h"

#include <fmt/format.h>

#include "host/store/sound_tally.h"
#include "host/store/tally_bytes.h"

namespace headroom {
namespace {

constexpr FileKind kSavedFile{
    {"hrsaved\0", 8}, "saved tallies", kCheckpointMajor, 8 + 2 * 4 + 2 * 8 + 2 * 4 + kShapeBytes};
constexpr u32 kMaxName = 1 << 16;

void put_tally(const Tally& tally, ByteWriter& out) {
  put_shape(tally.shape, out);
  out.put_short(tally.trials);
  for (const u64 counter : tally.counters) out.put_short(counter);
  for (const Sum& sum : tally.sums) {
    out.put_short(sum.low);
    out.put_short(sum.high);
  }
}

void put_pairs(const PairTally& pairs, ByteWriter& out) {
  out.put(u32(pairs.exhausted.size()));
  out.put(u32(pairs.more.size()));
  for (const ExhaustedBits::Pair& pair : pairs.exhausted) {
    out.put_short(pair.first_only);
    out.put_short(pair.second_only);
  }
  for (const u64 trials : pairs.more) out.put_short(trials);
}

// Reads a file whose checksum fits: what is wrong now was written so.
class Parser {
 public:
  explicit Parser(const InputFile& file)
      : file_(file), reader_(std::string_view(file.text).substr(0, file.text.size() - kChecksumBytes)) {}

  [[noreturn]] void refuse(const std::string& why) {
    refuse_file(file_, {why, "give a run folder as headroom wrote it"});
  }

  template <class Int>
  Int get() {
    need(sizeof(Int));
    return reader_.get<Int>();
  }
  std::string_view text(u32 bytes) {
    need(bytes);
    return reader_.get_text(bytes);
  }
  std::vector<TrialRange> ranges(u32 count) {
    need(u64(count) * kRangeBytes);
    std::vector<TrialRange> ranges;
    if (!get_ranges(count, reader_, &ranges)) refuse("ranges of trials that cannot be");
    return ranges;
  }
  Tally tally(u64 trials) {
    need(kShapeBytes);
    const TallyShape shape = get_shape(reader_);
    if (const std::string why = shape_problem(shape); !why.empty()) refuse(why);
    need(shape.all_counters() + 2 * shape.all_sums());
    Tally tally(shape);
    tally.trials = number();
    if (tally.trials != trials) refuse("the number of trials does not fit their ranges");
    for (u64& counter : tally.counters) counter = number();
    for (Sum& sum : tally.sums) {
      sum.low = number();
      sum.high = number();
    }
    if (const std::string why = why_unsound(tally); !why.empty()) refuse(why);
    return tally;
  }
  PairTally pairs(u64 trials) {
    const u32 destinations = get<u32>(), entries = get<u32>();
    need(2 * u64(destinations) + entries);
    PairTally pairs;
    pairs.exhausted.resize(destinations);
    pairs.more.resize(entries);
    for (ExhaustedBits::Pair& pair : pairs.exhausted) {
      pair.first_only = number();
      pair.second_only = number();
      if (pair.first_only > trials || pair.second_only > trials - pair.first_only) refuse_pairs();
    }
    u64 left = trials;
    for (u64& more : pairs.more) {
      more = number();
      if (more > left) refuse_pairs();
      left -= more;
    }
    if (left != 0) refuse_pairs();
    return pairs;
  }
  void finish() {
    if (reader_.left() != 0) refuse(fmt::format("{} bytes behind its end", reader_.left()));
  }

 private:
  void need(u64 bytes) {
    if (reader_.left() < bytes) refuse("less in it than it says");
  }
  u64 number() {
    u64 value = 0;
    if (!reader_.get_short(&value)) refuse("less in it than it says");
    return value;
  }
  [[noreturn]] void refuse_pairs() { refuse("the counters of a scenario contradict each other"); }

  const InputFile& file_;
  ByteReader reader_;
};

SavedScenario parse_scenario(u64 trials, Parser& parser) {
  SavedScenario one;
  const u32 name = parser.get<u32>();
  if (name > kMaxName) parser.refuse("a scenario whose name cannot be");
  one.name = parser.text(name);
  one.digest = parser.get<u64>();
  one.tally = parser.tally(trials);
  one.pairs = parser.pairs(trials);
  return one;
}

}  // namespace

std::string checkpoint_bytes(const SavedTallies& study, const std::vector<ScenarioView>& scenarios) {
  std::string bytes;
  const Sink append = [&](std::string_view piece) { bytes += piece; };
  ByteWriter out(append);
  out.put(kSavedFile.magic);
  out.put(kCheckpointMajor);
  out.put(kCheckpointMinor);
  out.put(study.study_digest);
  out.put(study.seed);
  out.put(u32(study.ranges.size()));
  out.put(u32(scenarios.size()));
  put_ranges(study.ranges, out);
  put_tally(study.tally, out);
  for (const ScenarioView& one : scenarios) {
    out.put(u32(one.name.size()));
    out.put(one.name);
    out.put(one.digest);
    put_tally(*one.tally, out);
    put_pairs(*one.pairs, out);
  }
  out.finish();
  return bytes;
}

Checkpoint parse_checkpoint(const InputFile& file) {
  if (const FileProblem problem = file_problem(file.text, kSavedFile); !problem.wrong.empty())
    refuse_file(file, problem);
  Parser parser(file);
  parser.text(8 + 4 + 4);  // magic and version, read already
  Checkpoint saved;
  saved.study.study_digest = parser.get<u64>();
  saved.study.seed = parser.get<u64>();
  const u32 ranges = parser.get<u32>(), scenarios = parser.get<u32>();
  saved.study.ranges = parser.ranges(ranges);
  const u64 trials = trials_of(saved.study.ranges);
  saved.study.tally = parser.tally(trials);
  for (u32 i = 0; i < scenarios; ++i) saved.scenarios.push_back(parse_scenario(trials, parser));
  parser.finish();
  return saved;
}

}  // namespace headroom
