// The parts of the linter. Each says what it finds and goes on; what loading says is not said again.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "host/io/toml.h"
#include "host/model/regime.h"
#include "host/rules/day.h"
#include "host/rules/sheet.h"

namespace headroom {

// A regime's folder, open.
struct LintedRegime {
  const Folder& folder;
  const Catalogue& catalogue;
  const TomlFile& toml;
  Regime regime;              // as far as it could be loaded
  bool has_rulebook = false;  // the tables that rulings need were loaded too
  std::optional<Sheet> tiers, allowances, weights, paragraphs, rulings, duties, other_classes;
  Problems& findings;
  Problems& ignored;  // what loading has said, once more

  std::optional<TomlTable> table(std::string_view name) const;  // of regime.toml
  void say(Place place, std::string message) const { findings.error(std::move(place), std::move(message)); }
  void say(const Sheet& sheet, std::size_t row, std::string_view column, std::string message) const {
    say(sheet.place(row, column), std::move(message));
  }
};

// A key of a table that may be absent, as the key may. Nothing, too, for a number outside the range: loading says so.
std::optional<double> number_in(std::optional<TomlTable>& table, std::string_view key, const Range& range = {.low = 0});
std::string text_in(std::optional<TomlTable>& table, std::string_view key);

// First and last day of the regime's window; nothing when it could not be loaded.
struct Window {
  Day first, last;
};
std::optional<Window> window_of(const Regime& regime);

// The TPP of the smallest chip that the allocation counts: no order is smaller. Nothing: it counts none.
std::optional<u64> least_order(const LintedRegime& linted);

// "3 rows, as 'W01', 'W02' ..." never grows long.
std::string some_of(std::vector<std::string> names);

// The word in the row's column `certainty`; empty is high.
void lint_certainty(const LintedRegime& linted, const Sheet& sheet, std::size_t row);

// The row's column `authorisation`: only what is allowed has one, and a licence that may be had.
void lint_authorisation(const LintedRegime& linted, const Sheet& sheet, std::size_t row);

// regime.toml.
void lint_head(const LintedRegime& linted);        // title, status and its dates, tables that nothing reads
void lint_quantities(const LintedRegime& linted);  // caps, lapse, classes
void lint_ratios(const LintedRegime& linted);      // of universal validated end users, and their reporting dates

// The tables.
void lint_tiers(const LintedRegime& linted);
void lint_allowances(const LintedRegime& linted);
void lint_weight_rows(const LintedRegime& linted);    // each row for itself, and the fallback
void lint_weight_search(const LintedRegime& linted);  // rows never reached, rows of one priority, gaps
void lint_rulings(const LintedRegime& linted);
void lint_duties(const LintedRegime& linted);
void lint_other_classes(const LintedRegime& linted);
void lint_paragraphs(const LintedRegime& linted);  // cited and not listed, listed and not cited

}  // namespace headroom
