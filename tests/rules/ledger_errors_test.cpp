// What is said of a file with mistakes in it: the exact text.
#include <gtest/gtest.h>

#include "tests/rules/rulings.h"

namespace headroom::test {
namespace {

void expect_said(const std::string& lines, const std::string& expected) {
  EXPECT_EQ(ledger_errors(kLedgerHeader + lines), expected) << lines;
}

TEST(LedgerErrors, header_and_nothing_else) {
  EXPECT_EQ(ledger_errors(kLedgerHeader), "orders.csv: no row to rule on; add one");
  EXPECT_EQ(ledger_errors("id,kind\n"),
            "orders.csv:1:1: 'destination', 'parent_headquarters', 'veu', 'chip', 'units', 'consignee', 'date', "
            "'model_class', 'fine_tuned' and 'facility' are missing; the header needs " +
                kLedgerHeader.substr(0, kLedgerHeader.size() - 1));
}

TEST(LedgerErrors, all_of_a_row_at_once) {
  expect_said("A,shipmnt,INX,India,UEVU,H10,0,,2025-02-30,,,\n",
              "orders.csv:2:3: unknown kind 'shipmnt'; did you mean 'shipment'?\n"
              "orders.csv:2:11: unknown destination 'INX'; did you mean 'IND'?\n"
              "orders.csv:2:15: unknown parent_headquarters 'India'; did you mean 'IND'?\n"
              "orders.csv:2:21: unknown veu 'UEVU'; did you mean 'UVEU'?\n"
              "orders.csv:2:33: date is '2025-02-30'; it must be a day such as 2026-03-31");
  expect_said("A,shipment,IND,IND,none,H10,0,,2025-02-28,,,\n",
              "orders.csv:2:25: unknown chip 'H10'; did you mean 'H100'?\n"
              "orders.csv:2:29: units is '0'; it must be a whole number between 1 and 4294967295\n"
              "orders.csv:2:31: consignee is empty; give it a name");
  expect_said("A,shipment,,,,,,,,,,\n",
              "orders.csv:2:12: destination is empty; give it a name\n"
              "orders.csv:2:13: parent_headquarters is empty; give it a name\n"
              "orders.csv:2:14: veu is empty; give it a name\n"
              "orders.csv:2:15: chip is empty; give it a name\n"
              "orders.csv:2:16: units is empty; it must be a whole number between 1 and 4294967295\n"
              "orders.csv:2:17: consignee is empty; give it a name\n"
              "orders.csv:2:18: date is empty; give it a name");
}

TEST(LedgerErrors, what_akind_has_no_use_for_must_be_empty) {
  expect_said("A,shipment,IND,IND,none,ONE,1,A,2025-02-28,closed_4E091,no,yes\n",
              "orders.csv:2:44: model_class is 'closed_4E091'; a row of kind 'shipment' has none, leave it empty\n"
              "orders.csv:2:57: fine_tuned is 'no'; a row of kind 'shipment' has none, leave it empty\n"
              "orders.csv:2:60: facility is 'yes'; a row of kind 'shipment' has none, leave it empty");
  expect_said("A,weights,IND,IND,none,ONE,1,A,2025-02-28,closed_4E091,no,yes\n",
              "orders.csv:2:24: chip is 'ONE'; a row of kind 'weights' has none, leave it empty\n"
              "orders.csv:2:28: units is '1'; a row of kind 'weights' has none, leave it empty\n"
              "orders.csv:2:30: consignee is 'A'; a row of kind 'weights' has none, leave it empty");
}

TEST(LedgerErrors, words_of_the_weights_table) {
  expect_said("A,weights,IND,IND,none,,,,2025-02-28,closed_4E092,huge,maybe\n",
              "orders.csv:2:38: unknown model_class 'closed_4E092'; did you mean 'closed_4E091'?\n"
              "orders.csv:2:51: unknown fine_tuned 'huge'; known are large, no, small\n"
              "orders.csv:2:56: unknown facility 'maybe'; known are no, yes");
  expect_said("A,weights,IND,IND,none,,,,2025-02-28,,,\n", "orders.csv:2:38: model_class is empty; give it a name");
}

TEST(LedgerErrors, rows_that_contradict_each_other) {
  expect_said(
      "A,shipment,IND,IND,none,ONE,1,Alpha,2025-02-28,,,\n"
      "A,shipment,IND,SGP,none,ONE,1,Alpha,2025-02-28,,,\n",
      "orders.csv:3:1: second row with id 'A', after line 2; give each row its own id\n"
      "orders.csv:3:16: consignee 'Alpha' has its parent in SGP here and in IND on line 2; a consignee is an "
      "ultimate parent, give each its own name");
}

TEST(LedgerErrors, shipments_too_large_to_count) {
  expect_said("A,shipment,IND,IND,none,GB300,200000000,A,2025-02-28,,,\n",
              "orders.csv:2:31: units and chip make 12000000000000 TPP; a shipment may have at most 8796093022208");
}

TEST(LedgerErrors, rows_are_judged_by_date_then_as_they_stand) {
  const auto rows = rulings(
      "late,shipment,IND,IND,none,ONE,1,A,2025-03-01,,,\n"
      "first,shipment,IND,IND,none,ONE,1,A,2025-02-01,,,\n"
      "second,shipment,IND,IND,none,ONE,1,A,2025-02-01,,,\n");
  EXPECT_EQ(rows[0].row.id + rows[1].row.id + rows[2].row.id, "firstsecondlate");
  EXPECT_EQ(rows[2].row.line, 2);
}

TEST(Days, are_days_of_the_calendar) {
  for (const char* good : {"2025-01-31", "2024-02-29", "2000-02-29", "2025-12-01"}) {
    ASSERT_TRUE(parse_day(good)) << good;
    EXPECT_EQ(to_string(*parse_day(good)), good);
  }
  for (const char* bad : {"", "2025-02-29", "1900-02-29", "2025-04-31", "2025-00-01", "2025-13-01", "2025-01-00",
                          "2025-1-01", "2025-01-1", "2025/01/01", "2025-01-0x", "2025-01-011"}) {
    EXPECT_FALSE(parse_day(bad)) << bad;
  }
}

}  // namespace
}  // namespace headroom::test
