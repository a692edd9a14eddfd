// TOML files, read key by key: what nobody asked for is an unknown key, and every problem has its line and column.
#pragma once
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

// TOML++ 3.3 asserts what it then checks, and a list such as [1, } fails the assertion: in a debug build the program
// would stop, in a release build by clang it would be told to assume the contrary. Without the assertion it is a syntax
// error.
#define TOML_HEADER_ONLY 0
#define TOML_ASSERT(expr) static_assert(true)
#pragma push_macro("NDEBUG")
#undef NDEBUG
#include <toml++/toml.h>
#pragma pop_macro("NDEBUG")

#include "host/base/month.h"
#include "host/io/folder.h"
#include "host/io/number.h"

namespace headroom {

// A file that is valid TOML.
class TomlFile {
 public:
  // On a syntax error nothing, and an error in `problems`.
  static std::optional<TomlFile> parse(const InputFile& file, Problems& problems);

  const toml::table& root() const { return root_; }
  Place place(const toml::source_position& at) const;  // in bytes; TOML++ counts characters

 private:
  std::string name_, text_;
  std::vector<std::size_t> line_starts_;
  toml::table root_;
};

struct TomlText {
  std::string text;
  Place place;
};

// A table of a file. A key that is absent leaves the value as it is; one of another type or out of range is an error
// and leaves it too. Every read() is true when a good value was read. `finish` says which keys were never asked for.
class TomlTable {
 public:
  TomlTable(const TomlFile& file, Problems& problems) : TomlTable(file, file.root(), "", problems) {}

  bool read(std::string_view key, std::string& value);
  bool read(std::string_view key, bool& value);
  bool read(std::string_view key, double& value, const Range& range);
  bool read(std::string_view key, int& value, const Range& range);
  bool read(std::string_view key, u64& value, const Range& range);
  bool read(std::string_view key, YearMonth& value);               // a date, the first of a month
  bool read(std::string_view key, std::vector<TomlText>& values);  // a text or a list; keeps the good ones
  bool read(std::string_view key, std::vector<double>& values, const Range& range);  // a number or a list of numbers
  bool read_name(std::string_view key, std::string& value);                          // a text that is not empty
  bool read_choice(std::string_view key, std::string& value, const std::vector<std::string_view>& choices);

  bool has(std::string_view key);
  std::optional<TomlTable> table(std::string_view key);
  std::vector<TomlTable> tables(std::string_view key);  // a list of tables, or one table
  std::vector<std::string> keys();                      // of a table whose keys are names, not words of the format

  bool need(const std::vector<std::string_view>& keys);  // each that is absent is an error
  void finish();

  Place place() const { return file_->place(table_->source().begin); }
  Place place(std::string_view key) const;  // of the value; of the table when the key is absent
  Place key_place(std::string_view key) const;
  std::string path(std::string_view key) const;  // "factors.global.rho"
  void error(std::string_view key, std::string message) { problems_->error(place(key), std::move(message)); }
  Problems& problems() { return *problems_; }

 private:
  TomlTable(const TomlFile& file, const toml::table& table, std::string path, Problems& problems)
      : file_(&file), table_(&table), path_(std::move(path)), problems_(&problems) {}
  const toml::node* ask(std::string_view key);
  void wrong(std::string_view key, const toml::node& found, std::string_view expected);
  std::optional<double> real(std::string_view key, const toml::node& node, const Range& range);
  std::optional<i64> whole(std::string_view key, const toml::node& node, const Range& range);

  const TomlFile* file_;
  const toml::table* table_;
  std::string path_;
  Problems* problems_;
  std::set<std::string, std::less<>> asked_;
};

}  // namespace headroom
