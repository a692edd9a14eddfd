// A table of a regime as it stands, and the place of every field: for what the linter says after loading has said what
// is wrong with the form of the table, which is passed over here.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "host/io/csv.h"

namespace headroom {

class Sheet {
 public:
  // Nothing when the folder has no such file, or none that can be read.
  static std::optional<Sheet> read(const Folder& folder, const std::string& name);

  const std::string& name() const { return file_.name; }  // as it is printed
  std::size_t size() const { return table_.rows.size(); }
  bool has(std::string_view column) const { return table_.column(column) >= 0; }
  // Empty, and the place of the row, where the table has no such column.
  const std::string& text(std::size_t row, std::string_view column) const;
  Place place(std::size_t row, std::string_view column) const;
  std::size_t row_at(int line) const;  // the row that begins on that line; 0 when none does
  const InputFile& file() const { return file_; }

 private:
  InputFile file_;
  CsvTable table_;
};

}  // namespace headroom
