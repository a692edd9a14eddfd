// weights.csv, with what each outcome means for a ruling.
#include <algorithm>

#include <fmt/format.h>

#include "host/base/text.h"
#include "host/io/row.h"
#include "host/rules/table_words.h"
#include "host/rules/weights_table.h"

namespace headroom {
namespace {

constexpr NumberColumn kPriority{"priority", NumberKind::whole, {.low = 0, .high = 1e9}};

void read_condition(RowReader& row, std::string_view column, Pattern& pattern) {
  std::string text;
  if (row.read_text(column, text)) pattern = Pattern(text);
}

void read_conditions(RowReader& row, WeightRule& rule) {
  read_condition(row, "model_class", rule.model_class);
  read_condition(row, "fine_tuned", rule.fine_tuned);
  read_condition(row, "dest_tier", rule.place_tier);
  read_condition(row, "entity_hq_tier", rule.parent_tier);
  read_condition(row, "veu_status", rule.veu);
  read_condition(row, "facility_14_15_18", rule.facility);
}

void read_answer(RowReader& row, WeightRule& rule) {
  row.read_text("outcome", rule.outcome);
  row.read_text("decision", rule.decision);
  row.read_text("again_as", rule.again_as);
  row.read_text("authorisation", rule.authorisation);
  row.read_text("paragraph", rule.paragraph);
  row.read_text("fact", rule.fact);
  row.read_text("basis", rule.basis);
  row.read_text("note", rule.note);
  read_certainty(row, rule.certainty);
  if (rule.decision.empty() == rule.again_as.empty()) {
    row.error("decision", "a row needs a decision or a class in again_as, and not both");
  } else if (rule.again_as.empty()) {
    check_decision(row, rule.decision);
  }
}

void read_from_date(RowReader& row, WeightRule& rule) {
  read_day(row, "from_date", rule.facility_from);
  if (!rule.facility_from || !rule.facility.is_any()) return;
  row.error("from_date", "from_date says from when the facility counts, and this row asks for none; leave it empty");
}

void check_again(const WeightRule& rule, const WeightsTable& table, RowReader& row) {
  if (rule.again_as.empty()) return;
  const std::vector<std::string> classes = words_of(table, &WeightRule::model_class);
  if (std::find(classes.begin(), classes.end(), rule.again_as) == classes.end()) {
    return row.error("again_as", unknown_name("class of models", rule.again_as, {classes.begin(), classes.end()},
                                              "name one that a row of this table has"));
  }
  const bool circular = std::any_of(table.begin(), table.end(), [&](const WeightRule& other) {
    return !other.again_as.empty() && other.model_class.fits(rule.again_as);
  });
  if (circular) {
    row.error("again_as", fmt::format("again_as is {}, which this table judges again itself; name a class with a "
                                      "decision of its own",
                                      in_quotes(rule.again_as)));
  }
}

}  // namespace

WeightsTable read_weights_table(const InputFile& file, Problems& problems) {
  const std::vector<std::string> columns = {"rule_id",       "priority",       "model_class", "fine_tuned",
                                            "dest_tier",     "entity_hq_tier", "veu_status",  "facility_14_15_18",
                                            "outcome",       "basis",          "decision",    "again_as",
                                            "authorisation", "paragraph",      "from_date"};
  const CsvTable csv = read_csv(file, columns, {"certainty", "fact", "note"}, problems);
  WeightsTable table;
  for (const CsvRow& fields : csv.rows) {
    RowReader row(csv, fields, problems);
    WeightRule rule;
    rule.line = row.place().line;
    row.read_text("rule_id", rule.id);
    row.read(kPriority, rule.priority);
    read_conditions(row, rule);
    read_answer(row, rule);
    read_from_date(row, rule);
    table.push_back(std::move(rule));
  }
  for (std::size_t i = 0; i < table.size(); ++i) {
    RowReader row(csv, csv.rows[i], problems);
    check_again(table[i], table, row);
  }
  std::stable_sort(table.begin(), table.end(),
                   [](const WeightRule& a, const WeightRule& b) { return a.priority < b.priority; });
  return table;
}

}  // namespace headroom
