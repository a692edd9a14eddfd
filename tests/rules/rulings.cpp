#include "tests/rules/rulings.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace headroom::test {

const Catalogue& catalogue() {
  static const Catalogue catalogue = [] {
    Problems problems;
    Catalogue read = load_catalogue(Folder::bundled(""), problems);
    read.chips.push_back({"ONE", 1, "3A090.a", false, "One", "", "", "high"});
    return read;
  }();
  return catalogue;
}

const Rulebook& rulebook() {
  static const Rulebook book = [] {
    Problems problems;
    Rulebook read = load_rulebook(find_regime("ai-diffusion-2025", {}), catalogue(), problems);
    for (const Problem& problem : problems.errors()) ADD_FAILURE() << to_string(problem);
    return read;
  }();
  return book;
}

std::vector<CheckedRow> rulings(const std::string& lines) {
  Problems problems;
  std::vector<LedgerRow> rows = read_ledger({"orders.csv", kLedgerHeader + lines}, rulebook(), catalogue(), problems);
  for (const Problem& problem : problems.errors()) ADD_FAILURE() << to_string(problem);
  return check(std::move(rows), rulebook()).rows;
}

std::string ledger_errors(const std::string& lines) {
  Problems problems;
  read_ledger({"orders.csv", lines}, rulebook(), catalogue(), problems);
  std::string text;
  for (const Problem& problem : problems.errors()) text += (text.empty() ? "" : "\n") + to_string(problem);
  return text;
}

std::string in_short(const CheckedRow& row) {
  return row.ruling.decision + (row.ruling.authorisation.empty() ? "" : " " + row.ruling.authorisation);
}

bool tells(const std::vector<std::string>& texts, const std::string& part) {
  return std::any_of(texts.begin(), texts.end(),
                     [&](const std::string& text) { return text.find(part) != std::string::npos; });
}

}  // namespace headroom::test
