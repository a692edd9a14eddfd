// Comma-separated values as in RFC 4180, with the line and column of every field.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "host/io/folder.h"

namespace headroom {

struct CsvField {
  std::string text;
  int line = 0;
  int column = 0;
};

struct CsvRow {
  std::vector<CsvField> fields;
};

// A table with a header. Every row has as many fields as the header.
struct CsvTable {
  std::string file;
  std::vector<std::string> header;
  std::vector<CsvRow> rows;

  // The place of a column in the header, or -1.
  int column(std::string_view name) const;
  Place place(const CsvField& field) const { return {file, field.line, field.column}; }
};

// Reads a table and checks its header: every name of `required` once, others only from `optional`, none twice; an
// unknown column is an error that names the nearest. Errors: NUL bytes, bytes that are not UTF-8, unclosed quotes, text
// after a closing quote, rows of another length than the header, lines longer than 1 MiB, an empty file. A row with an
// error is left out, the rest is read. A byte order mark and CRLF line ends are accepted; blank lines are passed over.
CsvTable read_csv(const InputFile& file, const std::vector<std::string>& required,
                  const std::vector<std::string>& optional, Problems& problems);

// The same with whatever header the table has.
CsvTable read_any_csv(const InputFile& file, Problems& problems);

}  // namespace headroom
