// position.csv: what is read, and what is said of a row with a mistake in it.
#include <gtest/gtest.h>

#include "tests/model/study_folder.h"

namespace headroom::test {
namespace {

const std::string kPositionHeader = "kind,destination,who,year,used_tpp\n";

std::string position_errors(const std::string& rows) {
  StudyFolder folder;
  folder.write("position.csv", kPositionHeader + rows);
  return folder.errors();
}

TEST(Position, a_table_without_a_mistake_is_read) {
  EXPECT_EQ(position_errors("allocation,IND,,,790000000\nlpp,IND,cloud/1,2025,26900000\nnveu,IND,cloud/1,,633000000\n"),
            "");
}

TEST(Position, each_mistake_is_told_with_what_would_be_right) {
  EXPECT_EQ(position_errors("alocation,IND,,,1\n"),
            "position.csv:2:1: unknown kind 'alocation'; did you mean 'allocation'?");
  EXPECT_EQ(position_errors("allocation,INX,,,1\n"),
            "position.csv:2:12: unknown destination 'INX'; did you mean 'IND'?");
  EXPECT_EQ(position_errors("allocation,USA,,,1\n"),
            "position.csv:2:12: USA has no allocation; a position is one of a Tier 2 destination");
  EXPECT_EQ(position_errors("allocation,KEN,,,1\n"),
            "position.csv:2:12: the study sends no order to KEN; add demand there or leave the row out");
  EXPECT_EQ(position_errors("allocation,IND,cloud/1,,1\n"),
            "position.csv:2:16: an allocation belongs to the destination; leave who empty");
  EXPECT_EQ(position_errors("lpp,IND,cloud/9999,2025,1\n"),
            "position.csv:2:9: 'cloud/9999' is no consignee in IND; give one of book.csv, or STREAM/1, STREAM/2, ...");
  EXPECT_EQ(position_errors("lpp,IND,cloud/1,2026,1\n"),
            "position.csv:2:17: year is '2026'; it must be 2025, in which the study starts");
  EXPECT_EQ(position_errors("nveu,IND,cloud/1,2025,1\n"),
            "position.csv:2:18: only lpp is counted by year; leave year empty");
  EXPECT_EQ(position_errors("allocation,IND,,,790000001\n"),
            "position.csv:2:18: used_tpp is 790000001; the limit at the start is 790000000");
  EXPECT_EQ(position_errors("lpp,IND,cloud/1,2025,26900001\n"),
            "position.csv:2:22: used_tpp is 26900001; the limit at the start is 26900000");
  EXPECT_EQ(position_errors("allocation,IND,,,1\nallocation,IND,,,2\n"),
            "position.csv:3:1: second row for this meter, after line 2; keep one");
  EXPECT_EQ(position_errors("allocation,IND,,,-1\n").substr(0, 30), "position.csv:2:18: used_tpp is");
}

}  // namespace
}  // namespace headroom::test
