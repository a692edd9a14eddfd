#include "host/io/csv.h"

#include <algorithm>

#include <fmt/format.h>

#include "host/base/text.h"

namespace headroom {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string joined(const std::vector<std::string>& names) { return fmt::format("{}", fmt::join(names, ",")); }

// Walks through the text once; knows the line and column of where it is.
class Reader {
 public:
  Reader(const InputFile& file, Problems& problems) : text_(file.text), file_(file.name), problems_(problems) {
    if (text_.substr(0, kByteOrderMark.size()) == kByteOrderMark) text_.remove_prefix(kByteOrderMark.size());
  }

  // The next line that is not blank, as a row; false at the end of the text. `good`: no error was found in it.
  bool next_row(CsvRow& row, bool& good) {
    while (!at_end() && at_line_end()) end_line();
    if (at_end()) return false;
    row.fields.clear();
    good_ = true;
    if (line_is_too_long()) {
      at_ = end_of_line();
    } else {
      read_fields(row);
    }
    if (!at_end()) end_line();
    good = good_;
    return true;
  }

 private:
  bool at_end() const { return at_ == text_.size(); }
  bool at_line_end() const {
    return text_[at_] == '\n' || (text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n');
  }
  void end_line() {
    at_ += text_[at_] == '\r' ? 2 : 1;
    start_line(at_);
  }
  void start_line(std::size_t at) {
    ++line_;
    line_start_ = at;
  }
  std::size_t end_of_line() const { return std::min(text_.find('\n', at_), text_.size()); }
  int column() const { return int(at_ - line_start_) + 1; }

  void error(int line, int column, std::string message) {
    problems_.error({file_, line, column}, std::move(message));
    good_ = false;
  }

  bool line_is_too_long() {
    const std::size_t length = end_of_line() - at_;
    if (length <= kMaxLineBytes) return false;
    error(line_, 1, fmt::format("line of {} bytes; a line may have at most {} (1 MiB)", length, kMaxLineBytes));
    return true;
  }

  void read_fields(CsvRow& row) {
    for (bool more = true; more;) {
      CsvField field{{}, line_, column()};
      if (!at_end() && text_[at_] == '"') {
        read_quoted(field);
      } else {
        read_plain(field);
      }
      check_bytes(field);
      row.fields.push_back(std::move(field));
      more = !at_end() && text_[at_] == ',';
      if (more) ++at_;
    }
  }

  void read_plain(CsvField& field) {
    const std::size_t begin = at_;
    while (!at_end() && text_[at_] != ',' && !at_line_end()) ++at_;
    field.text = text_.substr(begin, at_ - begin);
    const std::size_t quote = field.text.find('"');
    const std::size_t lone = field.text.find('\r');
    if (quote != std::string::npos) {
      error(line_, field.column + int(quote),
            "quote inside a field that does not begin with one; put the whole field in quotes and write \"\" for each "
            "quote in it");
    }
    if (lone != std::string::npos) {
      error(line_, field.column + int(lone), "carriage return inside a line; end lines with LF or CRLF");
    }
  }

  void read_quoted(CsvField& field) {
    for (++at_; !at_end(); ++at_) {
      if (text_[at_] == '"') {
        const bool doubled = at_ + 1 < text_.size() && text_[at_ + 1] == '"';
        if (!doubled) return finish_quoted();
        ++at_;
      }
      field.text += text_[at_];
      if (text_[at_] == '\n') start_line(at_ + 1);
    }
    error(field.line, field.column, "quote is never closed; end the field with a quote");
  }

  // Stands on the closing quote.
  void finish_quoted() {
    ++at_;
    if (at_end() || text_[at_] == ',' || at_line_end()) return;
    error(line_, column(), "text after a closing quote; put a comma there, or write \"\" for a quote inside the field");
    while (!at_end() && text_[at_] != ',' && !at_line_end()) ++at_;
  }

  void check_bytes(const CsvField& field) {
    if (field.text.find('\0') != std::string::npos) {
      error(field.line, field.column, "field holds a NUL byte; the file must be text in UTF-8");
    } else if (!is_utf8(field.text)) {
      error(field.line, field.column, "field is not UTF-8; save the file as UTF-8");
    }
  }

  std::string_view text_;
  const std::string& file_;
  Problems& problems_;
  std::size_t at_ = 0, line_start_ = 0;
  int line_ = 1;
  bool good_ = true;
};

// Names the columns; says what is wrong with them.
void read_header(const CsvRow& row, const std::vector<std::string>& required, const std::vector<std::string>& optional,
                 CsvTable& table, Problems& problems) {
  std::vector<std::string_view> known(required.begin(), required.end());
  known.insert(known.end(), optional.begin(), optional.end());
  for (const CsvField& field : row.fields) {
    if (table.column(field.text) >= 0) {
      problems.error(table.place(field), fmt::format("column {} stands twice; keep one", in_quotes(field.text)));
    } else if (std::find(known.begin(), known.end(), field.text) == known.end()) {
      problems.error(table.place(field),
                     unknown_name("column", field.text, known, fmt::format("columns are {}", fmt::join(known, ","))));
    }
    table.header.push_back(field.text);
  }
  std::vector<std::string> missing;
  for (const std::string& name : required) {
    if (table.column(name) < 0) missing.push_back(in_quotes(name));
  }
  if (missing.empty()) return;
  problems.error({table.file, row.fields.front().line, 1},
                 fmt::format("{} {} missing; the header needs {}", listed(missing), missing.size() == 1 ? "is" : "are",
                             joined(required)));
}

}  // namespace

int CsvTable::column(std::string_view name) const {
  const auto at = std::find(header.begin(), header.end(), name);
  return at == header.end() ? -1 : int(at - header.begin());
}

CsvTable read_csv(const InputFile& file, const std::vector<std::string>& required,
                  const std::vector<std::string>& optional, Problems& problems) {
  CsvTable table;
  table.file = file.name;
  Reader reader(file, problems);
  CsvRow row;
  bool good = true;
  if (!reader.next_row(row, good)) {
    problems.error({file.name}, fmt::format("the file is empty; its first line must be {}", joined(required)));
    return table;
  }
  if (!good) return table;
  read_header(row, required, optional, table, problems);
  while (reader.next_row(row, good)) {
    if (!good) continue;
    if (row.fields.size() == table.header.size()) {
      table.rows.push_back(std::move(row));
      continue;
    }
    problems.error({file.name, row.fields.front().line, 1},
                   fmt::format("row has {} fields; the header has {}", row.fields.size(), table.header.size()));
  }
  return table;
}

CsvTable read_any_csv(const InputFile& file, Problems& problems) {
  Problems said;  // again below
  Reader reader(file, said);
  CsvRow header;
  bool good = true;
  std::vector<std::string> names;
  if (reader.next_row(header, good)) {
    for (const CsvField& field : header.fields) names.push_back(field.text);
  }
  return read_csv(file, {}, names, problems);
}

}  // namespace headroom
