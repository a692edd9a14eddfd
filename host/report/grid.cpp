#include "host/report/grid.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "host/base/text.h"

namespace headroom {
namespace {

std::string line_of(const std::vector<std::string>& cells, const std::vector<GridColumn>& columns,
                    const std::vector<std::size_t>& widths) {
  std::string line;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    const std::string blanks(widths[c] - width_of(cells[c]), ' ');
    if (c > 0) line += "  ";
    line += columns[c].align == Align::left ? cells[c] + blanks : blanks + cells[c];
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

}  // namespace

std::size_t width_of(std::string_view utf8) {
  return std::size_t(std::count_if(utf8.begin(), utf8.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string grid(const std::vector<GridColumn>& columns, const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::vector<std::string>> lines(1);
  for (const GridColumn& column : columns) lines[0].push_back(column.title);
  for (const auto& row : rows) {
    auto& line = lines.emplace_back();
    for (const std::string& cell : row) line.push_back(printable(cell));
    line.resize(columns.size());
  }
  std::vector<std::size_t> widths(columns.size());
  for (const auto& line : lines) {
    for (std::size_t c = 0; c < columns.size(); ++c) widths[c] = std::max(widths[c], width_of(line[c]));
  }
  std::string text;
  for (const auto& line : lines) text += line_of(line, columns, widths);
  return text;
}

std::string grouped(u64 number) {
  std::string text = std::to_string(number);
  for (std::size_t at = text.size(); at > 3;) text.insert(at -= 3, 1, ',');
  return text;
}

std::string chance(double p) {
  if (p > 0 && p < 0.00005) return "<0.0001";
  if (p < 1 && p >= 0.99995) return ">0.9999";
  return fmt::format("{:.4f}", p);
}

std::string fine_chance(double p) { return p > 0 && p < 0.001 ? fmt::format("{:.2e}", p) : chance(p); }

std::string amount(double tpp) {
  if (tpp == 0) return "0";
  if (tpp < 999.5) return fmt::format("{:.3g}", tpp);
  const std::string text = fmt::format("{:.2e}", tpp);  // 1.24e+09
  const std::size_t e = text.find("e+");
  return text.substr(0, e + 1) + std::to_string(std::stoi(text.substr(e + 2)));
}

std::string counted(u64 n, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", grouped(n), n == 1 ? one : many);
}

}  // namespace headroom
