#include "host/store/checkpoint_file.h"

#include <gtest/gtest.h>

#include "host/store/bytes.h"
#include "tests/support/written.h"

namespace headroom {
namespace {

const std::vector<u64> kNumbers = {0, 1, 127, 128, 16383, 16384, ~u64(0) >> 1, ~u64(0)};

std::string sample_bytes() {
  return checkpoint_bytes({"importance", 11, 5, 100, 40, {{"EST", 12, kNumbers}, {"", 13, {}}, {"SGP", 14, {7}}}});
}

std::string refusal(const std::string& bytes) {
  try {
    parse_checkpoint({"saved-a.bin", bytes});
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

// With a checksum that fits.
std::string sealed(std::string bytes) {
  return testing::written([&](const Sink& to) {
    ByteWriter out(to);
    out.put(std::string_view(bytes).substr(0, bytes.size() - kChecksumBytes));
    out.finish();
  });
}

TEST(CheckpointFile, gives_back_every_part_to_the_last_bit) {
  const Checkpoint read = parse_checkpoint({"f", sample_bytes()});
  EXPECT_EQ(read.estimator, "importance");
  EXPECT_EQ(read.study_digest, 11u);
  EXPECT_EQ(read.seed, 5u);
  EXPECT_EQ(read.first_trial, 100u);
  EXPECT_EQ(read.done, 40u);
  ASSERT_EQ(read.parts.size(), 3u);
  EXPECT_EQ(read.parts[0].name, "EST");
  EXPECT_EQ(read.parts[0].digest, 12u);
  EXPECT_EQ(read.parts[0].numbers, kNumbers);
  EXPECT_EQ(read.parts[1].name, "");
  EXPECT_TRUE(read.parts[1].numbers.empty());
  EXPECT_EQ(read.parts[2].numbers, std::vector<u64>{7});
}

TEST(CheckpointFile, numbers_of_seven_bits_a_byte_end_and_fit_in_64) {
  u64 read = 0;
  EXPECT_FALSE(ByteReader(std::string(9, '\xff') + "\x02").get_short(&read)) << "past 64 bits";
  EXPECT_FALSE(ByteReader("\x80").get_short(&read)) << "no end";
}

TEST(CheckpointFile, is_refused_wherever_it_is_cut_off) {
  const std::string bytes = sample_bytes();
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_NE(refusal(bytes.substr(0, size)), "accepted") << size;
    if (size >= kChecksumBytes) {
      EXPECT_NE(refusal(sealed(bytes.substr(0, size))), "accepted") << size << " with a checksum";
    }
  }
  EXPECT_NE(refusal(bytes + '\0'), "accepted");
  EXPECT_NE(refusal(sealed(bytes + "more")), "accepted");
}

TEST(CheckpointFile, is_refused_with_any_byte_changed) {
  const std::string bytes = sample_bytes();
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    std::string changed = bytes;
    changed[at] = char(changed[at] ^ 4);
    EXPECT_NE(refusal(changed), "accepted") << at;
  }
}

TEST(CheckpointFile, more_numbers_than_bytes_are_refused_without_allocating) {
  std::string bytes = checkpoint_bytes({"plain", 11, 5, 100, 40, {{"", 12, {7}}}});
  const std::size_t count = bytes.size() - kChecksumBytes - 1 - 8;
  for (std::size_t i = 0; i < 7; ++i) bytes[count + i] = '\xff';
  EXPECT_NE(refusal(sealed(bytes)).find("less in it than it says"), std::string::npos);
}

TEST(CheckpointFile, another_major_version_is_named) {
  std::string version = sample_bytes();
  version[8] = 9;
  EXPECT_NE(refusal(sealed(version)).find("saved tallies of version 9.0"), std::string::npos);
}

}  // namespace
}  // namespace headroom
