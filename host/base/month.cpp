#include "host/base/month.h"

#include <cstdio>

#include "host/base/text.h"

namespace headroom {

std::optional<YearMonth> parse_month(std::string_view text) {
  if (text.size() != 7 || text[4] != '-') return std::nullopt;
  int digits[6];
  for (int i = 0, at = 0; i < 6; ++i, ++at) {
    if (at == 4) ++at;
    if (!is_digit(text[at])) return std::nullopt;
    digits[i] = text[at] - '0';
  }
  const YearMonth month{digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3], digits[4] * 10 + digits[5]};
  if (month.month < 1 || month.month > 12) return std::nullopt;
  return month;
}

std::string to_string(YearMonth month) {
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02d", month.year, month.month);
  return text;
}

int days_in(YearMonth month) {
  const bool leap = month.year % 4 == 0 && (month.year % 100 != 0 || month.year % 400 == 0);
  const int days[] = {31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return days[month.month - 1];
}

}  // namespace headroom
