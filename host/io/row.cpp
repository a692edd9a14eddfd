#include "host/io/row.h"

#include <fmt/format.h>

#include "host/base/text.h"

namespace headroom {

const CsvField* RowReader::field(std::string_view column) const {
  const int at = table_.column(column);
  return at < 0 ? nullptr : &row_.fields[std::size_t(at)];
}

Place RowReader::place(std::string_view column) const {
  const CsvField* found = field(column);
  return found ? table_.place(*found) : place();
}

void RowReader::error(std::string_view column, std::string message) {
  problems_.error(place(column), std::move(message));
  ok_ = false;
}

bool RowReader::read(const NumberColumn& column, double& value) {
  const CsvField* found = field(column.name);
  if (!found) return false;
  const auto [number, message] = read_real(column.name, found->text, column.range);
  if (!number) error(column.name, message);
  value = number.value_or(value);
  return number.has_value();
}

template <class Int>
bool RowReader::read_int(const NumberColumn& column, Int& value) {
  const CsvField* found = field(column.name);
  if (!found) return false;
  const auto [number, message] = read_whole(column.name, found->text, column.range);
  if (!number) error(column.name, message);
  if (number) value = Int(*number);
  return number.has_value();
}

bool RowReader::read(const NumberColumn& column, u32& value) { return read_int(column, value); }
bool RowReader::read(const NumberColumn& column, u64& value) { return read_int(column, value); }

bool RowReader::read_text(std::string_view column, std::string& value) {
  const CsvField* found = field(column);
  if (found) value = found->text;
  return found != nullptr;
}

bool RowReader::read_name(std::string_view column, std::string& value) {
  if (!read_text(column, value)) return false;
  if (value.empty()) error(column, fmt::format("{} is empty; give it a name", column));
  return !value.empty();
}

bool RowReader::read_month(std::string_view column, YearMonth& value) {
  const CsvField* found = field(column);
  if (!found) return false;
  const auto month = parse_month(found->text);
  if (!month)
    error(column, fmt::format("{} is {}; it must be a month such as 2026-03", column, in_quotes(found->text)));
  value = month.value_or(value);
  return month.has_value();
}

}  // namespace headroom
