#include "host/rules/weights_table.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace headroom {
namespace {

// Before its day the condition on the facility is none.
bool facility_counts(const WeightRule& rule, const WeightsCase& asked) {
  return !rule.facility.is_any() && !(rule.facility_from && asked.date < *rule.facility_from);
}

// The first row that fits, or the column whose blank stands in the way of telling.
const WeightRule* first_fit(const WeightsTable& table, const WeightsCase& asked, std::string& missing) {
  for (const WeightRule& rule : table) {
    if (!fits(rule, asked)) continue;
    if (asked.fine_tuned.empty() && !rule.fine_tuned.is_any()) missing = "fine_tuned";
    if (asked.facility.empty() && facility_counts(rule, asked)) missing = "facility";
    return missing.empty() ? &rule : nullptr;
  }
  return nullptr;
}

}  // namespace

Pattern::Pattern(std::string_view text) {
  if (text == "any") return;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('|', at), text.size());
    words_.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
}

bool Pattern::fits(std::string_view word) const {
  return is_any() || std::find(words_.begin(), words_.end(), word) != words_.end();
}

bool WeightRule::is_fallback() const {
  const bool fits_all = model_class.is_any() && fine_tuned.is_any() && place_tier.is_any() && parent_tier.is_any() &&
                        veu.is_any() && facility.is_any();
  return fits_all && decision == "unresolved";
}

bool fits(const WeightRule& rule, const WeightsCase& asked) {
  return rule.model_class.fits(asked.model_class) && rule.place_tier.fits(std::to_string(asked.place_tier)) &&
         rule.parent_tier.fits(std::to_string(asked.parent_tier)) && rule.veu.fits(asked.veu) &&
         (asked.fine_tuned.empty() || rule.fine_tuned.fits(asked.fine_tuned)) &&
         (asked.facility.empty() || !facility_counts(rule, asked) || rule.facility.fits(asked.facility));
}

WeightsFound find_rule(const WeightsTable& table, const WeightsCase& asked) {
  WeightsFound found;
  WeightsCase now = asked;
  // A class is judged again once at most: the reader refuses a table where that leads to another such row.
  for (int round = 0; round < 2; ++round) {
    const WeightRule* rule = first_fit(table, now, found.missing);
    if (!rule) break;
    found.chain.push_back(rule);
    if (rule->again_as.empty()) break;
    now.model_class = rule->again_as;
  }
  return found;
}

std::string to_string(const std::vector<const WeightRule*>& chain) {
  std::string text;
  for (const WeightRule* rule : chain) text += (text.empty() ? "" : ">") + rule->id;
  return text;
}

std::vector<std::string> words_of(const WeightsTable& table, Pattern WeightRule::*column) {
  std::set<std::string> words;
  for (const WeightRule& rule : table) {
    const auto& more = (rule.*column).words();
    words.insert(more.begin(), more.end());
  }
  return {words.begin(), words.end()};
}

}  // namespace headroom
