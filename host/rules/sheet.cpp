#include "host/rules/sheet.h"

namespace headroom {

std::optional<Sheet> Sheet::read(const Folder& folder, const std::string& name) {
  Problems told;  // by loading
  if (name.empty() || !folder.has(name)) return std::nullopt;
  auto file = folder.read(name, told);
  if (!file) return std::nullopt;
  Sheet sheet;
  sheet.file_ = std::move(*file);
  sheet.table_ = read_csv(sheet.file_, {}, {}, told);
  return sheet;
}

const std::string& Sheet::text(std::size_t row, std::string_view column) const {
  static const std::string none;
  const int at = table_.column(column);
  return at < 0 ? none : table_.rows[row].fields[std::size_t(at)].text;
}

Place Sheet::place(std::size_t row, std::string_view column) const {
  const auto& fields = table_.rows[row].fields;
  const int at = table_.column(column);
  return table_.place(at < 0 ? fields.front() : fields[std::size_t(at)]);
}

std::size_t Sheet::row_at(int line) const {
  for (std::size_t row = 0; row < size(); ++row) {
    if (table_.rows[row].fields.front().line == line) return row;
  }
  return 0;
}

}  // namespace headroom
