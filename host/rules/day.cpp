#include "host/rules/day.h"

#include <fmt/format.h>

#include "host/base/text.h"

namespace headroom {

std::optional<Day> parse_day(std::string_view text) {
  if (text.size() != 10 || text[7] != '-' || !is_digit(text[8]) || !is_digit(text[9])) return std::nullopt;
  const auto month = parse_month(text.substr(0, 7));
  const int day = (text[8] - '0') * 10 + text[9] - '0';
  if (!month || day < 1 || day > days_in(*month)) return std::nullopt;
  return Day{*month, day};
}

std::string to_string(const Day& day) { return fmt::format("{}-{:02}", to_string(day.month), day.day); }

}  // namespace headroom
