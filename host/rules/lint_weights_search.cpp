// weights.csv as it is searched: every case that the table can be asked is put to it, so that rows which never decide
// and cases which no row decides are found whatever the patterns.
#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "host/base/text.h"
#include "host/model/regime_tables.h"
#include "host/rules/lint_parts.h"
#include "host/rules/table_words.h"
#include "host/rules/weights_table.h"

namespace headroom {
namespace {

// A table whose cases times rows pass this would take minutes to search.
constexpr double kMaxFits = 2e7;

std::vector<std::string> words_or_blank(const WeightsTable& table, Pattern WeightRule::*column) {
  std::vector<std::string> words = words_of(table, column);
  if (words.empty()) words.emplace_back();  // no row asks
  return words;
}

// The first day of the window, and each day within it from which a condition holds.
std::set<Day> days_that_differ(const WeightsTable& table, const Regime& regime) {
  const auto window = window_of(regime);
  std::set<Day> days = {window ? window->first : Day{}};
  for (const WeightRule& rule : table) {
    if (rule.facility_from && (!window || *rule.facility_from <= window->last)) days.insert(*rule.facility_from);
  }
  return days;
}

class Search {
 public:
  Search(const LintedRegime& linted, const Sheet& sheet, const WeightsTable& table)
      : linted_(linted), sheet_(sheet), table_(table) {}

  void run() {
    if (!list_cases()) return;
    for (const WeightsCase& one : cases_) ask(one);
    for (const WeightRule& rule : table_) {
      if (reached_.count(&rule) == 0 && !rule.is_fallback()) say_shadowed(rule);
      lint_can_be(rule);
    }
    for (const auto& [model_class, gap] : gaps_) say_gap(model_class, gap);
    lint_same_priority();
  }

 private:
  struct Gap {
    WeightsCase example;
    int count = 0;
  };

  bool list_cases() {
    const auto classes = words_or_blank(table_, &WeightRule::model_class);
    const auto tunings = words_or_blank(table_, &WeightRule::fine_tuned);
    const auto facilities = words_or_blank(table_, &WeightRule::facility);
    const std::set<Day> days = days_that_differ(table_, linted_.regime);
    const double cases =
        double(classes.size()) * double(tunings.size()) * double(facilities.size()) * double(days.size()) * 27;
    if (cases * double(table_.size()) > kMaxFits) {
      linted_.say(
          {sheet_.name()},
          fmt::format("{} rows with {:.0f} cases are too many to search for rows never reached; use fewer words",
                      table_.size(), cases));
      return false;
    }
    for (const std::string& model_class : classes) {
      for (const std::string& tuned : tunings) {
        for (const std::string& facility : facilities) {
          for (const Day& day : days) add_places({model_class, tuned, 1, 1, "", facility, day});
        }
      }
    }
    return true;
  }

  void add_places(WeightsCase one) {
    for (one.place_tier = 1; one.place_tier <= 3; ++one.place_tier) {
      for (one.parent_tier = 1; one.parent_tier <= 3; ++one.parent_tier) {
        for (const std::string_view veu : veu_words()) {
          one.veu = veu;
          cases_.push_back(one);
        }
      }
    }
  }

  // A universal validated end user has its parent in Tier 1: what a table says of others cannot be asked.
  static bool can_be(const WeightsCase& one) { return one.veu != "UVEU" || one.parent_tier == 1; }

  void ask(const WeightsCase& one) {
    const WeightsFound found = find_rule(table_, one);
    reached_.insert(found.chain.begin(), found.chain.end());
    if (found.answered() || !can_be(one)) return;
    Gap& gap = gaps_[one.model_class];
    if (gap.count++ == 0) gap.example = one;
  }

  const WeightRule* first_that_fits(const WeightsCase& one) const {
    const auto at = std::find_if(table_.begin(), table_.end(), [&](const WeightRule& rule) { return fits(rule, one); });
    return at == table_.end() ? nullptr : &*at;
  }

  // Rows before it, in whose shadow it stands; of one priority, the one further up in the file comes first.
  void say_shadowed(const WeightRule& rule) const {
    std::vector<const WeightRule*> before;
    for (const WeightsCase& one : cases_) {
      if (!fits(rule, one)) continue;
      const WeightRule* first = first_that_fits(one);
      if (std::find(before.begin(), before.end(), first) == before.end()) before.push_back(first);
    }
    const Place place = sheet_.place(sheet_.row_at(rule.line), "rule_id");
    if (before.empty()) {
      return linted_.say(place, fmt::format("row {} fits no case at all; correct its conditions, or leave it out",
                                            in_quotes(rule.id)));
    }
    std::vector<std::string> names;
    for (const WeightRule* one : before) names.push_back(in_quotes(one->id));
    std::string text = fmt::format("row {} never decides: {} take{} all that it fits", in_quotes(rule.id),
                                   some_of(names), names.size() == 1 ? "s" : "");
    if (before.size() == 1 && before.front()->decision != rule.decision) {
      text += fmt::format(" and says {}", in_quotes(before.front()->decision));
    }
    linted_.say(place, text + "; give it a lower priority number, or leave it out");
  }

  void lint_can_be(const WeightRule& rule) const {
    const auto fits_it = [&](const WeightsCase& one) { return fits(rule, one); };
    const auto first = std::find_if(cases_.begin(), cases_.end(), fits_it);
    if (first == cases_.end()) return;
    if (std::any_of(first, cases_.end(), [&](const WeightsCase& one) { return fits_it(one) && can_be(one); })) return;
    linted_.say(
        sheet_, sheet_.row_at(rule.line), "veu_status",
        fmt::format("row {} asks for a universal validated end user whose parent is not in Tier 1, which cannot "
                    "be; correct its conditions, or leave it out",
                    in_quotes(rule.id)));
  }

  static std::string in_words(const WeightsCase& one) {
    const auto quoted_if = [](const char* what, const std::string& word) {
      return word.empty() ? "" : fmt::format(", {} {}", what, in_quotes(word));
    };
    return fmt::format("place of Tier {}, parent of Tier {}, veu '{}'{}{}, on {}", one.place_tier, one.parent_tier,
                       one.veu, quoted_if("fine_tuned", one.fine_tuned), quoted_if("facility", one.facility),
                       to_string(one.date));
  }

  void say_gap(const std::string& model_class, const Gap& gap) const {
    const auto fallback =
        std::find_if(table_.begin(), table_.end(), [](const auto& rule) { return rule.is_fallback(); });
    const std::size_t row = fallback == table_.end() ? sheet_.size() - 1 : sheet_.row_at(fallback->line);
    linted_.say(sheet_, row, "model_class",
                fmt::format("no row decides {} case{} of class {}, such as: {}; add a row that does", gap.count,
                            gap.count == 1 ? "" : "s", in_quotes(model_class), in_words(gap.example)));
  }

  // The table is by priority, so rows of one priority stand together (the fallback apart, which is a finding of its own
  // when it shares one).
  void lint_same_priority() const {
    for (std::size_t i = 1; i < table_.size(); ++i) {
      const WeightRule &above = table_[i - 1], &rule = table_[i];
      if (above.priority != rule.priority) continue;
      const auto both = std::find_if(cases_.begin(), cases_.end(),
                                     [&](const WeightsCase& one) { return fits(above, one) && fits(rule, one); });
      const bool contradict = both != cases_.end() && above.outcome != rule.outcome;
      linted_.say(sheet_, sheet_.row_at(rule.line), "priority",
                  contradict
                      ? fmt::format("priority {} is that of {} too, and both fit: {} {}, where they say {} and {}; "
                                    "give one the lower number",
                                    rule.priority, in_quotes(above.id), in_quotes(both->model_class), in_words(*both),
                                    in_quotes(above.outcome), in_quotes(rule.outcome))
                      : fmt::format("priority {} is that of {} too; give each row its own", rule.priority,
                                    in_quotes(above.id)));
    }
  }

  const LintedRegime& linted_;
  const Sheet& sheet_;
  const WeightsTable& table_;
  std::vector<WeightsCase> cases_;
  std::set<const WeightRule*> reached_;
  std::map<std::string, Gap> gaps_;  // by class of models
};

}  // namespace

void lint_weight_search(const LintedRegime& linted) {
  if (!linted.weights || linted.weights->size() == 0) return;
  Problems form;  // of a table that cannot be read, nothing can be said
  read_weights(linted.weights->file(), form);
  WeightsTable table = read_weights_table(linted.weights->file(), form);
  // One that comes too early is a finding of its own; it would hide what else is wrong.
  std::stable_partition(table.begin(), table.end(), [](const WeightRule& rule) { return !rule.is_fallback(); });
  if (form.ok()) Search(linted, *linted.weights, table).run();
}

}  // namespace headroom
