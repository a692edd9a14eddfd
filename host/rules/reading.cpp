#include "host/rules/reading.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "host/rules/ruling_names.h"

namespace headroom {
namespace {

using Change = void (*)(Reading&);

Reading changed(const Rulebook& book, std::string_view id, std::string words, Change change) {
  Reading reading = default_reading(book);
  reading.id = id;
  reading.words = std::move(words);
  change(reading);
  return reading;
}

void add_tiers(const Rulebook& book, const std::vector<LedgerRow>& rows, std::vector<Reading>& readings) {
  std::set<std::string> places;
  for (const LedgerRow& row : rows) {
    places.insert(row.destination);
    places.insert(row.parent);
  }
  for (const std::string& place : places) {
    const auto note = book.tier_notes.find(place);
    if (note == book.tier_notes.end() || !note->second.alternative) continue;
    const int tier = *note->second.alternative;
    if (tier == book.regime.tier(place).tier) continue;
    Reading reading = default_reading(book);
    reading.id = reading::kAlternativeTier;
    reading.words = fmt::format("{} in Tier {}", place, tier);
    reading.tiers[place] = tier;
    readings.push_back(std::move(reading));
  }
}

void add_general_tier1(const Rulebook& book, std::vector<Reading>& readings) {
  const std::pair<GeneralTier1, std::string> all[] = {
      {GeneralTier1::counts_only, "counts_only"}, {GeneralTier1::stopped, "stopped"}, {GeneralTier1::exempt, "exempt"}};
  for (const auto& [value, word] : all) {
    if (value == book.regime.allocation.general_tier1) continue;
    readings.push_back(changed(book, reading::kGeneralTier1, word, [](Reading&) {}));
    readings.back().general_tier1 = value;
  }
}

// The other side of the threshold: the value next to it by which models of this class are judged as closed ones when
// they are not now, or are not when they are. The words of a row rise with what was added.
std::string other_value(const WeightsTable& table, const std::string& model_class, const std::string& fine_tuned) {
  const auto is_closed = [](const WeightRule& rule) { return !rule.again_as.empty(); };
  const auto speaks_of_it = [&](const WeightRule& rule) {
    return !rule.model_class.is_any() && rule.model_class.fits(model_class) && !rule.fine_tuned.is_any();
  };
  const auto mine = std::find_if(table.begin(), table.end(), [&](const WeightRule& rule) {
    return speaks_of_it(rule) && rule.fine_tuned.fits(fine_tuned);
  });
  const auto other = std::find_if(table.begin(), table.end(), [&](const WeightRule& rule) {
    return mine != table.end() && speaks_of_it(rule) && is_closed(rule) != is_closed(*mine);
  });
  return other == table.end() ? fine_tuned : other->fine_tuned.words().back();
}

bool may_be_judged_again(const WeightsTable& table, const std::string& model_class) {
  return std::any_of(table.begin(), table.end(), [&](const WeightRule& rule) {
    return !rule.again_as.empty() && rule.model_class.fits(model_class);
  });
}

}  // namespace

int Reading::tier(const Regime& regime, const std::string& iso3) const {
  const auto other = tiers.find(iso3);
  return other == tiers.end() ? regime.tier(iso3).tier : other->second;
}

std::vector<std::string_view> readings_of(const Regime& regime, bool has_weights) {
  std::vector<std::string_view> names = {reading::kAlternativeTier};
  const auto add = [&](bool has, const std::vector<std::string_view>& more) {
    if (has) names.insert(names.end(), more.begin(), more.end());
  };
  add(regime.allocation.cap_tpp.has_value(), {reading::kGeneralTier1, reading::kTier2Parent});
  add(regime.has(Authorisation::lpp), {reading::kLppScope});
  add(regime.has(Authorisation::nveu), {reading::kNveuArrangement});
  add(has_weights, {reading::kFineTuning, reading::kFacility});
  return names;
}

Reading default_reading(const Rulebook& book) {
  Reading reading;
  reading.general_tier1 = book.regime.allocation.general_tier1;
  reading.tier2_parent_counted = book.tier2_parent_counted;
  return reading;
}

std::vector<Reading> other_readings(const Rulebook& book, const std::vector<LedgerRow>& rows) {
  std::vector<Reading> readings;
  add_tiers(book, rows, readings);
  const std::vector<std::string_view> open = readings_of(book.regime, !book.weights.empty());
  const auto is_open = [&](std::string_view id) { return std::find(open.begin(), open.end(), id) != open.end(); };
  if (is_open(reading::kGeneralTier1)) add_general_tier1(book, readings);
  const auto add = [&](std::string_view id, std::string words, Change change) {
    if (is_open(id)) readings.push_back(changed(book, id, std::move(words), change));
  };
  add(reading::kTier2Parent, book.tier2_parent_counted ? "uncounted" : "counted",
      [](Reading& r) { r.tier2_parent_counted = !r.tier2_parent_counted; });
  add(reading::kLppScope, "one limit worldwide", [](Reading& r) { r.lpp_worldwide = true; });
  add(reading::kNveuArrangement, "an arrangement is a condition", [](Reading& r) { r.nveu_needs_arrangement = true; });
  add(reading::kFineTuning, "the model lies on the other side", [](Reading& r) { r.other_fine_tuning = true; });
  add(reading::kFacility, "no duty in Tier 1 places", [](Reading& r) { r.facility_in_tier1 = false; });
  return readings;
}

WeightsCase case_of(const LedgerRow& row, const Rulebook& book, const Reading& reading) {
  WeightsCase asked{row.model_class,
                    row.fine_tuned,
                    reading.tier(book.regime, row.destination),
                    reading.tier(book.regime, row.parent),
                    row.veu,
                    row.facility,
                    row.date};
  if (reading.other_fine_tuning && may_be_judged_again(book.weights, row.model_class)) {
    asked.fine_tuned = other_value(book.weights, row.model_class, row.fine_tuned);
  }
  if (!reading.facility_in_tier1 && asked.place_tier == 1) asked.facility = "yes";
  return asked;
}

}  // namespace headroom
