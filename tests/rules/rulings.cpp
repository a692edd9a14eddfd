#include "tests/rules/rulings.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>

namespace headroom::test {

const Catalogue& catalogue() {
  static const Catalogue catalogue = [] {
    Problems problems;
    Catalogue read = load_catalogue(Folder::bundled(""), problems);
    const auto add = [&](const char* id, u32 tpp, std::optional<double> bandwidth) {
      read.chips.push_back({id, tpp, "3A090.a", false, id, "", "", "high", bandwidth});
    };
    add("ONE", 1, 0);
    add("BELOW", 20'999, 6'499);
    add("TPP-AT", 21'000, 6'499);
    add("TPP-ABOVE", 21'001, 6'499);
    add("GBS-AT", 20'999, 6'500);
    add("GBS-ABOVE", 20'999, 6'501);
    add("GBS-UNKNOWN", 20'999, std::nullopt);
    return read;
  }();
  return catalogue;
}

const Rulebook& rulebook(const std::string& regime) {
  static std::map<std::string, Rulebook> books;
  const auto known = books.find(regime);
  if (known != books.end()) return known->second;
  Problems problems;
  Rulebook read = load_rulebook(find_regime(regime, {}), catalogue(), problems);
  for (const Problem& problem : problems.errors()) ADD_FAILURE() << to_string(problem);
  return books.emplace(regime, std::move(read)).first->second;
}

std::vector<CheckedRow> rulings(const std::string& lines, const std::string& regime) {
  const Rulebook& book = rulebook(regime);
  Problems problems;
  std::vector<LedgerRow> rows = read_ledger({"orders.csv", kLedgerHeader + lines}, book, catalogue(), problems);
  for (const Problem& problem : problems.errors()) ADD_FAILURE() << to_string(problem);
  return check(std::move(rows), book).rows;
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
