#include "host/rules/rulebook.h"

#include <algorithm>

#include <fmt/format.h>

#include "host/base/text.h"
#include "host/io/bundled.h"
#include "host/io/toml.h"
#include "host/rules/rulebook_tables.h"

namespace headroom {
namespace {

// What regime.toml says of names that only rulings follow; load_regime has checked the file.
struct Names {
  std::string tiers, weights, tier2_parent = "uncounted";
};

Names read_names(const Folder& folder, Problems& problems) {
  Names names;
  const auto file = folder.read("regime.toml", problems);
  const auto toml = file ? TomlFile::parse(*file, problems) : std::nullopt;
  if (!toml) return names;
  TomlTable root(*toml, problems);
  if (auto table = root.table("tiers")) table->read("table", names.tiers);
  if (auto table = root.table("weights")) table->read("table", names.weights);
  if (auto table = root.table("allocation")) table->read("tier2_parent_in_tier1", names.tier2_parent);
  return names;
}

template <class Read>
void with_file(const Folder& folder, const std::string& name, Problems& problems, Read read) {
  if (name.empty() || name.find_first_of("/\\") != std::string::npos) return;  // load_regime has said so
  if (const auto file = folder.read(name, problems)) read(*file);
}

void check_paragraphs_of_weights(const Rulebook& book, const std::string& file, Problems& problems) {
  for (const WeightRule& rule : book.weights) {
    for (const std::string& paragraph : parts_of(rule.paragraph)) {
      if (book.paragraphs.count(paragraph) > 0) continue;
      problems.error({file, rule.line, 1}, fmt::format("rule {} cites {}; it must be a row of paragraphs.csv",
                                                       in_quotes(rule.id), in_quotes(paragraph)));
    }
  }
}

}  // namespace

Folder find_regime(const std::string& typed, const std::filesystem::path& data_root, std::string_view option) {
  const Folder on_disk = Folder::on_disk(typed);
  if (!typed.empty() && on_disk.has("regime.toml")) return on_disk;
  const std::vector<std::string> names = bundled_names("regimes", "regime.toml", data_root);
  if (std::find(names.begin(), names.end(), typed) != names.end()) {
    return Folder::bundled("regimes/" + typed, data_root);
  }
  throw InputError(std::string(option) + ": " +
                   unknown_name("regime", typed, {names.begin(), names.end()},
                                "give a folder with regime.toml or one of: " + listed(names)));
}

Rulebook load_rulebook(const Folder& folder, const Catalogue& catalogue, Problems& problems) {
  Rulebook book;
  const std::size_t before = problems.errors().size();
  book.regime = load_regime(folder, catalogue, problems);
  book.regime_is_whole = problems.errors().size() == before;
  const Names names = read_names(folder, problems);
  book.tier2_parent_counted = names.tier2_parent == "counted";
  with_file(folder, names.tiers, problems, [&](const InputFile& file) { read_tier_notes(file, book, problems); });
  with_file(folder, "paragraphs.csv", problems, [&](const InputFile& file) { read_paragraphs(file, book, problems); });
  with_file(folder, "rulings.csv", problems,
            [&](const InputFile& file) { read_rulings(file, catalogue, book, problems); });
  with_file(folder, "readings.csv", problems,
            [&](const InputFile& file) { read_readings(file, !names.weights.empty(), book, problems); });
  with_file(folder, "duties.csv", problems, [&](const InputFile& file) { read_duties(file, book, problems); });
  if (folder.has("other_classes.csv")) {
    with_file(folder, "other_classes.csv", problems,
              [&](const InputFile& file) { read_other_classes(file, catalogue, book, problems); });
  }
  with_file(folder, names.weights, problems, [&](const InputFile& file) {
    book.weights = read_weights_table(file, problems);
    check_paragraphs_of_weights(book, file.name, problems);
  });
  return book;
}

}  // namespace headroom
