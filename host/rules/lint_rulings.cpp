// rulings.csv and duties.csv: decisions that contradict their case, duties that are never due.
#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "host/base/text.h"
#include "host/rules/lint_parts.h"
#include "host/rules/ruling_names.h"
#include "host/rules/table_words.h"
#include "host/rules/weights_table.h"

namespace headroom {
namespace {

// Decisions of cases that use or refuse the allocation, and of those that were allowed on the way there.
const std::map<std::string_view, std::string_view> kDecided = {{ruling::kGeneral, "counted"},
                                                               {ruling::kGeneralTier1Counted, "counted"},
                                                               {ruling::kGeneralRefused, "refused"},
                                                               {ruling::kGeneralTier1Refused, "refused"},
                                                               {ruling::kAia, "allowed"},
                                                               {ruling::kUveu, "allowed"},
                                                               {ruling::kNveu, "allowed"},
                                                               {ruling::kLpp, "allowed"},
                                                               {ruling::kOutsideWindow, "unresolved"},
                                                               {ruling::kNotControlled, "not_controlled"}};

void lint_decision(const LintedRegime& linted, const Sheet& sheet, std::size_t row) {
  const std::string &decision = sheet.text(row, "decision"), &by = sheet.text(row, "authorisation");
  const auto decided = kDecided.find(sheet.text(row, "ruling"));
  const auto& known = decision_words();
  if (std::find(known.begin(), known.end(), decision) == known.end()) return;  // loading says so
  if (decided != kDecided.end() && decided->second != decision) {
    linted.say(sheet, row, "decision",
               fmt::format("decision is {}, and the case {} comes to '{}' by its meters; correct it",
                           in_quotes(decision), in_quotes(decided->first), decided->second));
  }
  lint_authorisation(linted, sheet, row);
  // Where no licence is needed at all, nothing allows; the cases named above are decided by an authorisation.
  if (decided == kDecided.end() || (decision != "allowed" && decision != "counted") || !by.empty()) return;
  linted.say(sheet, row, "authorisation",
             fmt::format("authorisation is empty, and the decision is {}; name what allows it", in_quotes(decision)));
}

std::set<std::string> authorisations(const LintedRegime& linted) {
  std::set<std::string> names;
  for (const auto* sheet : {&linted.rulings, &linted.weights}) {
    for (std::size_t row = 0; *sheet && row < (*sheet)->size(); ++row)
      names.insert((*sheet)->text(row, "authorisation"));
  }
  return names;
}

void lint_applies_to(const LintedRegime& linted, const Sheet& sheet, std::size_t row,
                     const std::set<std::string>& given) {
  const bool is_way = sheet.text(row, "sort") == "way";
  std::vector<std::string_view> known(given.begin(), given.end());
  if (is_way) known = decision_words();
  const Pattern applies_to(sheet.text(row, "applies_to"));
  for (const std::string& word : applies_to.words()) {
    if (word.empty() || std::find(known.begin(), known.end(), word) != known.end()) continue;
    linted.say(
        sheet, row, "applies_to",
        unknown_name(is_way ? "decision" : "authorisation", word, known,
                     is_way ? "a way is one that a decision leaves open"
                            : "no row of rulings.csv or of the weights table gives it, so the duty is never due"));
  }
  const Pattern parents(sheet.text(row, "parent_tier"));
  for (const std::string& word : parents.words()) {
    if (word == "1" || word == "2" || word == "3") continue;
    linted.say(sheet, row, "parent_tier",
               fmt::format("parent_tier is {}; it must be 'any', or tiers such as 1 or 2|3",
                           in_quotes(sheet.text(row, "parent_tier"))));
    break;
  }
}

// What a duty begins at must come before what the authorisation ends at.
void lint_threshold(const LintedRegime& linted, const Sheet& sheet, std::size_t row) {
  const std::string& text = sheet.text(row, "from_tpp");
  if (text.empty()) return;
  if (sheet.text(row, "when") == "always") {
    return linted.say(
        sheet, row, "from_tpp",
        fmt::format("from_tpp is {}, and the duty is due 'always'; leave it empty, or write when 'order' or "
                    "'reaches'",
                    text));
  }
  const auto [tpp, wrong] = read_whole("from_tpp", text, {});
  auto lpp = linted.table("lpp");
  const auto cap = number_in(lpp, "cap_tpp");
  if (!tpp || !cap || sheet.text(row, "applies_to") != "lpp" || double(*tpp) <= *cap) return;
  linted.say(
      sheet, row, "from_tpp",
      fmt::format("from_tpp is {}, more than lpp.cap_tpp ({:.0f}) ever allows, so the duty is never due; give less",
                  text, *cap));
}

// Days from which paragraphs hold, and the row that said so first.
using Begins = std::map<std::string, std::pair<std::string, std::string>>;

void lint_begin(const LintedRegime& linted, const Sheet& sheet, std::size_t row, std::string_view id, Begins& begins) {
  const std::string& day = sheet.text(row, "from_date");
  if (!parse_day(day)) return;
  for (const std::string& paragraph : parts_of(sheet.text(row, "paragraph"))) {
    const auto& [other, where] = begins.emplace(paragraph, std::pair(day, sheet.text(row, id))).first->second;
    if (other == day) continue;
    return linted.say(sheet, row, "from_date",
                      fmt::format("{} holds from {} here and from {} in {}; one of the two is wrong",
                                  in_quotes(paragraph), day, other, in_quotes(where)));
  }
}

void lint_begins(const LintedRegime& linted, const Sheet& duties) {
  Begins begins;
  for (std::size_t row = 0; linted.weights && row < linted.weights->size(); ++row) {
    const std::string& day = linted.weights->text(row, "from_date");
    if (!parse_day(day)) continue;
    for (const std::string& paragraph : parts_of(linted.weights->text(row, "paragraph"))) {
      begins.emplace(paragraph, std::pair(day, linted.weights->text(row, "rule_id")));
    }
  }
  const auto window = window_of(linted.regime);
  for (std::size_t row = 0; row < duties.size(); ++row) {
    lint_begin(linted, duties, row, "duty", begins);
    const auto day = parse_day(duties.text(row, "from_date"));
    if (!day || !window || *day <= window->last) continue;
    linted.say(duties, row, "from_date",
               fmt::format("from_date is {}, after the window ends on {}; correct it, or leave the duty out",
                           to_string(*day), to_string(window->last)));
  }
}

}  // namespace

void lint_rulings(const LintedRegime& linted) {
  if (!linted.rulings) return;
  for (std::size_t row = 0; row < linted.rulings->size(); ++row) lint_decision(linted, *linted.rulings, row);
}

void lint_duties(const LintedRegime& linted) {
  if (!linted.duties) return;
  const std::set<std::string> given = authorisations(linted);
  auto weights = linted.table("weights");
  const bool all_known = linted.rulings && (linted.weights || !weights);  // else loading has said what is missing
  for (std::size_t row = 0; row < linted.duties->size(); ++row) {
    if (all_known) lint_applies_to(linted, *linted.duties, row, given);
    lint_threshold(linted, *linted.duties, row);
  }
  lint_begins(linted, *linted.duties);
}

}  // namespace headroom
