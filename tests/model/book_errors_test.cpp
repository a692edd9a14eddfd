// What is said of a book.csv or companies.toml with a mistake in it: the exact text.
#include <gtest/gtest.h>

#include "tests/model/study_folder.h"

namespace headroom::test {
namespace {

void expect_book_rows(const std::vector<Case>& cases) { expect_errors("book.csv", kBookHeader, cases); }
void expect_companies(const std::vector<Case>& cases) { expect_errors("companies.toml", "", cases); }

TEST(BookErrors, every_field_of_a_row_is_checked) {
  expect_book_rows({
      {R"(A,IND,Alpha,H100,10,20
)",
       R"(book.csv:2:1: row has 6 fields; the header has 11)"},
      {R"(,IND,,H100,10,20,30,2025-06,0,0.5,general
)",
       R"(book.csv:2:1: id is empty; give it a name
book.csv:2:6: consignee is empty; give it a name)"},
      {R"(A,IDN1,Alpha,H1000,10,20,30,2025-06,0,0.5,general
)",
       R"(book.csv:2:3: unknown destination 'IDN1'; did you mean 'IDN'?
book.csv:2:14: unknown chip 'H1000'; did you mean 'H100'?)"},
      {R"(A,IND,Alpha,H100,30,20,10,2025-06,0,0.5,general
)",
       R"(book.csv:2:18: units are 30, 20, 10; low, mode and high must not fall)"},
      {R"(A,IND,Alpha,H100,0,20,30,2025-06,-1,1.5,general
)",
       R"(book.csv:2:18: units_low is '0'; it must be a whole number between 1 and 4294967295
book.csv:2:34: delay_months is '-1'; it must be a number between 0 and 1200
book.csv:2:37: probability is '1.5'; it must be a number between 0 and 1)"},
      {R"(A,IND,Alpha,H100,10,20,9223372036854775808,2025-06,0,0.5,general
)",
       R"(book.csv:2:24: units_high is '9223372036854775808', past 2^63; it must be a whole number between 1 and 4294967295)"},
      {R"(A,IND,Alpha,H100,10,20,4000000000,2025-06,0,0.5,general
)",
       R"(book.csv:2:24: 4000000000 units of 15832 TPP are one order of 63328000000000 TPP; an order may have at most 8796093022208 (2^43))"},
      {R"(A,IND,Alpha,H100,10,20,30,2025-6,0,0.5,general
)",
       R"(book.csv:2:27: month is '2025-6'; it must be a month such as 2026-03)"},
      {R"(A,IND,Alpha,H100,10,20,30,2025-13,0,0.5,general
)",
       R"(book.csv:2:27: month is '2025-13'; it must be a month such as 2026-03)"},
      {R"(A,IND,Alpha,H100,10,20,30,2028-01,0,0.5,general
)",
       R"(book.csv:2:27: month is 2028-01; it must lie within the study, 2025-01 to 2027-12)"},
      {R"(A,IND,Alpha,H100,10,20,30,2024-12,0,0.5,general
)",
       R"(book.csv:2:27: month is 2024-12; it must lie within the study, 2025-01 to 2027-12)"},
      {R"(A,IND,Alpha,H100,10,20,30,2025-06,0,0.5,general:1
)",
       R"(book.csv:2:41: route is 'general:1'; a book row has one route, without a weight, such as lpp>general)"},
      {R"(A,IND,Alpha,H100,10,20,30,2025-06,0,0.5,
)",
       R"(book.csv:2:41: route is empty; write authorisations in the order of trying, such as lpp>general)"},
      {R"(A,IND,Alpha,H100,10,20,30,2025-06,0,0.5,lppp>general
)",
       R"(book.csv:2:41: unknown authorisation 'lppp'; did you mean 'lpp'?)"},
      {R"(A,IND,Alpha,H100,10,20,30,2025-06,0,0.5,general>uveu
)",
       R"(book.csv:2:41: route 'general>uveu' has uveu beside others; uveu must be the whole route, or left out)"},
      {R"(A,IND,Alpha,H100,10,20,30,2025-06,0,0.5,general
A,IND,Beta,H100,10,20,30,2025-06,0,0.5,general
)",
       R"(book.csv:3:1: second row with id 'A', after line 2; give each row its own id)"},
      {R"(A,IND,Alpha,H100,10,20,30,2025-06,0,nan,general
)",
       R"(book.csv:2:37: probability is 'nan'; it must be a number between 0 and 1)"},
  });
}

TEST(CompanyErrors, every_key_of_a_company_is_checked) {
  expect_companies({
      {R"()", R"(companies.toml: the file is empty; it must hold TOML tables)"},
      {R"([[company]]
)",
       R"(companies.toml:1:1: company.arrivals is missing; add it
companies.toml:1:1: company.headquarters is missing; add it
companies.toml:1:1: company.name is missing; add it)"},
      {R"([company
)",
       R"(companies.toml:1:9: no valid TOML: Error while parsing table header: expected ']', saw '\n'; toml.io says how it is written)"},
      {R"([[company]]
name = "A"
headquarters = "USA"
[company.arrivals]
clusters_per_month = 1
units_median = 100
units_log_sd = 1
units_max = 1000
chips = "H100"
)",
       R"(companies.toml:4:1: company.arrivals.locations is missing; add it)"},
      {R"([[company]]
name = "A"
headquarters = "USA"
hq = 1
[company.arrivals]
clusters_per_month = 1
units_median = 100
units_log_sd = 1
units_max = 1000
chips = "H100"
[company.arrivals.locations]
USA = 1
)",
       R"(companies.toml:4:1: unknown key 'hq'; known here are arrivals, confidence, headquarters, installed_tpp, name, note, status, stock_end_2025_tpp)"},
      {R"([[company]]
name = "A"
headquarters = "USA"
[company.arrivals]
clusters_per_month = 1
units_median = 100
units_log_sd = 1
units_max = 1000
chips = "H100"
[company.arrivals.locations]
USA = 1
[[company]]
name = "A"
headquarters = "USA"
[company.arrivals]
clusters_per_month = 1
units_median = 100
units_log_sd = 1
units_max = 1000
chips = "H100"
[company.arrivals.locations]
USA = 1
)",
       R"(companies.toml:13:8: second company 'A'; give each its own name)"},
      {R"([[company]]
name = "A"
headquarters = "US"
[company.installed_tpp]
INX = 5
USA = -1
[company.arrivals]
clusters_per_month = 1
units_median = 100
units_log_sd = 1
units_max = 1000
chips = "H100"
[company.arrivals.locations]
USA = 1
)",
       R"(companies.toml:3:16: unknown headquarters 'US'; did you mean 'USA'?
companies.toml:5:1: unknown location 'INX'; did you mean 'IND'?
companies.toml:6:7: company.installed_tpp.USA is -1; it must be a number between 0 and 1e+18)"},
      {R"([[company]]
name = "A"
headquarters = "USA"
[company.arrivals]
clusters_per_month = 1
units_median = 100
units_log_sd = 1
units_max = 1000
chips = "H10"
[company.arrivals.locations]
other_tier = 1
USA = [1, -1]
)",
       R"(companies.toml:9:9: unknown mix or chip 'H10'; did you mean 'H100'?
companies.toml:11:1: unknown location 'other_tier'; write an ISO 3166 alpha-3 code such as IND (headroom data destinations lists them)
companies.toml:12:11: company.arrivals.locations.USA is -1; it must be a number between 0 and 1000000000000)"},
      {R"([[company]]
name = "A"
headquarters = "USA"
[company.arrivals]
clusters_per_month = 1
units_median = 100
units_log_sd = 1
units_max = 1000
chips = "H100"
[company.arrivals.locations]
USA = [1, 0]
other_tier1 = 0
)",
       R"(companies.toml:10:1: company.arrivals.locations: the weights of quarter 2 are all 0; at least one must be above 0)"},
      {R"([[company]]
name = "A"
headquarters = "USA"
[company.arrivals]
clusters_per_month = 1
units_median = 100
units_log_sd = 1
units_max = 1000
chips = "H100"
home_slip = { probability = 2, months = 0 }
[company.arrivals.locations]
USA = 1
)",
       R"(companies.toml:10:29: company.arrivals.home_slip.probability is 2; it must be a number between 0 and 1
companies.toml:10:41: company.arrivals.home_slip.months is 0; it must be a whole number between 1 and 120)"},
      {R"([[company]]
name = "A"
headquarters = "USA"
[company.arrivals]
clusters_per_month = 1
units_median = 100
units_log_sd = 1
units_max = 1000000000
chips = "H100"
[company.arrivals.locations]
USA = 1
)",
       R"(companies.toml:8:13: 1000000000 units of 15832 TPP are one order of 15832000000000 TPP; an order may have at most 8796093022208 (2^43))"},
  });
}

}  // namespace
}  // namespace headroom::test
