// paragraphs.csv against what the other tables cite.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "host/base/text.h"
#include "host/rules/lint_parts.h"
#include "host/rules/table_words.h"

namespace headroom {
namespace {

bool goes_on(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '('; }

// "740.27" is not named by "740.27(a)", nor "para 1" by "para 18".
bool names(std::string_view text, std::string_view paragraph) {
  for (std::size_t at = text.find(paragraph); at != std::string_view::npos; at = text.find(paragraph, at + 1)) {
    const std::size_t end = at + paragraph.size();
    if (end == text.size() || !goes_on(text[end])) return true;
  }
  return false;
}

// The whole folder but the list itself: a comment of regime.toml that says where a number comes from cites as well.
std::string all_but_the_list(const LintedRegime& linted) {
  std::string text;
  for (const std::string& name : linted.folder.files()) {
    if (name == "paragraphs.csv") continue;
    if (const auto file = linted.folder.read(name, linted.ignored)) text += file->text + "\n";
  }
  return text;
}

void lint_list(const LintedRegime& linted, const Sheet& list) {
  const std::string text = all_but_the_list(linted);
  for (std::size_t row = 0; row < list.size(); ++row) {
    const std::string& paragraph = list.text(row, "paragraph");
    if (list.text(row, "certainty").empty()) {
      linted.say(list, row, "certainty",
                 fmt::format("certainty is empty; write {}", fmt::join(certainty_words(), ", ")));
    }
    if (paragraph.empty() || names(text, paragraph)) continue;
    linted.say(list, row, "paragraph",
               fmt::format("paragraph {} is cited nowhere in this regime; leave it out, or cite it where it decides",
                           in_quotes(paragraph)));
  }
}

void lint_citations(const LintedRegime& linted, const Sheet& sheet, const std::set<std::string>& listed) {
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    for (const std::string& paragraph : parts_of(sheet.text(row, "paragraph"))) {
      if (listed.count(paragraph) > 0) continue;
      linted.say(sheet, row, "paragraph",
                 fmt::format("paragraph {} is cited here; it must be a row of paragraphs.csv", in_quotes(paragraph)));
    }
  }
}

}  // namespace

void lint_paragraphs(const LintedRegime& linted) {
  if (!linted.paragraphs) return;
  lint_list(linted, *linted.paragraphs);
  std::set<std::string> listed;
  for (std::size_t row = 0; row < linted.paragraphs->size(); ++row) {
    listed.insert(linted.paragraphs->text(row, "paragraph"));
  }
  for (const auto* sheet : {&linted.tiers, &linted.allowances, &linted.other_classes}) {
    if (*sheet) lint_citations(linted, **sheet, listed);
  }
  // With rulings, loading has looked at these.
  if (linted.weights && !linted.has_rulebook) lint_citations(linted, *linted.weights, listed);
}

}  // namespace headroom
