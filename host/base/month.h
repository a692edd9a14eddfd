// Calendar months. Dates turn into months here, at the edge; the trial only counts months from the start.
#pragma once
#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace headroom {

// A calendar month, e.g. 2025-03.
struct YearMonth {
  int year = 0;
  int month = 1;  // 1..12

  friend auto operator<=>(const YearMonth&, const YearMonth&) = default;
};

// Months from `from` to `to`; negative when `to` lies before.
constexpr int months_between(YearMonth from, YearMonth to) {
  return (to.year - from.year) * 12 + to.month - from.month;
}

constexpr YearMonth plus_months(YearMonth from, int months) {
  const int n = from.year * 12 + from.month - 1 + months;
  return {n / 12, n % 12 + 1};
}

// "2025-03", or nothing when the text is no month.
std::optional<YearMonth> parse_month(std::string_view text);
std::string to_string(YearMonth month);

int days_in(YearMonth month);  // 28..31

}  // namespace headroom
