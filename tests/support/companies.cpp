#include "tests/support/companies.h"

#include <algorithm>
#include <stdexcept>

namespace headroom::testing {

VeuCompany& add_company(Study* study, const std::string& name, double clusters_per_month) {
  VeuCompany company;
  company.name = name;
  company.headquarters = "USA";
  company.clusters_per_month = clusters_per_month;
  company.chips = "A";
  company.locations["USA"] = {1};
  study->companies.push_back(company);
  return study->companies.back();
}

Study with_companies(Study study) {
  study.mixes["fleet"] = {{{"A", {0.6, 0.4}}, {"C", {0.3}}, {"H100", {0, 0, 0.5}}}};
  VeuCompany near = add_company(&study, "Acme", 12);
  near.growth_per_year = 0.5;
  near.units_median = 900;
  near.units_log_sd = 1.1;
  near.units_max = 60'000;
  near.chips = "fleet";
  near.beta_global = 0.4;
  near.installed_tpp = {{"USA", 600'000'000}, {"IND", 40'000'000}, {"other_tier1", 200'000'000}};
  near.locations = {{"USA", {0.55, 0.5}}, {"IND", {0.1}}, {"MYS", {0, 0.1, 0.2}}, {"other_tier1", {0.3}}};
  near.home_slip = {0.5, 4};
  study.companies.back() = near;
  VeuCompany abroad = near;
  abroad.name = "Borealis";
  abroad.headquarters = "IND";  // Tier 2: taken as written
  abroad.clusters_per_month = 3;
  abroad.beta_global = -0.2;
  abroad.locations = {{"IND", {0.2}}, {"other_tier1", {0.5}}, {"CHN", {0.1}}, {"KEN", {0.2, 0.1}}};
  study.companies.push_back(abroad);
  VeuCompany& still = add_company(&study, "Cirrus", 0);
  still.installed_tpp = {{"USA", 50}, {"SAU", 50}};
  return study;
}

u32 slot_of(const CompiledStudy& study, const std::string& company, CompanyRule rule, const std::string& destination) {
  for (u32 slot = 0; slot < study.slot_labels.size(); ++slot) {
    const SlotLabel& label = study.slot_labels[slot];
    if (label.company == company && label.limit.rule == rule && label.limit.destination == destination) return slot;
  }
  throw std::out_of_range("no such limit of " + company);
}

u64 past(const Tally& tally, u32 slot, u32 look) {
  u64 trials = 0;
  for (u32 bin = 0; bin < kSlackBins / 2; ++bin) trials += tally.counters[tally.shape.slack(slot, look, bin)];
  return trials;
}

double tpp_at_end(const Tally& tally, u32 location) {
  return double(tally.sums[tally.shape.location_tpp(location)].value()) / double(tally.trials);
}

}  // namespace headroom::testing
