#include "host/model/input_changes.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace headroom {
namespace {

using Lines = std::vector<std::string>;

Lines changes(const std::vector<InputFile>& first, const std::vector<InputFile>& second) {
  Lines lines;
  for (const InputChange& change : input_changes(first, second)) lines.push_back(to_string(change));
  return lines;
}

Lines changes(const std::string& name, const std::string& first, const std::string& second) {
  return changes({{name, first}}, {{name, second}});
}

constexpr const char* kMarket =
    "destination,stream,orders_per_month,routes\nSGP,cloud,12,general\nSGP,lab,3,general\nIND,cloud,4,\"lpp>"
    "general\"\n";

TEST(InputChanges, of_rows_are_told_by_their_keys) {
  const std::string other =
      "destination,stream,orders_per_month,routes\nIND,cloud,4.0,lpp>general\nSGP,cloud,18,general\nSGP,edge,1,uveu\n";
  EXPECT_EQ(changes("market.csv", kMarket, other), (Lines{"market.csv: SGP/cloud orders_per_month 12 -> 18",
                                                          "market.csv: SGP/lab dropped: SGP, lab, 3, general",
                                                          "market.csv: SGP/edge added: SGP, edge, 1, uveu"}));
}

TEST(InputChanges, what_means_the_same_is_none) {
  const std::string reordered =
      "stream,destination,routes,orders_per_month,headquarters\r\ncloud,IND,lpp>general,4e0,\r\nlab,SGP,general,3.00,"
      "\r\n"
      "cloud,SGP,\"general\",12,\r\n";
  EXPECT_EQ(changes("market.csv", kMarket, reordered), Lines());
  EXPECT_EQ(changes("study.toml", "[study]\ntrials = 20_000\nseed = 7\n", "# why\n[study]\nseed=7\ntrials=20000\n"),
            Lines());
}

TEST(InputChanges, of_a_column_only_one_table_has_are_told) {
  EXPECT_EQ(changes("book.csv", "id,units_low\nX,1\n", "id,units_low,note\nX,1,sure\n"),
            (Lines{"book.csv: X note (empty) -> sure"}));
}

TEST(InputChanges, of_tables_without_known_keys_go_by_the_first_columns_that_tell_rows_apart) {
  EXPECT_EQ(changes("regime/tiers.csv", "destination,tier\nARE,2\nPRT,2\n", "destination,tier\nPRT,1\nARE,2\n"),
            (Lines{"regime/tiers.csv: PRT tier 2 -> 1"}));
  EXPECT_EQ(changes("regime/other.csv", "class,group,x\na,1,5\na,2,6\n", "class,group,x\na,2,7\na,1,5\n"),
            (Lines{"regime/other.csv: a/2 x 6 -> 7"}));
}

TEST(InputChanges, of_toml_name_the_key) {
  const std::string before =
      "[study]\nseed = 7\n[behaviour]\nsplit = true\n[[scenario]]\nname = \"surge\"\nmarket = { orders_per_month = { "
      "scale = "
      "1.5 } }\n[[divert]]\nfrom = \"IND\"\nto = \"SGP\"\nprobability = 0.1\n";
  const std::string after =
      "[study]\nseed = 8\n[chips]\nmix = [0.7, 0.3]\n[[divert]]\nfrom = \"IND\"\nto = \"SGP\"\nprobability = 0.2\n"
      "[[scenario]]\nname = \"new\"\nwhy = \"x\"\n[[scenario]]\nname = \"surge\"\nmarket = { orders_per_month = { "
      "scale = 2 } }\n";
  Lines lines = changes("study.toml", before, after);
  std::sort(lines.begin(), lines.end());
  EXPECT_EQ(lines, (Lines{"study.toml: behaviour.split dropped: true", "study.toml: chips.mix added: [0.7, 0.3]",
                          "study.toml: divert[IND>SGP].probability 0.1 -> 0.2",
                          "study.toml: scenario[new].name added: 'new'", "study.toml: scenario[new].why added: 'x'",
                          "study.toml: scenario[surge].market.orders_per_month.scale 1.5 -> 2",
                          "study.toml: study.seed 7 -> 8"}));
}

TEST(InputChanges, of_files_say_which_came_and_which_went) {
  const Lines lines = changes({{"book.csv", "id\n"}, {"market.csv", kMarket}, {"regime/a.csv", "a\n1\n"}},
                              {{"companies.toml", "x = 1\n"}, {"market.csv", kMarket}, {"study.toml", "y = 1\n"}});
  EXPECT_EQ(lines, (Lines{"study.toml: added: 6 bytes", "book.csv: dropped: 3 bytes", "companies.toml: added: 6 bytes",
                          "regime/a.csv: dropped: 4 bytes"}));
}

TEST(InputChanges, of_a_file_that_is_not_what_its_name_says_are_told_as_a_whole) {
  EXPECT_EQ(changes("study.toml", "x = = 1\n", "x = 1\n"), (Lines{"study.toml: one text -> another"}));
  EXPECT_EQ(changes("book.csv", "a,b\n1\n", "a,b\n1,2\n"), (Lines{"book.csv: one text -> another"}));
}

TEST(InputChanges, show_no_control_characters) {
  EXPECT_EQ(changes("book.csv", "id,note\nX,a\n", "id,note\nX,\x1b[31m\n"), (Lines{"book.csv: X note a -> \\x1b[31m"}));
}

}  // namespace
}  // namespace headroom
