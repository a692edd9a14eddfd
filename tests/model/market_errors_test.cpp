// What is said of a market.csv with a mistake in it: the exact text.
#include <gtest/gtest.h>

#include "tests/model/study_folder.h"

namespace headroom::test {
namespace {

const std::string kHeaderLine = kMarketHeader.substr(0, kMarketHeader.size() - 1);  // without its line end

void expect_market_rows(const std::vector<Case>& cases) { expect_errors("market.csv", kMarketHeader, cases); }
void expect_market(const std::vector<Case>& cases) { expect_errors("market.csv", "", cases); }

TEST(MarketErrors, rows_that_are_no_csv_are_reported) {
  expect_market_rows({
      {R"(IND,cloud,1,0.3
)",
       R"(market.csv:2:1: row has 4 fields; the header has 13)"},
      {R"(IND,cloud,1,0.3,100,1.0,1000,H100,general:1,2,1,0.4,0.3,9
)",
       R"(market.csv:2:1: row has 14 fields; the header has 13)"},
      {R"(IND,"cl
IND,other,1
)",
       R"(market.csv:2:5: quote is never closed; end the field with a quote)"},
      {R"(IND,"cloud"x,1,0.3,100,1.0,1000,H100,general:1,2,1,0.4,0.3
)",
       R"(market.csv:2:12: text after a closing quote; put a comma there, or write "" for a quote inside the field)"},
      {R"(IND,cl"oud,1,0.3,100,1.0,1000,H100,general:1,2,1,0.4,0.3
)",
       R"(market.csv:2:7: quote inside a field that does not begin with one; put the whole field in quotes and write "" for each quote in it)"},
      {R"()", R"(study.toml: no row of market.csv or book.csv sends an order; add one)"},
      {R"(

)",
       R"(study.toml: no row of market.csv or book.csv sends an order; add one)"},
  });
}

TEST(MarketErrors, unknown_names_say_the_nearest) {
  expect_market_rows({
      {R"(INX,cloud,1,0.3,100,1.0,1000,H100,general:1,2,1,0.4,0.3
)",
       R"(market.csv:2:1: unknown destination 'INX'; did you mean 'IND'?)"},
      {R"(India,cloud,1,0.3,100,1.0,1000,H100,general:1,2,1,0.4,0.3
)",
       R"(market.csv:2:1: unknown destination 'India'; did you mean 'IND'?)"},
      {R"(zz-zz,cloud,1,0.3,100,1.0,1000,H100,general:1,2,1,0.4,0.3
)",
       R"(market.csv:2:1: unknown destination 'zz-zz'; write an ISO 3166 alpha-3 code such as IND (headroom data destinations lists them))"},
      {R"(,,1,0.3,100,1.0,1000,,,2,1,0.4,0.3
)",
       R"(market.csv:2:1: destination is empty; give it a name
market.csv:2:2: stream is empty; give it a name
market.csv:2:22: chips is empty; give it a name
market.csv:2:23: route is empty; write authorisations in the order of trying, such as lpp>general)"},
      {R"(IND,cloud,1,0.3,100,1.0,1000,H10O,general:1,2,1,0.4,0.3
)",
       R"(market.csv:2:30: unknown mix or chip 'H10O'; did you mean 'H100'?)"},
      {R"(IND,cloud,1,0.3,100,1.0,1000,nothing-like-it,general:1,2,1,0.4,0.3
)",
       R"(market.csv:2:30: unknown mix or chip 'nothing-like-it'; name a [chips.NAME] of study.toml or a chip (headroom data chips lists them))"},
  });
}

TEST(MarketErrors, numbers_are_checked_against_their_ranges) {
  expect_market_rows({
      {R"(IND,cloud,-1,-1,0,-0.5,0,H100,general:1,0,-2,0.4,1e9
)",
       R"(market.csv:2:11: orders_per_month is '-1'; it must be a number between 0 and 1000000000
market.csv:2:14: growth_per_year is '-1'; it must be a number above -1 and at most 1000
market.csv:2:17: units_median is '0'; it must be a number above 0 and at most 4294967295
market.csv:2:19: units_log_sd is '-0.5'; it must be a number between 0 and 100
market.csv:2:24: units_max is '0'; it must be a whole number between 1 and 4294967295
market.csv:2:41: consignees is '0'; it must be a whole number between 1 and 65536
market.csv:2:43: delay_months is '-2'; it must be a number between 0 and 1200
market.csv:2:50: beta_region is '1e9'; it must be a number between -20 and 20)"},
      {R"(IND,cloud,nan,inf,1e999,1e-999x,1.5,H100,general:1,x,,0.4, 0.3
)",
       R"(market.csv:2:11: orders_per_month is 'nan'; it must be a number between 0 and 1000000000
market.csv:2:15: growth_per_year is 'inf'; it must be a number above -1 and at most 1000
market.csv:2:19: units_median is '1e999'; it must be a number above 0 and at most 4294967295
market.csv:2:25: units_log_sd is '1e-999x'; it must be a number between 0 and 100
market.csv:2:33: units_max is '1.5'; it must be a whole number between 1 and 4294967295
market.csv:2:52: consignees is 'x'; it must be a whole number between 1 and 65536
market.csv:2:54: delay_months is empty; it must be a number between 0 and 1200
market.csv:2:59: beta_region is ' 0.3'; it must be a number between -20 and 20)"},
      {R"(IND,cloud,1,0.3,100,1.0,9223372036854775808,H100,general:1,4294967296,1,0.4,0.3
)",
       R"(market.csv:2:25: units_max is '9223372036854775808', past 2^63; it must be a whole number between 1 and 4294967295
market.csv:2:60: consignees is '4294967296'; it must be a whole number between 1 and 65536)"},
      {R"(IND,cloud,1,0.3,100,1.0,4294967296,H100,general:1,2,1,0.4,0.3
)",
       R"(market.csv:2:25: units_max is '4294967296'; it must be a whole number between 1 and 4294967295)"},
      {R"(IND,cloud,1,0.3,100.5,0,1000,H100,general:1,2,1,0.4,0.3
)",
       R"(market.csv:2:17: units_median is 100.5 where units_log_sd is 0; it must be a whole number)"},
      {R"(IND,cloud,1,0.3,2000,0,1000,H100,general:1,2,1,0.4,0.3
)",
       R"(market.csv:2:17: units_median is 2000 where units_log_sd is 0; it must be at most units_max, 1000)"},
      {R"(IND,cloud,1,0.3,100,1.0,1000000000,H100,general:1,2,1,0.4,0.3
)",
       R"(market.csv:2:25: 1000000000 units of 15832 TPP are one order of 15832000000000 TPP; an order may have at most 8796093022208 (2^43))"},
  });
}

TEST(MarketErrors, routes_are_checked) {
  expect_market_rows({
      {R"(IND,cloud,1,0.3,100,1.0,1000,H100,genral:1,2,1,0.4,0.3
)",
       R"(market.csv:2:35: unknown authorisation 'genral'; did you mean 'general'?)"},
      {R"(IND,cloud,1,0.3,100,1.0,1000,H100,licence:1,2,1,0.4,0.3
)",
       R"(market.csv:2:35: unknown authorisation 'licence'; there are general, general_tier1, lpp, nveu, uveu, exempt)"},
      {R"(IND,cloud,1,0.3,100,1.0,1000,H100,general,2,1,0.4,0.3
)",
       R"(market.csv:2:35: route 'general' has no weight; write general:1)"},
      {R"(IND,cloud,1,0.3,100,1.0,1000,H100,general:1;,2,1,0.4,0.3
)",
       R"(market.csv:2:35: route is empty; write authorisations in the order of trying, such as lpp>general)"},
      {R"(IND,cloud,1,0.3,100,1.0,1000,H100,lpp>uveu:1,2,1,0.4,0.3
)",
       R"(market.csv:2:35: route 'lpp>uveu' has uveu beside others; uveu must be the whole route, or left out)"},
      {R"(IND,cloud,1,0.3,100,1.0,1000,H100,uveu>general:1,2,1,0.4,0.3
)",
       R"(market.csv:2:35: route 'uveu>general' has uveu beside others; uveu must be the whole route, or left out)"},
      {R"(IND,cloud,1,0.3,100,1.0,1000,H100,exempt>general:1,2,1,0.4,0.3
)",
       R"(market.csv:2:35: route 'exempt>general' has exempt beside others; exempt must be the whole route, or left out)"},
      {R"(IND,cloud,1,0.3,100,1.0,1000,H100,lpp>general>lpp:1,2,1,0.4,0.3
)",
       R"(market.csv:2:35: route 'lpp>general>lpp' tries lpp twice; name each authorisation once)"},
      {R"(IND,cloud,1,0.3,100,1.0,1000,H100,general:0.5;general:0.5,2,1,0.4,0.3
)",
       R"(market.csv:2:35: route 'general' stands twice; give it one weight)"},
      {R"(IND,cloud,1,0.3,100,1.0,1000,H100,general:0;lpp:0,2,1,0.4,0.3
)",
       R"(market.csv:2:35: weights of the routes are all 0; at least one must be above 0)"},
      {R"(IND,cloud,1,0.3,100,1.0,1000,H100,general:-1;lpp:2,2,1,0.4,0.3
)",
       R"(market.csv:2:35: weight of route 'general' is '-1'; it must be a number between 0 and 1000000000000)"},
      {R"(IND,cloud,1,0.3,100,1.0,1000,H100,general:one,2,1,0.4,0.3
)",
       R"(market.csv:2:35: weight of route 'general' is 'one'; it must be a number between 0 and 1000000000000)"},
  });
}

TEST(MarketErrors, rows_are_checked_against_each_other) {
  expect_market_rows({
      {R"(IND,cloud,1,0.3,100,1.0,1000,H100,general:1,2,1,0.4,0.3
IND,cloud,2,0.3,100,1.0,1000,H100,general:1,2,1,0.4,0.3
)",
       R"(market.csv:3:5: second row of stream 'cloud' of IND, after line 2; keep one row)"},
      {R"(IND,cloud,1,0.3,100,1.0,1000,H100,general:1,2,1,0.4,0.3
IND,other,1,0.3,100,1.0,1000,H100,general:1,2,1,0.5,0.2
)",
       R"(market.csv:3:49: beta_global is 0.5 here and 0.4 in line 2; the streams of IND must agree
market.csv:3:53: beta_region is 0.2 here and 0.3 in line 2; the streams of IND must agree)"},
      {R"(IND,cloud,100000,0.3,100,1.0,1000,H100,general:1,2,1,0.4,0.3
)",
       R"(market.csv:2:1: IND is sent 5415199 orders a trial; it may be sent at most 262144)"},
      {R"(IND,cloud,1,0.3,100,1.0,1000,H100,general:1,40000,1,0.4,0.3
IND,other,1,0.3,100,1.0,1000,H100,general:1,40000,1,0.4,0.3
)",
       R"(market.csv:2:1: IND has 80000 consignees in market.csv and book.csv together; it may have at most 65536)"},
  });
}

TEST(MarketErrors, the_header_and_optional_columns_are_checked) {
  expect_market({
      {R"()", R"(market.csv: the file is empty; its first line must be )" + kHeaderLine},
      {R"(

)",
       R"(market.csv: the file is empty; its first line must be )" + kHeaderLine},
      {R"(destination,strem
IND,x
)",
       R"(market.csv:1:1: 'stream', 'orders_per_month', 'growth_per_year', 'units_median', 'units_log_sd', 'units_max', 'chips', 'routes', 'consignees', 'delay_months', 'beta_global' and 'beta_region' are missing; the header needs )" +
           kHeaderLine + R"(
market.csv:1:13: unknown column 'strem'; did you mean 'stream'?)"},
      {kHeaderLine + R"(,beta_own,beta_own
)",
       R"(market.csv:1:159: column 'beta_own' stands twice; keep one)"},
      {kHeaderLine + R"(,beta_own
IND,cloud,1,0.3,100,1.0,1000,H100,general:1,2,1,0.4,0.3,0.5
ARE,cloud,1,0.3,100,1.0,1000,H100,general:1,2,1,0.4,0.3,
)",
       R"(market.csv:2:57: beta_own is 0.5 but the study has no own factors; add own = { rho = ... } to [factors], or leave the column out)"},
      {kHeaderLine + R"(,headquarters
IND,cloud,1,0.3,100,1.0,1000,H100,general:1,2,1,0.4,0.3,US
IND,other,1,0.3,100,1.0,1000,H100,general:1,2,1,0.4,0.3,XQX
)",
       R"(market.csv:2:57: unknown headquarters 'US'; did you mean 'USA'?
market.csv:3:57: unknown headquarters 'XQX'; did you mean 'XKX'?)"},
  });
}

}  // namespace
}  // namespace headroom::test
