#include "host/store/study_copy.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "host/io/toml.h"

namespace headroom {
namespace {

std::size_t offset_of(const TomlFile& file, std::string_view text, const toml::source_position& at) {
  const Place place = file.place(at);
  std::size_t line_start = 0;
  for (int line = 1; line < place.line; ++line) line_start = text.find('\n', line_start) + 1;
  return line_start + std::size_t(place.column - 1);
}

// study.toml with `key` of [study] set to `value`; as it is where that cannot be done, or the file says so already.
std::string with_key(const std::string& text, const std::string& key, const std::string& value) {
  Problems problems;
  const auto file = TomlFile::parse({"study.toml", text}, problems);
  const toml::table* study = file ? file->root()["study"].as_table() : nullptr;
  if (!study) return text;
  std::string changed = text;
  if (const toml::node* node = study->get(key)) {
    const std::size_t begin = offset_of(*file, text, node->source().begin),
                      end = offset_of(*file, text, node->source().end);
    if (end <= begin) return text;
    changed.replace(begin, end - begin, value);
  } else if (const toml::node* name = study->get("name")) {
    // A line of its own behind the name; inside an inline table the same after a comma.
    const std::size_t end = offset_of(*file, text, name->source().end);
    changed.insert(end,
                   study->is_inline() ? fmt::format(", {} = {}", key, value) : fmt::format("\n{} = {}", key, value));
  }
  const auto again = TomlFile::parse({"study.toml", changed}, problems);
  return again && again->root()["study"].as_table() && again->root()["study"][key] ? changed : text;
}

std::string with_settings(std::string text, const RunSettings& settings, bool has_regime) {
  text = with_key(text, "seed", std::to_string(settings.seed));
  text = with_key(text, "trials", std::to_string(settings.trials));
  if (settings.adapt) text = with_key(text, "adapt", "true");
  return has_regime ? with_key(text, "regime", "\"regime\"") : text;
}

bool stays_inside(const std::string& name) {
  const std::filesystem::path path(name);
  const auto points_out = [](const std::filesystem::path& part) { return part == ".." || part == "."; };
  return !path.empty() && path.is_relative() && std::none_of(path.begin(), path.end(), points_out);
}

}  // namespace

std::vector<OutputFile> study_copy(const std::vector<InputFile>& inputs, const RunSettings& settings) {
  const auto has_regime =
      std::any_of(inputs.begin(), inputs.end(), [](const auto& f) { return f.name == "regime/regime.toml"; });
  std::vector<OutputFile> copies;
  for (const InputFile& input : inputs) {
    if (!stays_inside(input.name)) continue;
    copies.push_back(input.name == "study.toml" ? file_with(input.name, with_settings(input.text, settings, has_regime))
                                                : file_of(input.name, input.text));
  }
  return copies;
}

}  // namespace headroom
