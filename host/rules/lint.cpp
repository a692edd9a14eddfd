#include "host/rules/lint.h"

#include <algorithm>

#include <fmt/format.h>

#include "host/base/text.h"
#include "host/rules/lint_parts.h"
#include "host/rules/rulebook_tables.h"
#include "host/rules/table_words.h"

namespace headroom {
namespace {

// A regime without these simulates, but nothing can be ruled on by it.
bool has_rulings(const Folder& folder) {
  const auto has = [&](const char* name) { return folder.has(name); };
  return has("rulings.csv") || has("duties.csv") || has("readings.csv");
}

// The tables that only rulings need and that stand there without rulings.
void read_what_is_there(const LintedRegime& linted) {
  Rulebook unused;
  Problems& findings = linted.findings;
  if (linted.tiers) read_tier_notes(linted.tiers->file(), unused, findings);
  if (linted.paragraphs) read_paragraphs(linted.paragraphs->file(), unused, findings);
  if (linted.other_classes) read_other_classes(linted.other_classes->file(), linted.catalogue, unused, findings);
}

std::optional<TomlFile> parsed(const Folder& folder, Problems& ignored) {
  const auto file = folder.read("regime.toml", ignored);
  return file ? TomlFile::parse(*file, ignored) : std::nullopt;
}

std::optional<Sheet> named_sheet(const LintedRegime& linted, std::string_view table, std::string_view key) {
  auto found = linted.table(table);
  const std::string name = text_in(found, key);
  return name.find_first_of("/\\") == std::string::npos ? Sheet::read(linted.folder, name) : std::nullopt;
}

void open_tables(LintedRegime& linted) {
  linted.tiers = named_sheet(linted, "tiers", "table");
  linted.allowances = named_sheet(linted, "nveu", "allowances");
  linted.weights = named_sheet(linted, "weights", "table");
  linted.paragraphs = Sheet::read(linted.folder, "paragraphs.csv");
  linted.rulings = Sheet::read(linted.folder, "rulings.csv");
  linted.duties = Sheet::read(linted.folder, "duties.csv");
  linted.other_classes = Sheet::read(linted.folder, "other_classes.csv");
}

}  // namespace

std::optional<TomlTable> LintedRegime::table(std::string_view name) const {
  return TomlTable(toml, ignored).table(name);
}

std::optional<double> number_in(std::optional<TomlTable>& table, std::string_view key, const Range& range) {
  double value = 0;
  if (!table || !table->read(key, value, range)) return std::nullopt;
  return value;
}

std::string text_in(std::optional<TomlTable>& table, std::string_view key) {
  std::string text;
  if (table) table->read(key, text);
  return text;
}

std::optional<Window> window_of(const Regime& regime) {
  if (regime.window_months <= 0 || regime.window_start.year <= 0) return std::nullopt;
  const YearMonth last = plus_months(regime.window_start, regime.window_months - 1);
  return Window{{regime.window_start, 1}, {last, days_in(last)}};
}

std::optional<u64> least_order(const LintedRegime& linted) {
  std::optional<u64> least;
  for (const Chip& chip : linted.catalogue.chips) {
    if (linted.regime.counts(chip)) least = std::min<u64>(least.value_or(chip.tpp), chip.tpp);
  }
  return least;
}

void lint_certainty(const LintedRegime& linted, const Sheet& sheet, std::size_t row) {
  const auto& words = certainty_words();
  const std::string& word = sheet.text(row, "certainty");
  if (word.empty() || std::find(words.begin(), words.end(), word) != words.end()) return;
  linted.say(sheet, row, "certainty",
             unknown_name("certainty", word, words, fmt::format("known are {}", fmt::join(words, ", "))));
}

void lint_authorisation(const LintedRegime& linted, const Sheet& sheet, std::size_t row) {
  const std::string &decision = sheet.text(row, "decision"), &by = sheet.text(row, "authorisation");
  if (by.empty() || decision == "allowed" || decision == "counted" || decision == "licence") return;
  linted.say(
      sheet, row, "authorisation",
      fmt::format("authorisation is {}, and the decision {} allows nothing; leave it empty or correct the decision",
                  in_quotes(by), in_quotes(decision)));
}

std::string some_of(std::vector<std::string> names) {
  const std::size_t count = names.size();
  if (count > 4) {
    names.resize(3);
    names.push_back(fmt::format("{} more", count - 3));
  }
  return listed(names);
}

std::vector<Problem> lint_regime(const Folder& folder, const Catalogue& catalogue) {
  Problems findings, ignored;
  const bool has_rulebook = has_rulings(folder);
  Regime regime =
      has_rulebook ? load_rulebook(folder, catalogue, findings).regime : load_regime(folder, catalogue, findings);
  const auto toml = parsed(folder, ignored);
  if (!toml) return findings.errors();
  LintedRegime linted{folder, catalogue, *toml, std::move(regime), has_rulebook, {}, {}, {}, {},
                      {},     {},        {},    findings,          ignored};
  open_tables(linted);
  if (!has_rulebook) read_what_is_there(linted);
  for (const auto lint : {lint_head, lint_quantities, lint_ratios, lint_tiers, lint_allowances, lint_weight_rows,
                          lint_weight_search, lint_rulings, lint_duties, lint_other_classes, lint_paragraphs}) {
    lint(linted);
  }
  return findings.errors();
}

}  // namespace headroom
