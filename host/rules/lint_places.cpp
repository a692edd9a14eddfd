// The tables of places and of allowances: tiers.csv, nveu.csv, other_classes.csv.
#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "host/base/text.h"
#include "host/model/regime_tables.h"
#include "host/rules/lint_parts.h"

namespace headroom {
namespace {

void lint_other_reading(const LintedRegime& linted, const Sheet& sheet, std::size_t row) {
  const std::string& other = sheet.text(row, "alternative_tier");
  if (other.empty()) return;
  if (other == sheet.text(row, "tier")) {
    linted.say(sheet, row, "alternative_tier",
               fmt::format("alternative_tier is {}, the tier that the row has; leave it empty", in_quotes(other)));
  }
  if (sheet.text(row, "certainty") == "high") {
    linted.say(sheet, row, "certainty",
               fmt::format("certainty is 'high', and Tier {} is another defensible reading; say how sure the row is",
                           in_quotes(other)));
  }
}

// How many rows a paragraph puts in each tier.
using TiersOf = std::map<std::string, std::map<std::string, std::size_t>>;

// A row that stands alone: its paragraph decides another tier in very many others.
void lint_lone_tier(const LintedRegime& linted, const Sheet& sheet, std::size_t row, const TiersOf& tiers_of) {
  constexpr std::size_t kMany = 20;
  const auto& tiers = tiers_of.at(sheet.text(row, "paragraph"));
  const std::string& tier = sheet.text(row, "tier");
  if (tiers.at(tier) > 1 || (tier != "1" && tier != "2" && tier != "3")) return;
  const auto most =
      std::max_element(tiers.begin(), tiers.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  if (most->second < kMany) return;
  linted.say(sheet, row, "tier",
             fmt::format("Tier {} here alone, while {} decides Tier {} in {} rows; correct the tier or the paragraph",
                         tier, in_quotes(sheet.text(row, "paragraph")), most->first, most->second));
}

void lint_tier_rows(const LintedRegime& linted, const Sheet& sheet) {
  TiersOf tiers_of;
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    ++tiers_of[sheet.text(row, "paragraph")][sheet.text(row, "tier")];
  }
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    lint_other_reading(linted, sheet, row);
    if (sheet.has("paragraph") && sheet.text(row, "paragraph").empty()) {
      linted.say(sheet, row, "paragraph", "paragraph is empty; name the one that decides the tier");
    } else {
      lint_lone_tier(linted, sheet, row, tiers_of);
    }
  }
}

void lint_overrides(const LintedRegime& linted, const Sheet& sheet) {
  auto tiers = linted.table("tiers");
  auto override = tiers ? tiers->table("override") : std::nullopt;
  if (!override) return;
  for (const std::string& destination : override->keys()) {
    const auto tier = number_in(override, destination);
    for (std::size_t row = 0; tier && row < sheet.size(); ++row) {
      if (sheet.text(row, "destination") != destination) continue;
      if (sheet.text(row, "tier") != fmt::format("{:.0f}", *tier)) continue;
      linted.say(override->place(destination),
                 fmt::format("tiers.override puts {} in Tier {}, where the table has it already; leave it out",
                             destination, *tier));
    }
  }
}

// A cap that nobody has.
void lint_capped(const LintedRegime& linted) {
  auto allocation = linted.table("allocation");
  if (!number_in(allocation, "cap_tpp") || linted.regime.tiers.empty()) return;
  const bool any = std::any_of(linted.regime.tiers.begin(), linted.regime.tiers.end(),
                               [](const auto& one) { return one.second.tier == 2; });
  if (any) return;
  linted.say(allocation->place("cap_tpp"),
             "no destination is in Tier 2, so nobody has this cap; correct the tiers, or leave the cap out");
}

// Rows of quarters, in time order; of a quarter that stands twice, the first.
using Quarters = std::map<YearMonth, std::size_t>;

void lint_least_allowance(const LintedRegime& linted, const Sheet& sheet, std::size_t row) {
  const auto [tpp, wrong] = read_whole("tpp", sheet.text(row, "tpp"), {.low = 0});
  const auto least = least_order(linted);
  if (!tpp || !least || u64(*tpp) >= *least) return;
  linted.say(sheet, row, "tpp",
             fmt::format("tpp is {}, less than the {} of the smallest chip that counts: no order fits; give the "
                         "allowance of the quarter",
                         *tpp, *least));
}

void lint_fall(const LintedRegime& linted, const Sheet& sheet, std::size_t before, std::size_t row) {
  const auto [tpp, wrong] = read_whole("tpp", sheet.text(row, "tpp"), {.low = 0});
  const auto [earlier, wrong_too] = read_whole("tpp", sheet.text(before, "tpp"), {.low = 0});
  if (!tpp || !earlier || *tpp >= *earlier) return;
  linted.say(
      sheet, row, "tpp",
      fmt::format("tpp is {}, less than the {} of the quarter before; an allowance is cumulative and never falls", *tpp,
                  *earlier));
}

void lint_gap(const LintedRegime& linted, const Sheet& sheet, std::size_t before, std::size_t row, int quarters) {
  if (quarters <= 1) return;
  linted.say(sheet, row, "quarter",
             fmt::format("quarter {} comes {} quarters after {}; add {} between, even if the allowance stays",
                         sheet.text(row, "quarter"), quarters, sheet.text(before, "quarter"),
                         quarters == 2 ? "the one" : "those"));
}

void lint_in_window(const LintedRegime& linted, const Sheet& sheet, const Quarters& quarters) {
  const auto window = window_of(linted.regime);
  if (!window) return;
  for (const auto& [quarter, row] : quarters) {
    if (plus_months(quarter, 2) >= window->first.month && quarter <= window->last.month) continue;
    linted.say(sheet, row, "quarter",
               fmt::format("quarter {} lies outside the window {} to {}; leave it out", sheet.text(row, "quarter"),
                           to_string(window->first), to_string(window->last)));
  }
  const auto& [first, row] = *quarters.begin();
  if (first <= window->first.month) return;
  linted.say(sheet, row, "quarter",
             fmt::format("quarter {} is the first, and the window begins in {}: nothing fits before; add the quarters "
                         "from there on",
                         sheet.text(row, "quarter"), to_string(window->first.month)));
}

}  // namespace

void lint_tiers(const LintedRegime& linted) {
  if (!linted.tiers) return;
  lint_overrides(linted, *linted.tiers);
  lint_tier_rows(linted, *linted.tiers);
  lint_capped(linted);
}

void lint_allowances(const LintedRegime& linted) {
  if (!linted.allowances) return;
  const Sheet& sheet = *linted.allowances;
  Quarters quarters;
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    lint_least_allowance(linted, sheet, row);
    lint_certainty(linted, sheet, row);
    const auto quarter = parse_quarter(sheet.text(row, "quarter"));
    if (!quarter) return;  // which quarter is meant must be known first
    quarters.emplace(*quarter, row);
  }
  if (quarters.empty()) return;
  lint_in_window(linted, sheet, quarters);
  for (auto at = std::next(quarters.begin()), before = quarters.begin(); at != quarters.end(); before = at++) {
    lint_gap(linted, sheet, before->second, at->second, months_between(before->first, at->first) / 3);
    lint_fall(linted, sheet, before->second, at->second);
  }
}

void lint_other_classes(const LintedRegime& linted) {
  if (!linted.other_classes) return;
  const Sheet& sheet = *linted.other_classes;
  auto allocation = linted.table("allocation");
  std::vector<TomlText> counted;
  if (allocation) allocation->read("classes", counted);
  std::set<std::string> said;
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    lint_certainty(linted, sheet, row);
    for (const TomlText& one : counted) {
      if (one.text != sheet.text(row, "class") || !said.insert(one.text).second) continue;
      linted.say(
          sheet, row, "class",
          fmt::format("class {} counts against the allocation (allocation.classes), so its rows are never asked; "
                      "leave them out",
                      in_quotes(one.text)));
    }
    const auto tier = linted.regime.tiers.find(sheet.text(row, "destination"));
    if (tier == linted.regime.tiers.end() || tier->second.tier != 3) continue;
    linted.say(
        sheet, row, "destination",
        fmt::format("{} is in Tier 3, which decides first, so this row is never asked; leave it out", tier->first));
  }
}

}  // namespace headroom
