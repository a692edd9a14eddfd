#include "host/store/tallies_file.h"

#include <gtest/gtest.h>

#include "host/base/digest.h"
#include "tests/support/sample_tally.h"
#include "tests/support/written.h"

namespace headroom {
namespace {

using testing::tallies_bytes;

SavedTallies saved_sample() { return {0x1234, 5, {{0, 10}, {20, 30}}, testing::sample_tally()}; }

std::string tallies_refusal(const std::string& bytes) {
  try {
    parse_tallies({"runs/x/tallies.bin", bytes});
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

bool is_refused(const std::string& bytes) { return tallies_refusal(bytes).rfind("runs/x/tallies.bin: ", 0) == 0; }

// With a checksum that fits again: what somebody made on purpose.
std::string forged(std::string bytes) {
  bytes.resize(bytes.size() - 8);
  Digest digest;
  digest.add(bytes.data(), bytes.size());
  for (int i = 0; i < 8; ++i) bytes += static_cast<char>(digest.value() >> (8 * i) & 0xFF);
  return bytes;
}

std::string with_u32(std::string bytes, std::size_t at, u32 value) {
  for (std::size_t i = 0; i < 4; ++i) bytes[at + i] = static_cast<char>(value >> (8 * i) & 0xFF);
  return forged(bytes);
}

constexpr std::size_t kVersionAt = 8, kMonthsAt = 32, kDestinationsAt = 36, kBookAt = 40, kDivertsAt = 44,
                      kSlotsAt = 48, kLooksAt = 52, kLocationsAt = 56, kRangesAt = 60, kFirstRangeAt = 64;
constexpr std::size_t kCountersAt = kFirstRangeAt + 2 * 16 + 8;

TEST(TalliesFile, comes_back_as_it_was_written) {
  const SavedTallies before = saved_sample(), after = parse_tallies({"t", tallies_bytes(before)});
  EXPECT_EQ(after.study_digest, before.study_digest);
  EXPECT_EQ(after.seed, before.seed);
  EXPECT_TRUE(after.tally == before.tally);
  EXPECT_EQ(after.tally.digest(), before.tally.digest());
  ASSERT_EQ(after.ranges.size(), 2u);
  EXPECT_EQ(after.ranges[1].first, 20u);
  EXPECT_EQ(after.ranges[1].count, 30u);
}

// Small enough to try every byte: no destinations, two book orders.
std::string small_bytes() {
  Tally tally(TallyShape{3, 0, 2});
  tally.trials = 40;
  tally.count(tally.shape.exhausted_count(0), 40);
  tally.count(tally.shape.book_end(1, 0), 7);
  return tallies_bytes({0x1234, 5, {{0, 40}}, tally});
}

void expect_flips_refused(std::string bytes, std::size_t stride) {
  for (std::size_t i = 0; i < bytes.size(); i += stride) {
    const char was = bytes[i];
    bytes[i] = static_cast<char>(was ^ (1 << (i % 8)));
    EXPECT_TRUE(is_refused(bytes)) << "byte " << i;
    bytes[i] = was;
  }
  EXPECT_EQ(tallies_refusal(bytes), "accepted");
}

TEST(TalliesFile, every_flipped_byte_is_refused) {
  expect_flips_refused(small_bytes(), 1);
  expect_flips_refused(tallies_bytes(saved_sample()), 97);
}

TEST(TalliesFile, every_truncation_is_refused) {
  const std::string bytes = small_bytes();
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_TRUE(is_refused(bytes.substr(0, size))) << size << " bytes";
    if (size < 8) continue;
    EXPECT_TRUE(is_refused(forged(bytes.substr(0, size)))) << size << " bytes, forged";
  }
  EXPECT_TRUE(is_refused(bytes + "x"));
  EXPECT_TRUE(is_refused(forged(bytes + "12345678")));
}

TEST(TalliesFile, another_major_version_is_named) {
  const std::string text = tallies_refusal(with_u32(tallies_bytes(saved_sample()), kVersionAt, 1));
  EXPECT_NE(text.find("version 1.1"), std::string::npos) << text;
  EXPECT_NE(text.find("reads 2.x"), std::string::npos) << text;
}

TEST(TalliesFile, a_newer_minor_version_may_add_blocks) {
  const std::string bytes = with_u32(tallies_bytes(saved_sample()), kVersionAt + 4, kTalliesMinor + 1);
  EXPECT_EQ(tallies_refusal(bytes), "accepted");
  EXPECT_EQ(tallies_refusal(forged(bytes + "a new block")), "accepted");
}

// A scenario that is the study itself.
SavedTallies with_scenario() {
  SavedTallies saved = saved_sample();
  PairTally pairs(2, {0u, 1u});
  pairs.more[2] = 40;
  saved.scenarios.push_back({"same", 9, testing::sample_tally(), pairs});
  return saved;
}

TEST(TalliesFile, holds_scenarios_too) {
  const SavedTallies read = parse_tallies({"t", tallies_bytes(with_scenario())});
  ASSERT_EQ(read.scenarios.size(), 1u);
  EXPECT_EQ(read.scenarios[0].name, "same");
  EXPECT_EQ(read.scenarios[0].digest, 9u);
  EXPECT_EQ(read.scenarios[0].tally, testing::sample_tally());
  EXPECT_EQ(read.scenarios[0].pairs.more[2], 40u);
  const std::string bytes = tallies_bytes(with_scenario()), alone = tallies_bytes(saved_sample());
  for (std::size_t size = alone.size() - 8; size < bytes.size(); ++size)
    EXPECT_TRUE(is_refused(forged(bytes.substr(0, size)))) << size << " bytes, forged";
}

TEST(TalliesFile, scenarios_of_other_trials_are_refused_by_name) {
  SavedTallies saved = with_scenario();
  saved.scenarios[0].pairs.more[2] = 39;
  EXPECT_NE(tallies_refusal(tallies_bytes(saved)).find("scenario 'same': the counters"), std::string::npos);
  saved = with_scenario();
  saved.scenarios[0].tally.trials = 39;
  EXPECT_NE(tallies_refusal(tallies_bytes(saved)).find("scenario 'same': the number of trials"), std::string::npos);
}

TEST(TalliesFile, of_an_older_minor_version_have_no_scenarios) {
  std::string bytes = tallies_bytes(saved_sample());
  bytes.resize(bytes.size() - 8 - 4);
  const std::string older = with_u32(bytes + std::string(8, '0'), kVersionAt + 4, 0);
  EXPECT_EQ(tallies_refusal(older), "accepted");
  EXPECT_TRUE(parse_tallies({"t", older}).scenarios.empty());
}

TEST(TalliesFile, absurd_shapes_are_refused_without_allocating) {
  const std::string bytes = tallies_bytes(saved_sample());
  for (const std::size_t at :
       {kMonthsAt, kDestinationsAt, kBookAt, kDivertsAt, kSlotsAt, kLooksAt, kLocationsAt, kRangesAt}) {
    for (const u32 value : {0u, 3u, 0x7FFFFFFFu, 0xFFFFFFFFu}) {
      if (with_u32(bytes, at, value) == bytes) continue;
      EXPECT_TRUE(is_refused(with_u32(bytes, at, value))) << value << " at " << at;
    }
  }
}

TEST(TalliesFile, ranges_that_cannot_be_are_refused) {
  const std::string bytes = tallies_bytes(saved_sample());
  EXPECT_TRUE(is_refused(with_u32(bytes, kFirstRangeAt + 8, 9))) << "fewer trials than the tally has";
  EXPECT_TRUE(is_refused(with_u32(bytes, kFirstRangeAt + 16, 5))) << "ranges overlap";
  EXPECT_TRUE(is_refused(with_u32(bytes, kFirstRangeAt + 20, 0xFFFFFFFF))) << "past 2^63";
}

TEST(TalliesFile, counters_that_contradict_each_other_are_refused) {
  const std::string bytes = tallies_bytes(saved_sample());
  EXPECT_TRUE(is_refused(with_u32(bytes, kCountersAt, 11))) << "one trial too many exhausted in month 0";
  EXPECT_TRUE(is_refused(with_u32(bytes, kCountersAt + 4, 1))) << "2^32 trials too many";
}

// One limit of a company, looked at once: broken by a move in 7 of 40 trials, and by the look in 5.
Tally company_tally() {
  Tally tally(TallyShape{3, 0, 0, 0, 1, 1, 2});
  const TallyShape& s = tally.shape;
  tally.trials = 40;
  tally.count(s.exhausted_count(0), 40);
  tally.count(s.broken_in(0, 1), 7);
  tally.count(s.first_broken(0, 1), 7);
  tally.count(s.first_broken(0, 3), 33);
  tally.count(s.slack(0, 0, 99), 5);
  tally.count(s.slack(0, 0, 107), 35);
  tally.sum(s.location_tpp(1), 123);
  return tally;
}

TEST(TalliesFile, of_companies_come_back_as_they_were_written) {
  const Tally tally = company_tally();
  EXPECT_TRUE(parse_tallies({"t", tallies_bytes({1, 5, {{0, 40}}, tally})}).tally == tally);
}

TEST(TalliesFile, of_companies_that_contradict_each_other_are_refused) {
  const auto refused_with = [](u64 place, u64 n) {
    Tally tally = company_tally();
    tally.count(place, n);
    return is_refused(tallies_bytes({1, 5, {{0, 40}}, tally}));
  };
  const TallyShape s = company_tally().shape;
  EXPECT_TRUE(refused_with(s.first_broken(0, 2), 1)) << "41 trials end somehow";
  EXPECT_TRUE(refused_with(s.broken_in(0, 2), 41)) << "broken in more trials than there are";
  EXPECT_TRUE(refused_with(s.broken_in(0, 1), ~u64(0))) << "first broken in a month more often than broken";
  EXPECT_TRUE(refused_with(s.slack(0, 0, 3), 1)) << "41 trials looked at";
}

TEST(TalliesFile, something_else_is_not_atallies_file) {
  EXPECT_NE(tallies_refusal("").find("not a tallies file"), std::string::npos);
  EXPECT_NE(tallies_refusal("{ \"schema\": 1 }").find("not a tallies file"), std::string::npos);
}

}  // namespace
}  // namespace headroom
