#include "host/store/checkpoint_file.h"

#include <gtest/gtest.h>

#include "host/store/bytes.h"
#include "tests/support/sample_tally.h"
#include "tests/support/written.h"

namespace headroom {
namespace {

PairTally sample_pairs() {
  PairTally pairs(2, {0u, std::nullopt});
  pairs.exhausted[0] = {3, 7};
  pairs.more = {0, 10, 20, 9, 1};
  return pairs;
}

std::string sample_bytes() {
  const SavedTallies study{11, 5, {{100, 40}}, testing::sample_tally()};
  const Tally tally = testing::sample_tally();
  const PairTally pairs = sample_pairs();
  return checkpoint_bytes(study, {{"surge", 12, &tally, &pairs}, {"", 13, &tally, &pairs}});
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

TEST(CheckpointFile, gives_back_the_study_and_its_scenarios) {
  const Checkpoint read = parse_checkpoint({"f", sample_bytes()});
  EXPECT_EQ(read.study.study_digest, 11u);
  EXPECT_EQ(read.study.seed, 5u);
  ASSERT_EQ(read.study.ranges.size(), 1u);
  EXPECT_EQ(read.study.ranges[0].first, 100u);
  EXPECT_EQ(read.study.tally, testing::sample_tally());
  ASSERT_EQ(read.scenarios.size(), 2u);
  EXPECT_EQ(read.scenarios[0].name, "surge");
  EXPECT_EQ(read.scenarios[1].name, "");
  EXPECT_EQ(read.scenarios[1].digest, 13u);
  EXPECT_EQ(read.scenarios[0].tally, testing::sample_tally());
  EXPECT_EQ(read.scenarios[0].pairs.exhausted[0].second_only, 7u);
  EXPECT_EQ(read.scenarios[0].pairs.more, sample_pairs().more);
}

TEST(CheckpointFile, large_numbers_keep_every_bit) {
  const std::vector<u64> numbers = {0, 1, 127, 128, 16383, 16384, ~u64(0) >> 1, ~u64(0)};
  const std::string bytes = testing::written([&](const Sink& to) {
    ByteWriter out(to);
    for (const u64 number : numbers) out.put_short(number);
    out.finish();
  });
  ByteReader reader(bytes);
  for (const u64 number : numbers) {
    u64 read = 0;
    EXPECT_TRUE(reader.get_short(&read));
    EXPECT_EQ(read, number);
  }
  u64 read = 0;
  EXPECT_FALSE(ByteReader(std::string(9, '\xff') + "\x02").get_short(&read)) << "past 64 bits";
  EXPECT_FALSE(ByteReader("\x80").get_short(&read)) << "no end";
}

TEST(CheckpointFile, is_refused_wherever_it_is_cut_off) {
  const std::string bytes = sample_bytes();
  for (std::size_t size = 0; size < bytes.size(); size += size < 200 ? 1 : 37)
    EXPECT_NE(refusal(bytes.substr(0, size)), "accepted") << size;
  EXPECT_NE(refusal(bytes.substr(0, bytes.size() - 1)), "accepted");
  EXPECT_NE(refusal(bytes + '\0'), "accepted");
}

TEST(CheckpointFile, is_refused_with_any_byte_changed) {
  const std::string bytes = sample_bytes();
  for (std::size_t at = 0; at < bytes.size(); at += at < 200 ? 1 : 41) {
    std::string changed = bytes;
    changed[at] = char(changed[at] ^ 4);
    EXPECT_NE(refusal(changed), "accepted") << at;
  }
}

TEST(CheckpointFile, does_not_trust_what_has_a_checksum_that_fits) {
  const std::string bytes = sample_bytes();
  for (std::size_t size = kChecksumBytes; size < bytes.size(); size += size < 200 ? 1 : 37)
    EXPECT_NE(refusal(sealed(bytes.substr(0, size))), "accepted") << size;
  EXPECT_NE(refusal(sealed(bytes + "more")), "accepted");
  std::string pairs = bytes;
  pairs[pairs.size() - kChecksumBytes - 1] = 2;  // one trial too many in the last entry of `more`
  EXPECT_NE(refusal(sealed(pairs)).find("the counters of a scenario contradict each other"), std::string::npos);
  std::string version = bytes;
  version[8] = 9;
  EXPECT_NE(refusal(sealed(version)).find("saved tallies of version 9.0"), std::string::npos);
}

}  // namespace
}  // namespace headroom
