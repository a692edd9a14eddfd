#define TOML_IMPLEMENTATION
#include "host/io/toml.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "host/base/text.h"

namespace headroom {
namespace {

std::vector<std::size_t> line_starts(std::string_view text) {
  std::vector<std::size_t> starts = {0};
  for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
    starts.push_back(at + 1);
  }
  return starts;
}

bool has_long_line(const std::vector<std::size_t>& starts, const InputFile& file, Problems& problems) {
  bool found = false;
  for (std::size_t i = 0; i < starts.size(); ++i) {
    const std::size_t length = (i + 1 < starts.size() ? starts[i + 1] : file.text.size()) - starts[i];
    if (length <= kMaxLineBytes) continue;
    problems.error({file.name, int(i) + 1, 1},
                   fmt::format("line of {} bytes; a line may have at most {} (1 MiB)", length, kMaxLineBytes));
    found = true;
  }
  return found;
}

// What a value is, for a message.
std::string found_text(const toml::node& node) {
  if (const auto* text = node.as_string()) return "the text " + in_quotes(text->get());
  if (const auto* whole = node.as_integer()) return fmt::format("{}", whole->get());
  if (const auto* real = node.as_floating_point()) return fmt::format("{}", real->get());
  if (const auto* flag = node.as_boolean()) return flag->get() ? "true" : "false";
  if (node.is_table()) return "a table";
  if (node.is_array()) return "a list";
  if (const auto* date = node.as_date()) {
    return fmt::format("{:04}-{:02}-{:02}", date->get().year, date->get().month, date->get().day);
  }
  return "a time";
}

}  // namespace

std::optional<TomlFile> TomlFile::parse(const InputFile& file, Problems& problems) {
  TomlFile result;
  result.name_ = file.name;
  result.text_ = file.text;
  result.line_starts_ = line_starts(file.text);
  if (file.text.empty()) {
    problems.error({file.name}, "the file is empty; it must hold TOML tables");
    return std::nullopt;
  }
  if (has_long_line(result.line_starts_, file, problems)) return std::nullopt;
  try {
    result.root_ = toml::parse(std::string_view(file.text), std::string_view(file.name));
  } catch (const toml::parse_error& error) {
    problems.error(result.place(error.source().begin),
                   fmt::format("no valid TOML: {}; toml.io says how it is written", printable(error.description())));
    return std::nullopt;
  }
  return result;
}

Place TomlFile::place(const toml::source_position& at) const {
  const std::size_t line = at.line < 1 ? 0 : std::min<std::size_t>(at.line, line_starts_.size()) - 1;
  std::size_t byte = line_starts_[line];
  for (toml::source_index left = at.column; left > 1 && byte < text_.size(); --left) {
    ++byte;
    while (byte < text_.size() && (static_cast<unsigned char>(text_[byte]) & 0xC0) == 0x80) ++byte;
  }
  return {name_, int(line) + 1, int(byte - line_starts_[line]) + 1};
}

const toml::node* TomlTable::ask(std::string_view key) {
  asked_.emplace(key);
  return table_->get(key);
}

bool TomlTable::has(std::string_view key) { return ask(key) != nullptr; }

std::string TomlTable::path(std::string_view key) const {
  return path_.empty() ? printable(key) : fmt::format("{}.{}", path_, printable(key));
}

Place TomlTable::place(std::string_view key) const {
  const toml::node* node = table_->get(key);
  return node ? file_->place(node->source().begin) : place();
}

Place TomlTable::key_place(std::string_view key) const {
  const auto at = table_->find(key);
  return at == table_->end() ? place() : file_->place(at->first.source().begin);
}

void TomlTable::wrong(std::string_view key, const toml::node& found, std::string_view expected) {
  problems_->error(file_->place(found.source().begin),
                   fmt::format("{} is {}; it must be {}", path(key), found_text(found), expected));
}

std::optional<double> TomlTable::real(std::string_view key, const toml::node& node, const Range& range) {
  std::optional<double> value;
  if (const auto* whole = node.as_integer()) value = double(whole->get());
  if (const auto* real = node.as_floating_point()) value = real->get();
  if (value && range.holds(*value)) return value;
  wrong(key, node, described(NumberKind::real, range));
  return std::nullopt;
}

std::optional<i64> TomlTable::whole(std::string_view key, const toml::node& node, const Range& range) {
  std::optional<i64> value;
  if (const auto* whole = node.as_integer()) value = whole->get();
  if (const auto* real = node.as_floating_point()) {  // 1e6 is as good as 1_000_000
    if (std::abs(real->get()) < 0x1p63 && real->get() == std::floor(real->get())) value = i64(real->get());
  }
  if (value && range.holds(double(*value))) return value;
  wrong(key, node, described(NumberKind::whole, range));
  return std::nullopt;
}

bool TomlTable::read(std::string_view key, std::string& value) {
  const toml::node* node = ask(key);
  if (!node) return false;
  if (!node->is_string()) {
    wrong(key, *node, "a text in quotes");
    return false;
  }
  value = node->as_string()->get();
  return true;
}

bool TomlTable::read_name(std::string_view key, std::string& value) {
  if (!read(key, value)) return false;
  if (value.empty()) error(key, fmt::format("{} is empty; give it a name", path(key)));
  return !value.empty();
}

bool TomlTable::read_choice(std::string_view key, std::string& value, const std::vector<std::string_view>& choices) {
  std::string text;
  if (!read(key, text)) return false;
  if (std::find(choices.begin(), choices.end(), text) == choices.end()) {
    error(key, fmt::format("{} is {}; it must be '{}'", path(key), in_quotes(text), fmt::join(choices, "' or '")));
    return false;
  }
  value = text;
  return true;
}

bool TomlTable::read(std::string_view key, bool& value) {
  const toml::node* node = ask(key);
  if (!node) return false;
  if (!node->is_boolean()) {
    wrong(key, *node, "true or false");
    return false;
  }
  value = node->as_boolean()->get();
  return true;
}

bool TomlTable::read(std::string_view key, double& value, const Range& range) {
  const toml::node* node = ask(key);
  const auto number = node ? real(key, *node, range) : std::nullopt;
  value = number.value_or(value);
  return number.has_value();
}

bool TomlTable::read(std::string_view key, int& value, const Range& range) {
  const toml::node* node = ask(key);
  const auto number = node ? whole(key, *node, range) : std::nullopt;
  if (number) value = int(*number);
  return number.has_value();
}

bool TomlTable::read(std::string_view key, u64& value, const Range& range) {
  const toml::node* node = ask(key);
  const auto number = node ? whole(key, *node, range) : std::nullopt;
  if (number) value = u64(*number);
  return number.has_value();
}

bool TomlTable::read(std::string_view key, YearMonth& value) {
  const toml::node* node = ask(key);
  if (!node) return false;
  const auto* date = node->as_date();
  if (!date || date->get().day != 1) {
    wrong(key, *node, "the first of a month, such as 2025-01-01");
    return false;
  }
  value = {int(date->get().year), int(date->get().month)};
  return true;
}

bool TomlTable::read(std::string_view key, std::vector<TomlText>& values) {
  const toml::node* node = ask(key);
  if (!node) return false;
  std::vector<TomlText> found;
  bool good = true;
  const auto add = [&](const toml::node& one) {
    if (const auto* text = one.as_string()) {
      found.push_back({text->get(), file_->place(one.source().begin)});
    } else {
      wrong(key, one, "a text in quotes, or a list of them");
      good = false;
    }
  };
  if (const auto* list = node->as_array()) {
    for (const toml::node& one : *list) add(one);
  } else {
    add(*node);
  }
  values = std::move(found);
  return good;
}

bool TomlTable::read(std::string_view key, std::vector<double>& values, const Range& range) {
  const toml::node* node = ask(key);
  if (!node) return false;
  std::vector<double> found;
  bool good = true;
  const auto add = [&](const toml::node& one) {
    const auto number = real(key, one, range);
    good = good && number;
    found.push_back(number.value_or(0));
  };
  if (const auto* list = node->as_array()) {
    for (const toml::node& one : *list) add(one);
  } else {
    add(*node);
  }
  if (good) values = std::move(found);
  return good;
}

std::optional<TomlTable> TomlTable::table(std::string_view key) {
  const toml::node* node = ask(key);
  if (!node) return std::nullopt;
  if (const auto* found = node->as_table()) return TomlTable(*file_, *found, path(key), *problems_);
  wrong(key, *node, "a table");
  return std::nullopt;
}

std::vector<TomlTable> TomlTable::tables(std::string_view key) {
  std::vector<TomlTable> found;
  const toml::node* node = ask(key);
  if (!node) return found;
  const auto add = [&](const toml::node& one) {
    if (const auto* table = one.as_table()) {
      found.push_back(TomlTable(*file_, *table, path(key), *problems_));
    } else {
      wrong(key, one, "a table, or a list of tables");
    }
  };
  if (const auto* list = node->as_array()) {
    for (const toml::node& one : *list) add(one);
  } else {
    add(*node);
  }
  return found;
}

std::vector<std::string> TomlTable::keys() {
  std::vector<std::string> names;
  for (const auto& [key, node] : *table_) {
    names.emplace_back(key.str());
    asked_.insert(names.back());
  }
  return names;
}

bool TomlTable::need(const std::vector<std::string_view>& keys) {
  bool good = true;
  for (const std::string_view key : keys) {
    if (has(key)) continue;
    problems_->error(place(), fmt::format("{} is missing; add it", path(key)));
    good = false;
  }
  return good;
}

void TomlTable::finish() {
  const std::vector<std::string_view> known(asked_.begin(), asked_.end());
  for (const auto& [key, node] : *table_) {
    if (asked_.count(key.str()) > 0) continue;
    const std::string kind = node.is_table() || node.is_array_of_tables() ? "table" : "key";
    problems_->error(key_place(key.str()),
                     unknown_name(kind, key.str(), known, fmt::format("known here are {}", fmt::join(known, ", "))));
  }
}

}  // namespace headroom
