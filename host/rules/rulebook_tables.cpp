#include "host/rules/rulebook_tables.h"

#include <algorithm>

#include <fmt/format.h>

#include "host/base/text.h"
#include "host/model/names.h"
#include "host/model/study.h"
#include "host/rules/reading.h"
#include "host/rules/ruling_names.h"

namespace headroom {
namespace {

constexpr NumberColumn kFromTpp{"from_tpp", NumberKind::whole, {.low = 1, .high = double(kMaxCapTpp)}};

void read_cited(RowReader& row, const Rulebook& book, std::string& paragraph) {
  row.read_text("paragraph", paragraph);
  for (const std::string& one : parts_of(paragraph)) {
    if (book.paragraphs.count(one) > 0) continue;
    row.error("paragraph",
              fmt::format("paragraph {} is cited here; it must be a row of paragraphs.csv", in_quotes(one)));
  }
}

template <class Names>
void check_known(RowReader& row, std::string_view column, const std::string& name, const Names& names) {
  const std::vector<std::string_view> known(std::begin(names), std::end(names));
  if (std::find(known.begin(), known.end(), name) != known.end()) return;
  row.error(column, unknown_name(column, name, known, fmt::format("known are {}", fmt::join(known, ", "))));
}

template <class Names, class Map>
void check_all_there(const CsvTable& table, const Names& names, const Map& map, Problems& problems) {
  for (const std::string_view name : names) {
    if (map.count(std::string(name)) > 0) continue;
    problems.error({table.file}, fmt::format("no row for {}; add one", in_quotes(name)));
  }
}

template <class Map, class Value>
void put(RowReader& row, std::string_view column, const std::string& key, Value value, Map& map) {
  if (map.emplace(key, std::move(value)).second) return;
  row.error(column, fmt::format("{} {} stands twice; keep one row", column, in_quotes(key)));
}

// The cases of ruling_names.h that a shipment can come to under this regime.
std::vector<std::string_view> rulings_of(const Regime& regime, const Catalogue& catalogue) {
  std::vector<std::string_view> names = {ruling::kOutsideWindow, ruling::kNotControlled, ruling::kTier3Place,
                                         ruling::kTier3Parent,   ruling::kConsumer,      ruling::kConsumerTier3};
  const auto add = [&](bool has, const std::vector<std::string_view>& more) {
    if (has) names.insert(names.end(), more.begin(), more.end());
  };
  const auto& counted = regime.allocation.classes;
  const auto known = chip_classes(catalogue);
  const bool counts_all = std::all_of(known.begin(), known.end(), [&](std::string_view one) {
    return one == "none" || std::find(counted.begin(), counted.end(), one) != counted.end();
  });
  const bool has_cap = regime.allocation.cap_tpp.has_value();
  add(!counts_all,
      {ruling::kOtherClassFree, ruling::kOtherClassLicence, ruling::kOtherClassTier3, ruling::kOtherClassUnknown});
  add(has_cap, {ruling::kAia, ruling::kUveu, ruling::kNveu, ruling::kLpp, ruling::kGeneral, ruling::kGeneralRefused,
                ruling::kGeneralTier1Counted, ruling::kGeneralTier1Exempt, ruling::kGeneralTier1Refused,
                ruling::kTier2ParentUncounted});
  add(!has_cap, {ruling::kFreePlace});
  add(!has_cap && !regime.consignee_limit, {ruling::kUnlimited});
  add(regime.product_limit.has_value(), {ruling::kCaseByCase});
  add(regime.consignee_limit.has_value(), {ruling::kSimpleReview, ruling::kClearance, ruling::kConsigneeRefused});
  return names;
}

void read_when(RowReader& row, Duty& duty) {
  std::string when;
  if (!row.read_text("when", when)) return;
  const std::vector<std::string_view> words = {"always", "order", "reaches"};
  check_known(row, "when", when, words);
  duty.when = when == "order" ? Duty::When::order : when == "reaches" ? Duty::When::reaches : Duty::When::always;
  if (duty.when != Duty::When::always) row.read(kFromTpp, duty.from_tpp);
}

void read_pattern(RowReader& row, std::string_view column, Pattern& pattern) {
  std::string text;
  if (row.read_name(column, text)) pattern = Pattern(text);
}

}  // namespace

void read_tier_notes(const InputFile& file, Rulebook& book, Problems& problems) {
  const CsvTable table = read_csv(file, {"destination", "tier", "paragraph"},
                                  {"certainty", "alternative_tier", "basis", "note"}, problems);
  for (const CsvRow& fields : table.rows) {
    RowReader row(table, fields, problems);
    std::string destination, alternative;
    TierNote note;
    row.read_text("destination", destination);
    read_certainty(row, note.certainty);
    row.read_text("alternative_tier", alternative);
    if (!alternative.empty()) note.alternative = alternative.front() - '0';  // load_regime has checked the digit
    book.tier_notes.emplace(destination, note);
  }
}

void read_paragraphs(const InputFile& file, Rulebook& book, Problems& problems) {
  const CsvTable table = read_csv(file, {"paragraph", "title", "source", "certainty", "fact"}, {"note"}, problems);
  for (const CsvRow& fields : table.rows) {
    RowReader row(table, fields, problems);
    std::string id;
    Paragraph paragraph;
    row.read_name("title", paragraph.title);
    row.read_name("source", paragraph.source);
    read_certainty(row, paragraph.certainty);
    row.read_text("fact", paragraph.fact);
    if (row.read_name("paragraph", id)) put(row, "paragraph", id, paragraph, book.paragraphs);
  }
}

void read_rulings(const InputFile& file, const Catalogue& catalogue, Rulebook& book, Problems& problems) {
  const CsvTable table = read_csv(
      file, {"ruling", "decision", "authorisation", "paragraph", "certainty", "fact", "text"}, {"note"}, problems);
  for (const CsvRow& fields : table.rows) {
    RowReader row(table, fields, problems);
    std::string id;
    RulingText ruling;
    row.read_text("decision", ruling.decision);
    check_decision(row, ruling.decision);
    row.read_text("authorisation", ruling.authorisation);
    read_cited(row, book, ruling.paragraph);
    read_certainty(row, ruling.certainty);
    row.read_text("fact", ruling.fact);
    row.read_name("text", ruling.text);
    if (!row.read_name("ruling", id)) continue;
    check_known(row, "ruling", id, ruling::kAll);
    put(row, "ruling", id, ruling, book.rulings);
  }
  if (book.regime_is_whole) check_all_there(table, rulings_of(book.regime, catalogue), book.rulings, problems);
}

void read_readings(const InputFile& file, bool has_weights, Rulebook& book, Problems& problems) {
  const CsvTable table = read_csv(file, {"reading", "fact", "text"}, {"note"}, problems);
  for (const CsvRow& fields : table.rows) {
    RowReader row(table, fields, problems);
    std::string id;
    ReadingText reading;
    row.read_text("fact", reading.fact);
    row.read_name("text", reading.text);
    if (!row.read_name("reading", id)) continue;
    check_known(row, "reading", id, reading::kAll);
    put(row, "reading", id, reading, book.readings);
  }
  if (book.regime_is_whole) check_all_there(table, readings_of(book.regime, has_weights), book.readings, problems);
}

void read_duties(const InputFile& file, Rulebook& book, Problems& problems) {
  const CsvTable table = read_csv(
      file, {"duty", "sort", "applies_to", "parent_tier", "when", "from_tpp", "from_date", "paragraph", "fact", "text"},
      {"note"}, problems);
  std::map<std::string, int> seen;
  for (const CsvRow& fields : table.rows) {
    RowReader row(table, fields, problems);
    Duty duty;
    std::string sort;
    if (row.read_name("duty", duty.id)) put(row, "duty", duty.id, 0, seen);
    row.read_text("sort", sort);
    check_known(row, "sort", sort, std::vector<std::string_view>{"duty", "way"});
    duty.is_way = sort == "way";
    read_pattern(row, "applies_to", duty.applies_to);
    read_pattern(row, "parent_tier", duty.parent_tier);
    read_when(row, duty);
    read_day(row, "from_date", duty.from);
    read_cited(row, book, duty.paragraph);
    row.read_text("fact", duty.fact);
    row.read_name("text", duty.text);
    book.duties.push_back(std::move(duty));
  }
}

void read_other_classes(const InputFile& file, const Catalogue& catalogue, Rulebook& book, Problems& problems) {
  const CsvTable table =
      read_csv(file, {"class", "destination", "groups", "certainty"}, {"paragraph", "fact", "note"}, problems);
  for (const CsvRow& fields : table.rows) {
    RowReader row(table, fields, problems);
    std::string chip_class, destination;
    if (row.read_name("class", chip_class)) check_known(row, "class", chip_class, chip_classes(catalogue));
    if (row.read_name("destination", destination) && !catalogue.country(destination)) {
      row.error("destination", unknown_destination("destination", destination, catalogue));
    }
    book.other_classes.insert(chip_class);
    if (!book.other_class_licences.emplace(chip_class, destination).second) {
      row.error("destination", fmt::format("destination '{}' stands twice for this class; keep one row", destination));
    }
  }
}

}  // namespace headroom
