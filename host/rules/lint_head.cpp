// What regime.toml says of the regime itself.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "host/base/text.h"
#include "host/rules/lint_parts.h"

namespace headroom {
namespace {

void lint_titles(const LintedRegime& linted, std::optional<TomlTable>& head) {
  const std::pair<const char*, const char*> asked[] = {{"title", "what the rule is called"},
                                                       {"source", "where it is printed"},
                                                       {"status", "whether it binds, and since when"}};
  for (const auto& [key, what] : asked) {
    if (!text_in(head, key).empty()) continue;
    linted.say(head->place(key), fmt::format("regime.{} is empty or missing; say {}", key, what));
  }
}

// Where the next "2025-05-13" begins, whether or not there is such a day.
std::size_t find_date(std::string_view text, std::size_t from) {
  constexpr std::string_view shape = "dddd-dd-dd";
  for (std::size_t at = from; at + shape.size() <= text.size(); ++at) {
    const auto fits = [&](std::size_t i) {
      return shape[i] == 'd' ? is_digit(text[at + i]) : text[at + i] == shape[i];
    };
    std::size_t i = 0;
    while (i < shape.size() && fits(i)) ++i;
    if (i == shape.size()) return at;
  }
  return std::string_view::npos;
}

bool holds_one(std::string_view text, const std::vector<std::string_view>& words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

// Days on which the status says that the regime began or ended.
struct StatusDays {
  std::optional<Day> begin, end;
};

StatusDays read_status(const LintedRegime& linted, const Place& place, std::string_view status) {
  StatusDays days;
  std::size_t from = 0;
  for (std::size_t at = find_date(status, 0); at != std::string_view::npos; at = find_date(status, from)) {
    const std::string_view before = status.substr(from, at - from), text = status.substr(at, 10);
    from = at + 10;
    const auto day = parse_day(text);
    if (!day) {
      linted.say(place, fmt::format("regime.status names {}, which is no day of the calendar; correct it", text));
    } else if (holds_one(before, {"rescinded", "withdrawn", "repealed", "expired", "until"})) {
      days.end = day;
    } else if (holds_one(before, {"in force", "effective", "since", "from", "binding"})) {
      days.begin = day;
    }
  }
  return days;
}

void lint_status(const LintedRegime& linted, std::optional<TomlTable>& head) {
  const Place place = head->place("status");
  const StatusDays days = read_status(linted, place, text_in(head, "status"));
  if (days.begin && days.end && *days.end < *days.begin) {
    linted.say(place, fmt::format("regime.status ends it on {}, before it began on {}; put the dates in order",
                                  to_string(*days.end), to_string(*days.begin)));
  }
  const auto window = window_of(linted.regime);
  if (window && days.end && *days.end < window->first) {
    linted.say(place,
               fmt::format("regime.status ends it on {}, before its window begins on {}; one of the two is wrong",
                           to_string(*days.end), to_string(window->first)));
  }
  if (window && days.begin && *days.begin > window->last) {
    linted.say(place, fmt::format("regime.status begins it on {}, after its window ends on {}; one of the two is wrong",
                                  to_string(*days.begin), to_string(window->last)));
  }
}

// A table that a user believes to be in use.
void lint_files(const LintedRegime& linted) {
  std::set<std::string> read = {"paragraphs.csv", "rulings.csv", "duties.csv", "readings.csv", "other_classes.csv"};
  for (const auto& [table, key] : {std::pair("tiers", "table"), {"nveu", "allowances"}, {"weights", "table"}}) {
    auto found = linted.table(table);
    const std::string name = text_in(found, key);
    if (read.insert(name).second || name.empty()) continue;
    linted.say(found->place(key),
               fmt::format("{}.{} is {}, which is read as another table already; name one of its own", table, key,
                           in_quotes(name)));
  }
  for (const std::string& name : linted.folder.files()) {
    const bool is_table = name.size() > 4 && name.substr(name.size() - 4) == ".csv";
    if (!is_table || read.count(name) > 0) continue;
    linted.say({linted.folder.display(name)},
               "no key of regime.toml names this table, so nothing reads it; name it there or take it away");
  }
}

}  // namespace

void lint_head(const LintedRegime& linted) {
  auto head = linted.table("regime");
  if (head) lint_titles(linted, head);
  if (head) lint_status(linted, head);
  lint_files(linted);
}

}  // namespace headroom
