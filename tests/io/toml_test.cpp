// The reader of TOML files, key by key.
#include "host/io/toml.h"

#include <gtest/gtest.h>

namespace headroom {
namespace {

std::string errors(const Problems& problems) {
  std::string text;
  for (const Problem& problem : problems.errors()) text += to_string(problem) + "\n";
  return text;
}

TEST(Toml, reads_values_of_every_kind) {
  Problems problems;
  const auto file = TomlFile::parse(
      {"t.toml", "a = 'x'\nb = true\nc = 2\nd = 1e6\ne = 2025-03-01\nf = [1, 2.5]\ng = ['p', 'q']\n"}, problems);
  ASSERT_TRUE(file);
  TomlTable root(*file, problems);
  std::string a;
  bool b = false;
  double c = 0;
  u64 d = 0;
  YearMonth e;
  std::vector<double> f;
  std::vector<TomlText> g;
  EXPECT_TRUE(root.read("a", a) && root.read("b", b) && root.read("c", c, {}) && root.read("d", d, {}) &&
              root.read("e", e) && root.read("f", f, {}) && root.read("g", g));
  root.finish();
  EXPECT_EQ(errors(problems), "");
  EXPECT_EQ(a, "x");
  EXPECT_TRUE(b);
  EXPECT_EQ(c, 2.0);
  EXPECT_EQ(d, 1000000u);
  EXPECT_EQ(e, (YearMonth{2025, 3}));
  EXPECT_EQ(f, (std::vector<double>{1, 2.5}));
  ASSERT_EQ(g.size(), 2u);
  EXPECT_EQ(g[1].text, "q");
  EXPECT_EQ(g[1].place, (Place{"t.toml", 7, 11}));
}

TEST(Toml, a_key_that_is_absent_leaves_the_value_without_a_word) {
  Problems problems;
  const auto file = TomlFile::parse({"t.toml", "a = 1\n"}, problems);
  TomlTable root(*file, problems);
  double b = 7;
  EXPECT_FALSE(root.read("b", b, {}));
  EXPECT_EQ(b, 7);
  EXPECT_FALSE(root.table("c"));
  EXPECT_EQ(errors(problems), "");
}

TEST(Toml, what_nobody_asked_for_is_unknown) {
  Problems problems;
  const auto file = TomlFile::parse({"t.toml", "rho = 1\nrhoo = 2\n[other]\n"}, problems);
  TomlTable root(*file, problems);
  root.has("rho");
  root.finish();
  EXPECT_EQ(errors(problems),
            "t.toml:2:1: unknown key 'rhoo'; did you mean 'rho'?\n"
            "t.toml:3:2: unknown table 'other'; known here are rho\n");
}

TEST(Toml, columns_count_bytes) {
  Problems problems;
  const auto file = TomlFile::parse({"t.toml", "a = { \"\xC3\xA9\xC3\xA9\" = 1, b = 'x' }\n"}, problems);
  ASSERT_TRUE(file);
  TomlTable root(*file, problems);
  double b = 0;
  auto a = root.table("a");
  a->read("b", b, {});
  EXPECT_EQ(errors(problems), "t.toml:1:23: a.b is the text 'x'; it must be a finite number\n");
}

TEST(Toml, a_line_of_more_than_a_mebibyte_is_refused) {
  Problems problems;
  EXPECT_FALSE(TomlFile::parse({"t.toml", "a = 1\nb = '" + std::string(1 << 20, 'x') + "'\n"}, problems));
  EXPECT_EQ(errors(problems), "t.toml:2:1: line of 1048583 bytes; a line may have at most 1048576 (1 MiB)\n");
}

TEST(Toml, a_brace_that_closes_a_list_is_an_error_and_no_crash) {
  Problems problems;
  EXPECT_FALSE(TomlFile::parse({"t.toml", "a = [1, }\n"}, problems));
  ASSERT_EQ(problems.errors().size(), 1u);
  EXPECT_EQ(problems.errors()[0].place, (Place{"t.toml", 1, 9}));
}

TEST(Toml, nested_too_deeply_is_an_error_and_no_crash) {
  Problems problems;
  EXPECT_FALSE(TomlFile::parse({"t.toml", "a = " + std::string(100000, '[') + "\n"}, problems));
  EXPECT_EQ(problems.errors().size(), 1u);
}

}  // namespace
}  // namespace headroom
