// Numbers in text, and words for messages.
#include "host/io/number.h"

#include <gtest/gtest.h>

#include "host/base/text.h"

namespace headroom {
namespace {

TEST(Number, reads_what_is_wholly_a_number) {
  EXPECT_EQ(read_real("x", "-1.5e3", {}).value, -1500.0);
  EXPECT_EQ(read_whole("x", "9223372036854775807", {}).value, 9223372036854775807);
}

TEST(Number, refuses_what_is_not_wholly_a_number) {
  for (const char* text :
       {"", " 1", "1 ", "+1", "1,5", "1.5x", "0x10", "1_000", "nan", "inf", "-infinity", "1e999", "one"}) {
    EXPECT_FALSE(read_real("x", text, {}).value) << text;
  }
  for (const char* text : {"", "1.0", "1e3", "9223372036854775808", "-9223372036854775809", "1 "}) {
    EXPECT_FALSE(read_whole("x", text, {}).value) << text;
  }
}

TEST(Number, says_which_numbers_are_allowed) {
  EXPECT_EQ(described(NumberKind::real, {}), "a finite number");
  EXPECT_EQ(described(NumberKind::whole, {}), "a whole number");
  EXPECT_EQ(described(NumberKind::real, {.low = 0}), "a number of at least 0");
  EXPECT_EQ(described(NumberKind::real, {.high = 0.5}), "a number at most 0.5");
  EXPECT_EQ(described(NumberKind::whole, {.low = 1, .high = 120}), "a whole number between 1 and 120");
  EXPECT_EQ(described(NumberKind::real, {.low = -1, .high = 1, .above_low = true, .below_high = true}),
            "a number above -1 and below 1");
}

TEST(Number, says_what_was_found) {
  EXPECT_EQ(read_real("delay", "", {.low = 0}).message, "delay is empty; it must be a number of at least 0");
  EXPECT_EQ(read_real("delay", "-1", {.low = 0}).message, "delay is '-1'; it must be a number of at least 0");
  EXPECT_EQ(read_whole("units", "9223372036854775808", {}).message,
            "units is '9223372036854775808', past 2^63; it must be a whole number");
}

TEST(Text, quotes_on_one_line_and_cuts_between_characters) {
  EXPECT_EQ(in_quotes("a\nb\x1b[31m"), "'a\\nb\\x1b[31m'");
  EXPECT_EQ(in_quotes(std::string(59, 'x') + "\xC3\xA9"), "'" + std::string(59, 'x') + "...'");
}

TEST(Text, finds_the_nearest_name) {
  const std::vector<std::string_view> names = {"H100", "H200", "GB300", "baseline-2025"};
  EXPECT_EQ(nearest("h100", names), "H100");
  EXPECT_EQ(nearest("H010", names), "H100");  // neighbours swapped
  EXPECT_EQ(nearest("baselin-2052", names), "baseline-2025");
  EXPECT_EQ(nearest("MI300X", names), "");
  EXPECT_EQ(nearest("", names), "");
}

}  // namespace
}  // namespace headroom
