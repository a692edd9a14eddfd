#include "host/model/input_changes.h"

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include <fmt/format.h>

#include "host/base/text.h"
#include "host/io/csv.h"
#include "host/io/number.h"
#include "host/io/toml.h"

namespace headroom {
namespace {

// What a file says, name by name, in its order.
class Facts {
 public:
  // A name that is taken gets a number behind it.
  void add(const std::string& name, std::string value) {
    std::string free = name;
    for (int n = 2; values_.count(free); ++n) free = fmt::format("{} #{}", name, n);
    names_.push_back(free);
    values_.emplace(std::move(free), std::move(value));
  }
  const std::vector<std::string>& names() const { return names_; }
  const std::string* find(const std::string& name) const {
    const auto at = values_.find(name);
    return at == values_.end() ? nullptr : &at->second;
  }

 private:
  std::vector<std::string> names_;
  std::map<std::string, std::string> values_;
};

bool same(const std::string& a, const std::string& b) {
  if (a == b) return true;
  const auto x = read_real("", a, {}).value, y = read_real("", b, {}).value;
  return x && y && *x == *y;
}

void compare(const std::string& file, const Facts& first, const Facts& second, std::vector<InputChange>* changes) {
  for (const std::string& name : first.names()) {
    const std::string &from = *first.find(name), *to = second.find(name);
    if (!to) {
      changes->push_back({file, name, from, {}});
    } else if (!same(from, *to)) {
      changes->push_back({file, name, from, *to});
    }
  }
  for (const std::string& name : second.names()) {
    if (!first.find(name)) changes->push_back({file, name, {}, *second.find(name)});
  }
}

// What an entry of a list of tables is called; else it has its number.
std::string label_of(const toml::table& entry, std::size_t number) {
  std::string label;
  for (const char* key : {"name", "id", "destination", "chip", "from", "to"}) {
    const toml::node* node = entry.get(key);
    const auto* text = node ? node->as_string() : nullptr;
    if (text) label += (label.empty() ? "" : ">") + text->get();
    if (text && std::string_view(key) != "from") return label;
  }
  return label.empty() ? std::to_string(number) : label;
}

std::string value_text(const toml::node& node) {
  if (const auto* real = node.as_floating_point()) return fmt::format("{}", real->get());
  if (const toml::array* list = node.as_array()) {
    std::string text;
    for (const toml::node& entry : *list) text += (text.empty() ? "" : ", ") + value_text(entry);
    return "[" + text + "]";
  }
  std::ostringstream text;
  node.visit([&](const auto& value) { text << value; });
  return text.str();
}

void add_toml(const toml::node& node, const std::string& path, Facts* facts) {
  if (const toml::table* table = node.as_table()) {
    for (const auto& [key, value] : *table)
      add_toml(value, (path.empty() ? "" : path + ".") + std::string(key.str()), facts);
  } else if (const toml::array* list = node.as_array(); list && !list->empty() && list->is_homogeneous<toml::table>()) {
    std::size_t number = 0;
    for (const toml::node& entry : *list)
      add_toml(entry, fmt::format("{}[{}]", path, label_of(*entry.as_table(), ++number)), facts);
  } else {
    facts->add(path, value_text(node));
  }
}

std::optional<Facts> toml_facts(const InputFile& file) {
  Problems problems;
  const auto toml = TomlFile::parse(file, problems);
  if (!toml) return std::nullopt;
  Facts facts;
  add_toml(toml->root(), "", &facts);
  return facts;
}

std::string cell(const CsvTable& table, const CsvRow& row, std::string_view column) {
  const int at = table.column(column);
  return at < 0 ? "" : row.fields[std::size_t(at)].text;
}

std::string key_of(const CsvTable& table, const CsvRow& row, const std::vector<std::string>& columns) {
  std::string key;
  for (const std::string& column : columns) key += (key.empty() ? "" : "/") + cell(table, row, column);
  return key;
}

bool tells_rows_apart(const CsvTable& table, const std::vector<std::string>& columns) {
  std::set<std::string> keys;
  return std::all_of(table.rows.begin(), table.rows.end(),
                     [&](const CsvRow& row) { return keys.insert(key_of(table, row, columns)).second; });
}

// The columns whose cells name a row: those that the format says, else as many of the first as tell all rows apart.
std::vector<std::string> key_columns(const CsvTable& first, const CsvTable& second) {
  static const std::map<std::string, std::vector<std::string>> known = {
      {"market.csv", {"destination", "stream"}},
      {"book.csv", {"id"}},
      {"position.csv", {"kind", "destination", "who", "year"}}};
  if (const auto at = known.find(first.file); at != known.end()) return at->second;
  std::vector<std::string> columns;
  for (const std::string& column : first.header) {
    columns.push_back(column);
    if (tells_rows_apart(first, columns) && tells_rows_apart(second, columns)) break;
  }
  return columns;
}

std::string row_text(const CsvRow& row) {
  std::string text;
  for (const CsvField& field : row.fields) text += (text.empty() ? "" : ", ") + field.text;
  return text;
}

using Rows = std::map<std::string, const CsvRow*>;

// Rows by their keys; a second of one key, which only whole rows can be, is as good as the first.
Rows rows_by_key(const CsvTable& table, const std::vector<std::string>& columns) {
  Rows rows;
  for (const CsvRow& row : table.rows) rows.emplace(key_of(table, row, columns), &row);
  return rows;
}

void compare_rows(const CsvTable& first, const CsvTable& second, std::vector<InputChange>* changes) {
  const std::vector<std::string> keys = key_columns(first, second);
  const Rows before = rows_by_key(first, keys), after = rows_by_key(second, keys);
  std::vector<std::string> columns = first.header;
  for (const std::string& column : second.header)
    if (first.column(column) < 0) columns.push_back(column);
  for (const auto& [key, row] : before) {
    const auto other = after.find(key);
    if (other == after.end()) {
      changes->push_back({first.file, key, row_text(*row), {}});
      continue;
    }
    for (const std::string& column : columns) {
      const std::string from = cell(first, *row, column), to = cell(second, *other->second, column);
      if (!same(from, to)) changes->push_back({first.file, fmt::format("{} {}", key, column), from, to});
    }
  }
  for (const auto& [key, row] : after)
    if (!before.count(key)) changes->push_back({first.file, key, {}, row_text(*row)});
}

bool ends_with(const std::string& text, std::string_view end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

void compare_files(const InputFile& first, const InputFile& second, std::vector<InputChange>* changes) {
  if (first.text == second.text) return;
  if (ends_with(first.name, ".toml")) {
    const auto before = toml_facts(first), after = toml_facts(second);
    if (before && after) return compare(first.name, *before, *after, changes);
  }
  if (ends_with(first.name, ".csv")) {
    Problems problems;
    const CsvTable before = read_any_csv(first, problems), after = read_any_csv(second, problems);
    if (problems.ok()) return compare_rows(before, after, changes);
  }
  changes->push_back({first.name, "", "one text", "another"});
}

std::map<std::string, const InputFile*> by_name(const std::vector<InputFile>& files) {
  std::map<std::string, const InputFile*> named;
  for (const InputFile& file : files) named.emplace(file.name, &file);
  return named;
}

}  // namespace

std::vector<InputChange> input_changes(const std::vector<InputFile>& first, const std::vector<InputFile>& second) {
  const auto before = by_name(first), after = by_name(second);
  std::vector<InputChange> changes;
  for (const auto& [name, file] : before) {
    const auto other = after.find(name);
    if (other == after.end()) {
      changes.push_back({name, "", fmt::format("{} bytes", file->text.size()), {}});
    } else {
      compare_files(*file, *other->second, &changes);
    }
  }
  for (const auto& [name, file] : after)
    if (!before.count(name)) changes.push_back({name, "", {}, fmt::format("{} bytes", file->text.size())});
  // The study itself first, its rules last.
  const auto rank = [](const InputChange& change) {
    return change.file == "study.toml" ? 0 : change.file.rfind("regime/", 0) == 0 ? 2 : 1;
  };
  std::stable_sort(changes.begin(), changes.end(),
                   [&](const InputChange& a, const InputChange& b) { return rank(a) < rank(b); });
  return changes;
}

std::string to_string(const InputChange& change) {
  const auto shown = [](const std::string& value) { return value.empty() ? "(empty)" : printable(value); };
  const std::string what = change.what.empty() ? "" : printable(change.what) + " ";
  if (!change.from) return fmt::format("{}: {}added: {}", printable(change.file), what, shown(*change.to));
  if (!change.to) return fmt::format("{}: {}dropped: {}", printable(change.file), what, shown(*change.from));
  return fmt::format("{}: {}{} -> {}", printable(change.file), what, shown(*change.from), shown(*change.to));
}

}  // namespace headroom
