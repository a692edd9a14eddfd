#include "host/rules/ledger.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "host/base/text.h"
#include "host/io/row.h"
#include "host/model/names.h"
#include "host/model/study.h"
#include "host/rules/reading.h"
#include "host/rules/table_words.h"

namespace headroom {
namespace {

constexpr NumberColumn kUnits{"units", NumberKind::whole, {.low = 1, .high = 4294967295.0}};
const std::vector<std::string> kColumns = {"id",   "kind",        "destination", "parent_headquarters",
                                           "veu",  "chip",        "units",       "consignee",
                                           "date", "model_class", "fine_tuned",  "facility"};

class LedgerReader {
 public:
  LedgerReader(const Rulebook& book, const Catalogue& catalogue) : book_(book), catalogue_(catalogue) {}

  // Nothing when the row has an error.
  std::optional<LedgerRow> read(RowReader& row) {
    LedgerRow one;
    one.line = row.place().line;
    if (row.read_name("id", one.id)) check_new(row, one);
    read_place(row, "destination", one.destination);
    read_place(row, "parent_headquarters", one.parent);
    read_word(row, "veu", one.veu, veu_words());
    read_date(row, one);
    std::string kind;
    if (read_word(row, "kind", kind, {"shipment", "weights"})) {
      one.is_shipment = kind == "shipment";
      one.is_shipment ? read_shipment(row, one) : read_weights(row, one);
    }
    if (!row.ok()) return std::nullopt;
    return one;
  }

 private:
  void check_new(RowReader& row, const LedgerRow& one) {
    const auto [at, is_new] = line_of_.emplace(one.id, one.line);
    if (is_new) return;
    row.error("id", fmt::format("second row with id {}, after line {}; give each row its own id", in_quotes(one.id),
                                at->second));
  }

  void read_place(RowReader& row, std::string_view column, std::string& iso3) {
    if (!row.read_name(column, iso3) || catalogue_.country(iso3)) return;
    row.error(column, unknown_destination(column, iso3, catalogue_));
  }

  bool read_word(RowReader& row, std::string_view column, std::string& word,
                 const std::vector<std::string_view>& words) {
    if (!row.read_name(column, word)) return false;
    if (std::find(words.begin(), words.end(), word) != words.end()) return true;
    row.error(column, unknown_name(column, word, words, fmt::format("known are {}", fmt::join(words, ", "))));
    return false;
  }

  void read_date(RowReader& row, LedgerRow& one) {
    std::string text;
    if (!row.read_name("date", text)) return;
    const auto day = parse_day(text);
    if (!day) return row.error("date", fmt::format("date is {}; it must be a day such as 2026-03-31", in_quotes(text)));
    one.date = *day;
  }

  // What a kind of row has no use for must not be there: it would be passed over without a word.
  void read_nothing(RowReader& row, std::string_view kind, const std::vector<std::string_view>& columns) {
    for (const std::string_view column : columns) {
      std::string text;
      if (!row.read_text(column, text) || text.empty()) continue;
      row.error(column,
                fmt::format("{} is {}; a row of kind '{}' has none, leave it empty", column, in_quotes(text), kind));
    }
  }

  void read_shipment(RowReader& row, LedgerRow& one) {
    read_nothing(row, "shipment", {"model_class", "fine_tuned", "facility"});
    std::string chip;
    const bool sized = row.read(kUnits, one.units);
    if (row.read_name("chip", chip)) {
      if (const Chip* found = catalogue_.chip(chip)) {
        one.chip = *found;
        one.tpp = one.units * found->tpp;  // both are below 2^32
      } else {
        row.error("chip", unknown_chip(chip));
      }
    }
    if (sized && one.tpp > kMaxOrderTpp) {
      row.error("units",
                fmt::format("units and chip make {} TPP; a shipment may have at most {}", one.tpp, kMaxOrderTpp));
    }
    if (row.read_name("consignee", one.consignee) && !one.parent.empty()) check_one_parent(row, one);
  }

  std::string unknown_chip(const std::string& id) const {
    std::vector<std::string_view> known;
    for (const Chip& chip : catalogue_.chips) known.push_back(chip.id);
    return unknown_name("chip", id, known, "name a chip of the catalogue (headroom data chips)");
  }

  // Meters go by consignee: one name with two parents would be two companies that share a meter.
  void check_one_parent(RowReader& row, const LedgerRow& one) {
    const auto [at, is_new] = parent_of_.emplace(one.consignee, std::pair(one.parent, one.line));
    if (is_new || at->second.first == one.parent) return;
    row.error("parent_headquarters",
              fmt::format("consignee {} has its parent in {} here and in {} on line {}; a consignee is an ultimate "
                          "parent, give each its own name",
                          in_quotes(one.consignee), one.parent, at->second.first, at->second.second));
  }

  void read_weights(RowReader& row, LedgerRow& one) {
    read_nothing(row, "weights", {"chip", "units", "consignee"});
    if (book_.weights.empty()) {
      return row.error(
          "kind", fmt::format("regime {} has no weights table; leave such rows out", in_quotes(book_.regime.name)));
    }
    read_table_word(row, "model_class", &WeightRule::model_class, one.model_class);
    read_table_word(row, "fine_tuned", &WeightRule::fine_tuned, one.fine_tuned);
    read_table_word(row, "facility", &WeightRule::facility, one.facility);
    if (one.model_class.empty()) return row.error("model_class", "model_class is empty; give it a name");
    if (row.ok()) check_known_case(row, one);
  }

  void read_table_word(RowReader& row, std::string_view column, Pattern WeightRule::*of, std::string& word) {
    if (!row.read_text(column, word) || word.empty()) return;
    const std::vector<std::string> words = words_of(book_.weights, of);
    read_word(row, column, word, {words.begin(), words.end()});
  }

  void check_known_case(RowReader& row, const LedgerRow& one) {
    const WeightsCase asked = case_of(one, book_, default_reading(book_));
    const WeightsFound found = find_rule(book_.weights, asked);
    if (!found.missing.empty()) {
      row.error(found.missing, fmt::format("{} is empty; a model of class '{}' needs one here to be ruled on",
                                           found.missing, one.model_class));
    } else if (!found.answered()) {
      row.error("model_class",
                fmt::format("no rule of the weights table fits (place of Tier {}, parent of Tier {}, veu '{}', "
                            "fine_tuned '{}'); check that such a case can be, and that the parent may hold that veu",
                            asked.place_tier, asked.parent_tier, one.veu, one.fine_tuned));
    }
  }

  const Rulebook& book_;
  const Catalogue& catalogue_;
  std::map<std::string, int> line_of_;                            // of an id
  std::map<std::string, std::pair<std::string, int>> parent_of_;  // of a consignee, and the line that said so
};

}  // namespace

std::vector<LedgerRow> read_ledger(const InputFile& file, const Rulebook& book, const Catalogue& catalogue,
                                   Problems& problems) {
  const CsvTable table = read_csv(file, kColumns, {"source", "note"}, problems);
  LedgerReader reader(book, catalogue);
  std::vector<LedgerRow> rows;
  for (const CsvRow& fields : table.rows) {
    RowReader row(table, fields, problems);
    if (auto one = reader.read(row)) rows.push_back(std::move(*one));
  }
  if (table.rows.empty() && problems.ok()) problems.error({file.name}, "no row to rule on; add one");
  std::stable_sort(rows.begin(), rows.end(), [](const LedgerRow& a, const LedgerRow& b) { return a.date < b.date; });
  return rows;
}

}  // namespace headroom
