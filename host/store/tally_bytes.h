// Parts that files of tallies share.
#pragma once
#include <string>
#include <vector>

#include "host/engine/engine.h"
#include "host/io/folder.h"
#include "host/store/bytes.h"

namespace headroom {

constexpr std::size_t kShapeBytes = 7 * 4, kRangeBytes = 16;

void put_shape(const TallyShape& shape, ByteWriter& out);
// Of kShapeBytes bytes. What it says may be impossible.
TallyShape get_shape(ByteReader& reader);
// Why no tally can have this shape, or nothing. The number of places of one that may be stays far inside 64 bits.
std::string shape_problem(const TallyShape& shape);

// Some trials, in [0, 2^63).
bool is_range(const TrialRange& range);
void put_ranges(const std::vector<TrialRange>& ranges, ByteWriter& out);
// Of `count` times kRangeBytes bytes. False where they are not sorted, apart and in [0, 2^63).
bool get_ranges(u32 count, ByteReader& reader, std::vector<TrialRange>* ranges);
u64 trials_of(const std::vector<TrialRange>& ranges);

// A file of two version numbers behind a magic text and with a checksum at its end: why it is not whole, or nothing.
struct FileKind {
  std::string_view magic, what;  // "tallies"
  u32 major = 0;
  std::size_t head_bytes = 0;  // with magic and version; without the checksum
};
struct FileProblem {
  std::string wrong, right;
};
FileProblem file_problem(std::string_view bytes, const FileKind& kind);

// Throws InputError that names the file.
[[noreturn]] void refuse_file(const InputFile& file, const FileProblem& problem);

}  // namespace headroom
