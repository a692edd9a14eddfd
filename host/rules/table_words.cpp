#include "host/rules/table_words.h"

#include <algorithm>

#include <fmt/format.h>

#include "host/base/text.h"

namespace headroom {
namespace {

bool is_among(const std::vector<std::string_view>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

void check_word(RowReader& row, std::string_view column, const std::string& word,
                const std::vector<std::string_view>& words) {
  if (is_among(words, word)) return;
  row.error(column, unknown_name(column, word, words, fmt::format("known are {}", fmt::join(words, ", "))));
}

std::ptrdiff_t doubt(const std::string& certainty) {
  const auto& words = certainty_words();
  return std::find(words.begin(), words.end(), certainty) - words.begin();
}

}  // namespace

const std::vector<std::string_view>& decision_words() {
  static const std::vector<std::string_view> words = {"allowed", "counted",        "refused",   "prohibited",
                                                      "licence", "not_controlled", "unresolved"};
  return words;
}

const std::vector<std::string_view>& veu_words() {
  static const std::vector<std::string_view> words = {"none", "UVEU", "NVEU"};
  return words;
}

const std::vector<std::string_view>& certainty_words() {
  static const std::vector<std::string_view> words = {"high", "medium", "low", "unverified"};
  return words;
}

const std::string& weaker(const std::string& a, const std::string& b) {
  if (b.empty()) return a;
  return a.empty() || doubt(b) > doubt(a) ? b : a;
}

void check_decision(RowReader& row, const std::string& decision) {
  check_word(row, "decision", decision, decision_words());
}

void read_certainty(RowReader& row, std::string& certainty) {
  row.read_text("certainty", certainty);
  if (certainty.empty()) certainty = "high";
  check_word(row, "certainty", certainty, certainty_words());
}

void read_day(RowReader& row, std::string_view column, std::optional<Day>& day) {
  std::string text;
  if (!row.read_text(column, text) || text.empty()) return;
  day = parse_day(text);
  if (!day) row.error(column, fmt::format("{} is {}; it must be a day such as 2026-03-31", column, in_quotes(text)));
}

std::vector<std::string> parts_of(std::string_view text) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find("; ", at), text.size());
    parts.emplace_back(text.substr(at, end - at));
    at = end + 2;
  }
  return parts;
}

}  // namespace headroom
