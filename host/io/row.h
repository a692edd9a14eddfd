// One row of a table, read field by field; says what is wrong with each.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/month.h"
#include "host/io/csv.h"
#include "host/io/number.h"

namespace headroom {

// A column of numbers.
struct NumberColumn {
  std::string_view name;
  NumberKind kind = NumberKind::real;
  Range range;
};

// Reads the fields of a row. What the table has no column for stays as it is, without a word: the header's check has
// spoken already, or the column is optional.
class RowReader {
 public:
  RowReader(const CsvTable& table, const CsvRow& row, Problems& problems)
      : table_(table), row_(row), problems_(problems) {}

  // Each is true when a good value was read.
  bool read(const NumberColumn& column, double& value);
  bool read(const NumberColumn& column, u32& value);
  bool read(const NumberColumn& column, u64& value);
  bool read_name(std::string_view column, std::string& value);  // must not be empty
  bool read_text(std::string_view column, std::string& value);
  bool read_month(std::string_view column, YearMonth& value);

  // Of the field, or of the row when the table has no such column.
  Place place(std::string_view column) const;
  Place place() const { return table_.place(row_.fields.front()); }
  void error(std::string_view column, std::string message);
  bool ok() const { return ok_; }  // no error was found in this row by this reader

 private:
  const CsvField* field(std::string_view column) const;
  template <class Int>
  bool read_int(const NumberColumn& column, Int& value);

  const CsvTable& table_;
  const CsvRow& row_;
  Problems& problems_;
  bool ok_ = true;
};

}  // namespace headroom
