// The reader of comma-separated values.
#include "host/io/csv.h"

#include <gtest/gtest.h>

#include "host/io/row.h"

namespace headroom {
namespace {

struct Reading {
  std::string cells;   // fields joined by '|', rows by '/'
  std::string errors;  // a line each
};

Reading read(const std::string& text, const std::vector<std::string>& optional = {"c"}) {
  Problems problems;
  const CsvTable table = read_csv({"t.csv", text}, {"a", "b"}, optional, problems);
  Reading reading;
  for (const CsvRow& row : table.rows) {
    if (!reading.cells.empty()) reading.cells += '/';
    for (std::size_t i = 0; i < row.fields.size(); ++i) reading.cells += (i > 0 ? "|" : "") + row.fields[i].text;
  }
  for (const Problem& problem : problems.errors()) reading.errors += to_string(problem) + "\n";
  return reading;
}

TEST(Csv, reads_quotes_commas_and_line_breaks_inside_fields) {
  const Reading reading = read("a,b\n\"x,\"\"y\"\"\",\"two\nlines\"\n1,\n");
  EXPECT_EQ(reading.cells, "x,\"y\"|two\nlines/1|");
  EXPECT_EQ(reading.errors, "");
}

TEST(Csv, accepts_crlf_a_byte_order_mark_blank_lines_and_no_last_line_end) {
  const Reading reading = read("\xEF\xBB\xBF\r\na,b\r\n\r\n1,2\r\n\n3,4");
  EXPECT_EQ(reading.cells, "1|2/3|4");
  EXPECT_EQ(reading.errors, "");
}

TEST(Csv, columns_may_stand_in_any_order) {
  EXPECT_EQ(read("b,c,a\n1,2,3\n").cells, "1|2|3");
  EXPECT_EQ(read("b,c,a\n1,2,3\n").errors, "");
}

TEST(Csv, reports_every_row_of_another_length_and_reads_the_rest) {
  const Reading reading = read("a,b\n1\n1,2\n1,2,3\n");
  EXPECT_EQ(reading.cells, "1|2");
  EXPECT_EQ(reading.errors,
            "t.csv:2:1: row has 1 fields; the header has 2\nt.csv:4:1: row has 3 fields; the header has 2\n");
}

TEST(Csv, reports_a_nul_byte_where_its_field_stands) {
  using namespace std::string_literals;
  EXPECT_EQ(read("a,b\n1,x\0y\n"s).errors, "t.csv:2:3: field holds a NUL byte; the file must be text in UTF-8\n");
}

TEST(Csv, reports_bytes_that_are_not_utf8) {
  for (const char* bad : {"\xFF", "\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE2\x82", "\x80"}) {
    EXPECT_EQ(read(std::string("a,b\n1,") + bad + "\n").errors,
              "t.csv:2:3: field is not UTF-8; save the file as UTF-8\n");
  }
  EXPECT_EQ(read("a,b\n1,\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\n").errors, "");
}

TEST(Csv, reports_an_unclosed_quote_where_it_opens) {
  EXPECT_EQ(read("a,b\n1,\"x\n2,3\n").errors, "t.csv:2:3: quote is never closed; end the field with a quote\n");
}

TEST(Csv, reports_text_after_a_closing_quote_and_quotes_inside_plain_fields) {
  EXPECT_EQ(read("a,b\n\"x\"y,2\n").errors,
            "t.csv:2:4: text after a closing quote; put a comma there, or write \"\" for a quote inside the field\n");
  EXPECT_EQ(
      read("a,b\nx\"y,2\n").errors,
      "t.csv:2:2: quote inside a field that does not begin with one; put the whole field in quotes and write \"\" for "
      "each quote in it\n");
}

TEST(Csv, reports_a_carriage_return_without_a_line_feed) {
  EXPECT_EQ(read("a,b\n1,2\r3,4\n").errors, "t.csv:2:4: carriage return inside a line; end lines with LF or CRLF\n");
}

TEST(Csv, counts_lines_through_fields_of_several_lines) {
  EXPECT_EQ(read("a,b\n\"x\n\n\",1\n2\n").errors, "t.csv:5:1: row has 1 fields; the header has 2\n");
}

TEST(Csv, refuses_a_line_of_more_than_a_mebibyte_and_reads_the_rest) {
  const Reading reading = read("a,b\n1," + std::string(1 << 20, 'x') + "\n3,4\n");
  EXPECT_EQ(reading.cells, "3|4");
  EXPECT_EQ(reading.errors, "t.csv:2:1: line of 1048578 bytes; a line may have at most 1048576 (1 MiB)\n");
}

TEST(Csv, checks_the_header) {
  EXPECT_EQ(read("").errors, "t.csv: the file is empty; its first line must be a,b\n");
  EXPECT_EQ(read("a\n1\n").errors, "t.csv:1:1: 'b' is missing; the header needs a,b\n");
  EXPECT_EQ(read("a,b,a\n").errors, "t.csv:1:5: column 'a' stands twice; keep one\n");
  EXPECT_EQ(read("a,b,long name\n").errors, "t.csv:1:5: unknown column 'long name'; columns are a,b,c\n");
  EXPECT_EQ(read("a,b,orders\n", {"order"}).errors, "t.csv:1:5: unknown column 'orders'; did you mean 'order'?\n");
}

TEST(Row, a_column_that_the_table_lacks_leaves_the_value_without_a_word) {
  Problems problems;
  const CsvTable table = read_csv({"t.csv", "a,b\n1,2\n"}, {"a", "b"}, {"c"}, problems);
  RowReader row(table, table.rows[0], problems);
  double value = 7;
  EXPECT_FALSE(row.read(NumberColumn{"c", NumberKind::real, {}}, value));
  EXPECT_EQ(value, 7);
  EXPECT_TRUE(row.ok());
  EXPECT_TRUE(row.read(NumberColumn{"b", NumberKind::real, {}}, value));
  EXPECT_EQ(value, 2);
}

}  // namespace
}  // namespace headroom
