#include "host/model/companies.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "host/trial/company_shares.h"

namespace headroom {

std::vector<std::string> locations_of(const VeuCompany& company) {
  std::set<std::string> all;
  for (const auto& [location, tpp] : company.installed_tpp) all.insert(location);
  for (const auto& [location, weights] : company.locations) all.insert(location);
  if (company.headquarters == kUnitedStates) all.insert(company.headquarters);
  return {all.begin(), all.end()};
}

bool is_outside_tier1(const Regime& regime, const std::string& location) {
  return location != kOtherTier1 && regime.tier(location).tier != 1;
}

bool is_refused(const Regime& regime, const VeuCompany& company, const std::string& location) {
  const bool to_tier3 = location != kOtherTier1 && regime.tier(location).tier == 3;
  return to_tier3 || regime.tier(company.headquarters).tier == 3;
}

std::vector<long double> location_weights(const Regime& regime, const VeuCompany& company, int quarter) {
  std::vector<long double> weights;
  for (const std::string& location : locations_of(company)) {
    const auto at = company.locations.find(location);
    const bool none = at == company.locations.end() || is_refused(regime, company, location);
    weights.push_back(none ? 0 : at->second[std::min<std::size_t>(quarter, at->second.size() - 1)]);
  }
  return weights;
}

std::vector<long double> monthly_clusters(const Regime& regime, const VeuCompany& company, int months) {
  std::vector<long double> clusters;
  for (int m = 0; m < months; ++m) {
    const auto quarter = std::size_t(m / 3);
    long double all = 0, allowed = 0;
    for (const auto& [location, weights] : company.locations) all += weights[std::min(quarter, weights.size() - 1)];
    for (const long double weight : location_weights(regime, company, m / 3)) allowed += weight;
    clusters.push_back(company.clusters_per_month * std::pow(1.0L + company.growth_per_year, m / 12.0L) *
                       (allowed / all));
  }
  return clusters;
}

std::string home_of(const Regime& regime, const VeuCompany& company) {
  const auto locations = locations_of(company);
  const auto has = [&](std::string_view name) {
    return std::find(locations.begin(), locations.end(), name) != locations.end();
  };
  if (has(company.headquarters)) return company.headquarters;
  const bool in_other_tier1 = !is_outside_tier1(regime, company.headquarters);  // the United States were found above
  return in_other_tier1 && has(kOtherTier1) ? std::string(kOtherTier1) : std::string();
}

std::vector<CompanyLimit> limits_of(const Regime& regime, const VeuCompany& company) {
  const Regime::Uveu rules = regime.uveu.value_or(Regime::Uveu{});
  const auto share = [](double limit) { return u32(std::llround(limit * kWholeShare)); };
  std::vector<CompanyLimit> limits;
  if (rules.max_outside_tier1) limits.push_back({CompanyRule::outside_tier1, {}, share(*rules.max_outside_tier1)});
  if (rules.min_home_us && company.headquarters == kUnitedStates)
    limits.push_back({CompanyRule::home, {}, kWholeShare - share(*rules.min_home_us)});
  if (!rules.max_one_destination) return limits;
  limits.push_back({CompanyRule::one_destination, {}, share(*rules.max_one_destination)});
  for (const std::string& location : locations_of(company)) {
    if (is_outside_tier1(regime, location))
      limits.push_back({CompanyRule::one_destination, location, share(*rules.max_one_destination)});
  }
  return limits;
}

std::vector<Look> looks_of(const Study& study) {
  const Regime::Uveu rules = study.regime.uveu.value_or(Regime::Uveu{});
  std::vector<Look> looks;
  for (int m = 0; m < study.months; ++m) {
    const YearMonth month = plus_months(study.start, m), next = plus_months(study.start, m + 1);
    const auto dated = [](YearMonth of, int day) {
      return fmt::format("{}-{:02}", to_string(of), std::min(day, days_in(of)));
    };
    const auto date = std::find_if(rules.reporting_dates.begin(), rules.reporting_dates.end(),
                                   [&](const auto& one) { return one.month == next.month; });
    if (date != rules.reporting_dates.end()) {
      looks.push_back({m, true, dated(next, date->day)});
    } else if (rules.checkpoint_months > 0 && (m + 1) % rules.checkpoint_months == 0) {
      looks.push_back({m, false, dated(month, 31)});
    }
  }
  return looks;
}

}  // namespace headroom
