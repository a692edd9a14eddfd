#include "host/store/saved_part.h"

#include <fmt/format.h>

namespace headroom {
namespace {

constexpr u32 kMaxName = 1 << 16;

}  // namespace

void put_name(std::string_view name, ByteWriter& out) {
  out.put(u32(name.size()));
  out.put(name);
}

void put_part_head(std::string_view name, u64 digest, u64 numbers, ByteWriter& out) {
  put_name(name, out);
  out.put(digest);
  out.put(numbers);
}

void put_part(const SavedPart& part, ByteWriter& out) {
  put_part_head(part.name, part.digest, part.numbers.size(), out);
  for (const u64 number : part.numbers) out.put_short(number);
}

void PartReader::refuse(const std::string& why) const {
  refuse_file(file_, {why, "give a run folder as headroom wrote it"});
}

void PartReader::need(u64 bytes) const {
  if (bytes_.left() < bytes) refuse("less in it than it says");
}

TallyShape PartReader::shape() {
  need(kShapeBytes);
  return get_shape(bytes_);
}

bool PartReader::ranges(u32 count, std::vector<TrialRange>* ranges) {
  need(u64(count) * kRangeBytes);
  return get_ranges(count, bytes_, ranges);
}

std::string PartReader::name() {
  const u32 bytes = get<u32>();
  if (bytes > kMaxName) refuse("a name that cannot be");
  need(bytes);
  return std::string(bytes_.get_text(bytes));
}

SavedPart PartReader::part() {
  SavedPart part;
  part.name = name();
  part.digest = get<u64>();
  const u64 count = get<u64>();
  need(count);  // a byte each at least
  part.numbers.resize(count);
  for (u64& number : part.numbers)
    if (!bytes_.get_short(&number)) refuse("less in it than it says");
  return part;
}

std::vector<SavedPart> PartReader::parts(u32 count) {
  std::vector<SavedPart> all;
  for (u32 i = 0; i < count; ++i) all.push_back(part());
  return all;
}

void PartReader::finish() const {
  if (left() != 0) refuse(fmt::format("{} bytes behind its end", left()));
}

}  // namespace headroom
