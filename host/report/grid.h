// Text in columns, and numbers for people.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "host/base/hd.h"

namespace headroom {

enum class Align { left, right };

struct GridColumn {
  std::string title;
  Align align = Align::left;
};

// Rows of cells as text, one row a line, two blanks between columns; widths are counted in characters, not bytes, so
// that names with accents line up. Control characters in a cell are shown, not sent. No trailing blanks.
std::string grid(const std::vector<GridColumn>& columns, const std::vector<std::vector<std::string>>& rows);

// Characters (code points) of a UTF-8 text.
std::size_t width_of(std::string_view utf8);

std::string grouped(u64 number);    // 1,234,567
std::string chance(double p);       // four places; <0.0001 and >0.9999 where these would hide that p is not 0 or 1
std::string fine_chance(double p);  // rare events are what it is about: below a thousandth with three digits
std::string amount(double tpp);     // 1.24e9; 0 for nothing; below 1000 as 12.3
std::string counted(u64 n, std::string_view one, std::string_view many);  // "1 trial", "2,000 trials"

}  // namespace headroom
