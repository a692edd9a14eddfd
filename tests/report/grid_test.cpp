#include "host/report/grid.h"

#include <gtest/gtest.h>

namespace headroom {
namespace {

TEST(Grid, counts_characters_not_bytes) {
  const std::string text = grid({{"name"}, {"p", Align::right}}, {{"Côte d'Ivoire", "1"}, {"Cote d'Ivoire", "22"}});
  EXPECT_EQ(text,
            "name            p\n"
            "Côte d'Ivoire   1\n"
            "Cote d'Ivoire  22\n");
}

TEST(Grid, sends_no_control_characters) { EXPECT_EQ(grid({{"a"}}, {{"x\x1b[31m\ny"}}), "a\nx\\x1b[31m\\ny\n"); }

TEST(Grid, numbers_read_well) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1234567), "1,234,567");
  EXPECT_EQ(amount(0), "0");
  EXPECT_EQ(amount(1.24e9), "1.24e9");
  EXPECT_EQ(amount(12.34), "12.3");
  EXPECT_EQ(counted(1, "trial", "trials"), "1 trial");
  EXPECT_EQ(counted(2000, "trial", "trials"), "2,000 trials");
}

TEST(Grid, a_chance_never_rounds_to_certainty) {
  EXPECT_EQ(chance(0), "0.0000");
  EXPECT_EQ(chance(0.00001), "<0.0001");
  EXPECT_EQ(chance(0.5), "0.5000");
  EXPECT_EQ(chance(0.99999), ">0.9999");
  EXPECT_EQ(chance(1), "1.0000");
}

}  // namespace
}  // namespace headroom
