// A day of the calendar: rulings are made by date, the simulation counts months.
#pragma once
#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "host/base/month.h"

namespace headroom {

struct Day {
  YearMonth month;
  int day = 1;  // 1..31

  friend auto operator<=>(const Day&, const Day&) = default;
};

// "2025-03-31", or nothing when the text is no day of the calendar.
std::optional<Day> parse_day(std::string_view text);
std::string to_string(const Day& day);

}  // namespace headroom
