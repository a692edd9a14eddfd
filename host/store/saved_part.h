// A part of a file of tallies: integers under a name, whatever they count. And the reader of such files.
//   u32 bytes of its name, the name, u64 digest of the tables it was counted under, u64 how many numbers, the numbers:
//   seven bits a byte (ByteWriter::put_short)
#pragma once
#include <string>
#include <vector>

#include "host/store/tally_bytes.h"

namespace headroom {

struct SavedPart {
  std::string name;
  u64 digest = 0;
  std::vector<u64> numbers;  // as numbers_of gives them
};

void put_part(const SavedPart& part, ByteWriter& out);
// All of a part but the numbers, so many of which must follow.
void put_part_head(std::string_view name, u64 digest, u64 numbers, ByteWriter& out);
void put_name(std::string_view name, ByteWriter& out);

// Reads a file whose checksum fits: what is wrong now was written so. Every function throws InputError that names the
// file, and none allocates more than 8 bytes for one of the file.
class PartReader {
 public:
  explicit PartReader(const InputFile& file)
      : file_(file), bytes_(std::string_view(file.text).substr(0, file.text.size() - kChecksumBytes)) {}

  [[noreturn]] void refuse(const std::string& why) const;
  template <class Int>
  Int get() {
    need(sizeof(Int));
    return bytes_.get<Int>();
  }
  void skip(std::size_t bytes) {
    need(bytes);
    bytes_.skip(bytes);
  }
  TallyShape shape();
  bool ranges(u32 count, std::vector<TrialRange>* ranges);  // as get_ranges
  std::string name();
  SavedPart part();
  std::vector<SavedPart> parts(u32 count);
  std::size_t left() const { return bytes_.left(); }
  void finish() const;  // nothing may be left

 private:
  void need(u64 bytes) const;

  const InputFile& file_;
  ByteReader bytes_;
};

}  // namespace headroom
