#include "host/store/tallies_file.h"

#include <cstring>

#include <fmt/format.h>

#include "host/base/digest.h"
#include "host/model/study.h"
#include "host/store/sound_tally.h"

namespace headroom {
namespace {

constexpr u32 kMaxDestinations = 26 * 26 * 26;  // alpha-3 letters
constexpr u64 kMaxTrial = u64(1) << 63;

class Writer {
 public:
  template <class Int>
  void put(Int value) {
    for (std::size_t i = 0; i < sizeof value; ++i) bytes_ += static_cast<char>(value >> (8 * i) & 0xFF);
  }
  void put(std::string_view text) { bytes_ += text; }
  std::string finish() {
    put(checksum(bytes_));
    return std::move(bytes_);
  }
  static u64 checksum(std::string_view bytes) {
    Digest digest;
    digest.add(bytes.data(), bytes.size());
    return digest.value();
  }

 private:
  std::string bytes_;
};

// Reads from the front. The caller has made sure of the size.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : left_(bytes) {}
  template <class Int>
  Int get() {
    Int value = 0;
    for (std::size_t i = 0; i < sizeof value; ++i) value |= Int(static_cast<unsigned char>(left_[i])) << (8 * i);
    left_.remove_prefix(sizeof value);
    return value;
  }
  void skip(std::size_t bytes) { left_.remove_prefix(bytes); }
  std::size_t left() const { return left_.size(); }

 private:
  std::string_view left_;
};

[[noreturn]] void refuse(const InputFile& file, const std::string& why,
                         std::string_view right = "give a run folder as headroom wrote it") {
  Problems problems;
  problems.error({file.name}, fmt::format("{}; {}", why, right));
  throw InputError(problems.errors());
}

constexpr std::size_t kHeadBytes = 8 + 2 * 4 + 2 * 8 + 8 * 4, kChecksumBytes = 8;

void check_whole(const InputFile& file) {
  const std::string_view bytes = file.text;
  if (bytes.substr(0, kTalliesMagic.size()) != kTalliesMagic) refuse(file, "not a tallies file of headroom");
  if (bytes.size() < kHeadBytes + kChecksumBytes) refuse(file, fmt::format("cut off after {} bytes", bytes.size()));
  Reader version(bytes.substr(kTalliesMagic.size()));
  const u32 major = version.get<u32>(), minor = version.get<u32>();
  if (major != kTalliesMajor) {
    refuse(file, fmt::format("tallies of version {}.{}, and this headroom reads {}.x", major, minor, kTalliesMajor),
           "run the study again, or use the headroom that wrote them");
  }
  const std::string_view body = bytes.substr(0, bytes.size() - kChecksumBytes);
  if (Reader(bytes.substr(body.size())).get<u64>() != Writer::checksum(body)) {
    refuse(file, "damaged or cut off: the checksum does not fit");
  }
}

// Bytes of ranges, trials, counters and sums. Bounds on the shape keep the arithmetic inside 64 bits.
u64 body_bytes(const TallyShape& shape, u32 ranges) {
  return u64(ranges) * 16 + 8 + shape.all_counters() * 8 + shape.all_sums() * 16;
}

void read_ranges(const InputFile& file, u32 count, Reader& reader, SavedTallies* saved) {
  u64 end = 0, trials = 0;
  for (u32 i = 0; i < count; ++i) {
    const u64 first = reader.get<u64>(), n = reader.get<u64>();
    const bool apart = i == 0 || first > end;
    if (!apart || n == 0 || first >= kMaxTrial || n > kMaxTrial - first)
      refuse(file, "ranges of trials that cannot be");
    saved->ranges.push_back({first, n});
    end = first + n;
    trials += n;
  }
  saved->tally.trials = reader.get<u64>();
  if (saved->tally.trials != trials) refuse(file, "the number of trials does not fit their ranges");
}

}  // namespace

std::string tallies_bytes(const SavedTallies& saved) {
  const Tally& tally = saved.tally;
  Writer out;
  out.put(kTalliesMagic);
  out.put(kTalliesMajor);
  out.put(kTalliesMinor);
  out.put(saved.study_digest);
  out.put(saved.seed);
  out.put(tally.shape.months);
  out.put(tally.shape.destinations);
  out.put(tally.shape.book);
  out.put(tally.shape.diverts);
  out.put(tally.shape.slots);
  out.put(tally.shape.looks);
  out.put(tally.shape.locations);
  out.put(u32(saved.ranges.size()));
  for (const TrialRange& range : saved.ranges) {
    out.put(range.first);
    out.put(range.count);
  }
  out.put(tally.trials);
  for (const u64 counter : tally.counters) out.put(counter);
  for (const Sum& sum : tally.sums) {
    out.put(sum.low);
    out.put(sum.high);
  }
  return out.finish();
}

SavedTallies parse_tallies(const InputFile& file) {
  check_whole(file);
  Reader reader(std::string_view(file.text).substr(0, file.text.size() - kChecksumBytes));
  reader.skip(kTalliesMagic.size() + 4);
  const u32 minor = reader.get<u32>();
  SavedTallies saved;
  saved.study_digest = reader.get<u64>();
  saved.seed = reader.get<u64>();
  TallyShape shape{};
  shape.months = reader.get<u32>();
  shape.destinations = reader.get<u32>();
  shape.book = reader.get<u32>();
  shape.diverts = reader.get<u32>();
  shape.slots = reader.get<u32>();
  shape.looks = reader.get<u32>();
  shape.locations = reader.get<u32>();
  const u32 ranges = reader.get<u32>();
  if (shape.months < 1 || shape.months > u32(kMaxMonths) || shape.destinations > kMaxDestinations) {
    refuse(file, fmt::format("{} months and {} destinations cannot be", shape.months, shape.destinations));
  }
  if (shape.looks > (shape.slots ? shape.months : 0)) {
    refuse(file, fmt::format("{} looks at {} limits of companies cannot be", shape.looks, shape.slots));
  }
  const u64 needed = body_bytes(shape, ranges);
  const bool fits = minor <= kTalliesMinor ? reader.left() == needed : reader.left() >= needed;
  if (!fits) refuse(file, fmt::format("{} bytes of tallies where its shape needs {}", reader.left(), needed));
  saved.tally = Tally(shape);
  read_ranges(file, ranges, reader, &saved);
  for (u64& counter : saved.tally.counters) counter = reader.get<u64>();
  for (Sum& sum : saved.tally.sums) {
    sum.low = reader.get<u64>();
    sum.high = reader.get<u64>();
  }
  if (const std::string why = why_unsound(saved.tally); !why.empty()) refuse(file, why);
  return saved;
}

}  // namespace headroom
