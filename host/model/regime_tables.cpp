#include "host/model/regime_tables.h"

#include <set>

#include <fmt/format.h>

#include "host/base/text.h"
#include "host/io/row.h"
#include "host/model/names.h"
#include "host/model/study.h"

namespace headroom {
namespace {

constexpr NumberColumn kTier{"tier", NumberKind::whole, kTierRange};
constexpr NumberColumn kAlternative{"alternative_tier", NumberKind::whole, kTierRange};
constexpr NumberColumn kAllowance{"tpp", NumberKind::whole, {.low = 0, .high = double(kMaxCapTpp)}};
constexpr NumberColumn kPriority{"priority", NumberKind::whole, {.low = 0, .high = 1e9}};

void check_all_have_tiers(const CsvTable& table, const Catalogue& catalogue, const Regime& regime, Problems& problems) {
  std::vector<std::string> missing;
  for (const Country& country : catalogue.countries) {
    if (regime.tiers.count(country.iso3) == 0) missing.push_back(country.iso3);
  }
  if (missing.empty() || table.column("destination") < 0) return;
  const std::size_t count = missing.size();
  if (count > 6) {
    missing.resize(5);
    missing.push_back(fmt::format("{} more", count - 5));
  }
  problems.error({table.file}, fmt::format("no tier for {}; every destination needs a row", listed(missing)));
}

// "any", or tiers such as "1" and "2|3".
bool is_tier_pattern(std::string_view text) {
  if (text == "any") return true;
  if (text.size() % 2 == 0) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool fits = i % 2 == 0 ? text[i] >= '1' && text[i] <= '3' : text[i] == '|';
    if (!fits) return false;
  }
  return true;
}

}  // namespace

std::optional<YearMonth> parse_quarter(std::string_view text) {
  if (text.size() != 6 || text[4] != 'Q' || text[5] < '1' || text[5] > '4') return std::nullopt;
  const auto january = parse_month(std::string(text.substr(0, 4)) + "-01");
  if (!january) return std::nullopt;
  return plus_months(*january, (text[5] - '1') * 3);
}

void read_tiers(const InputFile& file, const Catalogue& catalogue, Regime& regime, Problems& problems) {
  const CsvTable table = read_csv(file, {"destination", "tier", "paragraph"},
                                  {"certainty", "alternative_tier", "basis", "note"}, problems);
  for (const CsvRow& fields : table.rows) {
    RowReader row(table, fields, problems);
    std::string destination, alternative;
    Tier tier;
    u32 number = 2, ignored = 0;
    if (row.read(kTier, number)) tier.tier = int(number);
    row.read_text("paragraph", tier.paragraph);
    if (row.read_text("alternative_tier", alternative) && !alternative.empty()) row.read(kAlternative, ignored);
    if (!row.read_name("destination", destination)) continue;
    if (!catalogue.country(destination)) {
      row.error("destination", unknown_destination("destination", destination, catalogue));
    } else if (!regime.tiers.emplace(destination, tier).second) {
      row.error("destination", fmt::format("destination '{}' stands twice; keep one row", destination));
    }
  }
  check_all_have_tiers(table, catalogue, regime, problems);
}

void read_allowances(const InputFile& file, Regime& regime, Problems& problems) {
  const CsvTable table = read_csv(file, {"quarter", "tpp"}, {"paragraph", "certainty", "note"}, problems);
  for (const CsvRow& fields : table.rows) {
    RowReader row(table, fields, problems);
    std::string text;
    Regime::Allowance allowance;
    row.read(kAllowance, allowance.tpp);
    if (!row.read_text("quarter", text)) continue;
    const auto quarter = parse_quarter(text);
    if (!quarter) {
      row.error("quarter", fmt::format("quarter is {}; it must be a quarter such as 2025Q1", in_quotes(text)));
      continue;
    }
    if (!regime.nveu.empty() && regime.nveu.back().quarter >= *quarter) {
      row.error("quarter", fmt::format("quarter {} does not come after the row above; put the quarters in time order, "
                                       "each once",
                                       text));
      continue;
    }
    allowance.quarter = *quarter;
    regime.nveu.push_back(allowance);
  }
  if (table.rows.empty() && problems.ok()) problems.error({table.file}, "no quarter has an allowance; add a row");
}

void read_weights(const InputFile& file, Problems& problems) {
  const std::vector<std::string> columns = {"rule_id",   "priority",       "model_class", "fine_tuned",
                                            "dest_tier", "entity_hq_tier", "veu_status",  "facility_14_15_18",
                                            "outcome",   "basis"};
  // What an answer means for a ruling is read where rulings are made.
  const std::vector<std::string> more = {"decision",  "again_as",  "authorisation", "paragraph",
                                         "from_date", "certainty", "fact",          "note"};
  const CsvTable table = read_csv(file, columns, more, problems);
  std::set<std::string> seen;
  for (const CsvRow& fields : table.rows) {
    RowReader row(table, fields, problems);
    std::string text;
    u32 priority = 0;
    row.read(kPriority, priority);
    for (const char* column : {"model_class", "fine_tuned", "veu_status", "facility_14_15_18", "outcome"}) {
      row.read_name(column, text);
    }
    for (const char* column : {"dest_tier", "entity_hq_tier"}) {
      if (!row.read_text(column, text) || is_tier_pattern(text)) continue;
      row.error(column, fmt::format("{} is {}; it must be 'any', or tiers such as 1 or 2|3", column, in_quotes(text)));
    }
    if (row.read_name("rule_id", text) && !seen.insert(text).second) {
      row.error("rule_id", fmt::format("rule {} stands twice; give each its own id", in_quotes(text)));
    }
  }
}

}  // namespace headroom
