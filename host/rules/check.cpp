#include "host/rules/check.h"

#include <fmt/format.h>

namespace headroom {
namespace {

std::vector<Ruling> rule_on_all(const std::vector<LedgerRow>& rows, Judge& judge) {
  std::vector<Ruling> rulings;
  rulings.reserve(rows.size());
  for (const LedgerRow& row : rows) rulings.push_back(judge.rule(row));
  return rulings;
}

bool is_due(const Duty& duty, const CheckedRow& checked, const std::string& parent_tier) {
  const Ruling& ruling = checked.ruling;
  if (!duty.applies_to.fits(duty.is_way ? ruling.decision : ruling.authorisation)) return false;
  if (!duty.parent_tier.fits(parent_tier)) return false;
  if (duty.when == Duty::When::order) return checked.row.is_shipment && checked.row.tpp >= duty.from_tpp;
  if (duty.when == Duty::When::always) return true;
  const auto& meter = ruling.meter;
  return meter && meter->before < duty.from_tpp && meter->after.used >= duty.from_tpp;
}

std::string in_words(const Duty& duty) {
  std::string text = duty.from ? fmt::format("from {}: {}", to_string(*duty.from), duty.text) : duty.text;
  return text + fmt::format(" ({}; fact {})", duty.paragraph, duty.fact);
}

void add_duties(const Rulebook& book, const Reading& reading, CheckedRow& checked) {
  const std::string parent_tier = std::to_string(reading.tier(book.regime, checked.row.parent));
  for (const Duty& duty : book.duties) {
    if (!is_due(duty, checked, parent_tier)) continue;
    (duty.is_way ? checked.other_ways : checked.duties).push_back(in_words(duty));
  }
}

void add_other_outcomes(const Rulebook& book, const Reading& reading, std::vector<CheckedRow>& rows,
                        const std::vector<LedgerRow>& ledger) {
  Judge judge(book, reading);
  const std::vector<Ruling> others = rule_on_all(ledger, judge);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Ruling &mine = rows[i].ruling, &other = others[i];
    if (mine.decision == other.decision && mine.authorisation == other.authorisation) continue;
    rows[i].open_readings.push_back(
        {reading.id, reading.words, book.readings.at(reading.id).fact, other.decision, other.authorisation});
  }
}

}  // namespace

Checked check(std::vector<LedgerRow> ledger, const Rulebook& book) {
  Checked checked{book.regime.name, book.regime.title, book.regime.status, {}, {}};
  const Reading mine = default_reading(book);
  Judge judge(book, mine);
  std::vector<Ruling> rulings = rule_on_all(ledger, judge);
  for (std::size_t i = 0; i < ledger.size(); ++i) {
    CheckedRow& row = checked.rows.emplace_back();
    row.row = ledger[i];
    row.ruling = std::move(rulings[i]);
    add_duties(book, mine, row);
  }
  checked.meters = judge.meters().all();
  for (const Reading& other : other_readings(book, ledger)) add_other_outcomes(book, other, checked.rows, ledger);
  return checked;
}

}  // namespace headroom
