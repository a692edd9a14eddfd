#include "host/store/tally_bytes.h"

#include <fmt/format.h>

#include "host/model/study.h"

namespace headroom {
namespace {

constexpr u32 kMaxDestinations = 26 * 26 * 26;  // alpha-3 letters
constexpr u64 kMaxTrial = u64(1) << 63;

}  // namespace

void put_shape(const TallyShape& shape, ByteWriter& out) {
  out.put(shape.months);
  out.put(shape.destinations);
  out.put(shape.book);
  out.put(shape.diverts);
  out.put(shape.slots);
  out.put(shape.looks);
  out.put(shape.locations);
}

TallyShape get_shape(ByteReader& reader) {
  TallyShape shape{};
  shape.months = reader.get<u32>();
  shape.destinations = reader.get<u32>();
  shape.book = reader.get<u32>();
  shape.diverts = reader.get<u32>();
  shape.slots = reader.get<u32>();
  shape.looks = reader.get<u32>();
  shape.locations = reader.get<u32>();
  return shape;
}

std::string shape_problem(const TallyShape& shape) {
  if (shape.months < 1 || shape.months > u32(kMaxMonths) || shape.destinations > kMaxDestinations)
    return fmt::format("{} months and {} destinations cannot be", shape.months, shape.destinations);
  if (shape.looks > (shape.slots ? shape.months : 0))
    return fmt::format("{} looks at {} limits of companies cannot be", shape.looks, shape.slots);
  return {};
}

bool is_range(const TrialRange& range) {
  return range.count > 0 && range.first < kMaxTrial && range.count <= kMaxTrial - range.first;
}

void put_ranges(const std::vector<TrialRange>& ranges, ByteWriter& out) {
  for (const TrialRange& range : ranges) {
    out.put(range.first);
    out.put(range.count);
  }
}

bool get_ranges(u32 count, ByteReader& reader, std::vector<TrialRange>* ranges) {
  u64 end = 0;
  for (u32 i = 0; i < count; ++i) {
    const u64 first = reader.get<u64>(), n = reader.get<u64>();
    const bool apart = i == 0 || first > end;
    if (!apart || !is_range({first, n})) return false;
    ranges->push_back({first, n});
    end = first + n;
  }
  return true;
}

u64 trials_of(const std::vector<TrialRange>& ranges) {
  u64 trials = 0;
  for (const TrialRange& range : ranges) trials += range.count;
  return trials;
}

FileProblem file_problem(std::string_view bytes, const FileKind& kind) {
  const std::string_view right = "give a run folder as headroom wrote it";
  const auto wrong = [&](std::string what) { return FileProblem{std::move(what), std::string(right)}; };
  if (bytes.substr(0, kind.magic.size()) != kind.magic)
    return wrong(fmt::format("not a {} file of headroom", kind.what));
  if (bytes.size() < kind.head_bytes + kChecksumBytes)
    return wrong(fmt::format("cut off after {} bytes", bytes.size()));
  ByteReader version(bytes.substr(kind.magic.size()));
  const u32 major = version.get<u32>(), minor = version.get<u32>();
  if (major != kind.major) {
    return {fmt::format("{} of version {}.{}, and this headroom reads {}.x", kind.what, major, minor, kind.major),
            "run the study again, or use the headroom that wrote them"};
  }
  const std::string_view body = bytes.substr(0, bytes.size() - kChecksumBytes);
  if (ByteReader(bytes.substr(body.size())).get<u64>() != checksum(body))
    return wrong("damaged or cut off: the checksum does not fit");
  return {};
}

void refuse_file(const InputFile& file, const FileProblem& problem) {
  Problems problems;
  problems.error({file.name}, fmt::format("{}; {}", problem.wrong, problem.right));
  throw InputError(problems.errors());
}

}  // namespace headroom
