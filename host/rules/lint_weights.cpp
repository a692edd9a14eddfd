// weights.csv, each row for itself: conditions, answers, dates, and the row that ends the table.
#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "host/base/text.h"
#include "host/rules/lint_parts.h"
#include "host/rules/table_words.h"
#include "host/rules/weights_table.h"

namespace headroom {
namespace {

constexpr const char* kConditions[] = {"model_class",    "fine_tuned", "dest_tier",
                                       "entity_hq_tier", "veu_status", "facility_14_15_18"};

// A part twice, an empty one, or `any` beside others.
void lint_pattern(const LintedRegime& linted, const Sheet& sheet, std::size_t row, std::string_view column) {
  const std::string& text = sheet.text(row, column);
  std::set<std::string> seen;
  const Pattern condition(text);
  for (const std::string& word : condition.words()) {
    const char* wrong = word.empty()                ? "holds an empty word"
                        : word == "any"             ? "has 'any' beside other words"
                        : !seen.insert(word).second ? "has a word twice"
                                                    : nullptr;
    if (!wrong) continue;
    return linted.say(sheet, row, column,
                      fmt::format("{} is {}, which {}; write 'any', or each word once with '|' between", column,
                                  in_quotes(text), wrong));
  }
}

void lint_veu(const LintedRegime& linted, const Sheet& sheet, std::size_t row) {
  const std::vector<std::string_view> known = veu_words();
  const Pattern condition(sheet.text(row, "veu_status"));
  for (const std::string& word : condition.words()) {
    if (word.empty() || word == "any" || std::find(known.begin(), known.end(), word) != known.end()) continue;
    linted.say(sheet, row, "veu_status",
               unknown_name("veu_status", word, known, fmt::format("known are {}", fmt::join(known, ", "))));
  }
}

void lint_cites(const LintedRegime& linted, const Sheet& sheet, const WeightRule& rule, std::size_t row) {
  if (!sheet.has("paragraph") || !rule.paragraph.empty() || rule.is_fallback()) return;
  linted.say(sheet, row, "paragraph", "paragraph is empty; name the one that the row rests on");
}

// Each outcome means one thing.
void lint_outcomes(const LintedRegime& linted, const Sheet& sheet) {
  std::map<std::string, std::size_t> first;  // row of an outcome
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    const auto [at, is_new] = first.emplace(sheet.text(row, "outcome"), row);
    const std::string &mine = sheet.text(row, "decision"), &other = sheet.text(at->second, "decision");
    if (is_new || mine == other) continue;
    linted.say(sheet, row, "decision",
               fmt::format("outcome {} is {} here and {} in {}; give one outcome one decision", in_quotes(at->first),
                           in_quotes(mine), in_quotes(other), in_quotes(sheet.text(at->second, "rule_id"))));
  }
}

// The duty on facilities begins once, and within the window.
void lint_from_dates(const LintedRegime& linted, const Sheet& sheet) {
  const auto window = window_of(linted.regime);
  std::optional<std::size_t> first;
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    const std::string& text = sheet.text(row, "from_date");
    const auto day = parse_day(text);
    if (!day) continue;
    if (window && *day > window->last) {
      linted.say(
          sheet, row, "from_date",
          fmt::format("from_date is {}, after the window ends on {}: the condition never holds; correct the date", text,
                      to_string(window->last)));
    } else if (window && *day <= window->first) {
      linted.say(sheet, row, "from_date",
                 fmt::format("from_date is {}, and the window begins on {}: the condition holds throughout; leave the "
                             "date empty or correct it",
                             text, to_string(window->first)));
    }
    if (!first) first = row;
    if (sheet.text(*first, "from_date") == text) continue;
    linted.say(sheet, row, "from_date",
               fmt::format("from_date is {} here and {} in {}; the condition on facilities begins on one day", text,
                           sheet.text(*first, "from_date"), in_quotes(sheet.text(*first, "rule_id"))));
  }
}

void lint_fallback(const LintedRegime& linted, const Sheet& sheet, const WeightsTable& table) {
  const auto is_fallback = [](const WeightRule& rule) { return rule.is_fallback(); };
  const auto at = std::find_if(table.begin(), table.end(), is_fallback);
  if (at == table.end()) {
    return linted.say(sheet, sheet.size() - 1, "rule_id",
                      "no row is the fallback; end the table with one that asks for 'any' throughout and decides "
                      "'unresolved'");
  }
  if (at + 1 == table.end()) return;
  std::vector<std::string> behind;
  for (auto rule = at + 1; rule != table.end(); ++rule) behind.push_back(in_quotes(rule->id));
  linted.say(
      {sheet.name(), at->line, 1},
      fmt::format("{} is the fallback and does not come last: {} stand{} behind it; give it the highest priority "
                  "number",
                  in_quotes(at->id), some_of(behind), behind.size() == 1 ? "s" : ""));
}

}  // namespace

void lint_weight_rows(const LintedRegime& linted) {
  if (!linted.weights || linted.weights->size() == 0) return;
  const Sheet& sheet = *linted.weights;
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    for (const char* column : kConditions) lint_pattern(linted, sheet, row, column);
    lint_veu(linted, sheet, row);
    lint_authorisation(linted, sheet, row);
    if (sheet.text(row, "basis").empty()) linted.say(sheet, row, "basis", "basis is empty; say why the row holds");
  }
  lint_outcomes(linted, sheet);
  lint_from_dates(linted, sheet);
  // Without rulings, loading has not read what an outcome means.
  const WeightsTable table = read_weights_table(sheet.file(), linted.has_rulebook ? linted.ignored : linted.findings);
  for (const WeightRule& rule : table) lint_cites(linted, sheet, rule, sheet.row_at(rule.line));
  lint_fallback(linted, sheet, table);
}

}  // namespace headroom
