// companies.toml: universal VEU companies.
#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "host/base/text.h"
#include "host/model/columns.h"
#include "host/model/companies.h"
#include "host/model/load_parts.h"

namespace headroom {
namespace {

constexpr Range kCompanyTpp{.low = 0, .high = 1e18};

void read_texts(TomlTable& table, std::set<std::string>& names, Loading& load, VeuCompany& company) {
  std::string text;
  table.need({"name", "headquarters", "arrivals"});
  if (table.read_name("name", company.name) && !names.insert(company.name).second) {
    table.error("name", fmt::format("second company {}; give each its own name", in_quotes(company.name)));
  }
  if (table.read("headquarters", company.headquarters)) {
    check_destination("headquarters", company.headquarters, table.place("headquarters"), load);
  }
  for (const char* key : {"status", "confidence", "note"}) table.read(key, text);
  double tpp = 0;
  table.read("stock_end_2025_tpp", tpp, kCompanyTpp);
}

// The keys are destinations, or other_tier1.
void check_locations(TomlTable& table, const std::vector<std::string>& names, Loading& load) {
  for (const std::string& name : names) {
    if (name != kOtherTier1) check_destination("location", name, table.key_place(name), load);
  }
}

void read_installed(TomlTable& owner, Loading& load, VeuCompany& company) {
  auto table = owner.table("installed_tpp");
  if (!table) return;
  const std::vector<std::string> names = table->keys();
  check_locations(*table, names, load);
  for (const std::string& name : names) {
    double tpp = 0;
    if (table->read(name, tpp, kCompanyTpp)) company.installed_tpp[name] = u64(std::llround(tpp));
  }
}

void read_locations(TomlTable& arrivals, Loading& load, VeuCompany& company) {
  auto table = arrivals.table("locations");
  if (!table) return;
  const std::vector<std::string> names = table->keys();
  check_locations(*table, names, load);
  std::vector<std::vector<double>> weights;
  for (const std::string& name : names) {
    std::vector<double> one;
    if (!table->read(name, one, {.low = 0, .high = 1e12})) return;
    if (one.empty()) return table->error(name, fmt::format("{} is an empty list; give it weights", table->path(name)));
    company.locations[name] = one;
    weights.push_back(std::move(one));
  }
  const std::size_t quarter = first_empty_quarter(weights);
  if (quarter == 0) return;
  load.problems.error(table->place(),
                      fmt::format("{}: the weights of quarter {} are all 0; at least one must be above 0",
                                  arrivals.path("locations"), quarter));
}

void read_slip(TomlTable& arrivals, VeuCompany& company) {
  auto table = arrivals.table("home_slip");
  if (!table) return;
  VeuCompany::Slip slip;
  table->need({"probability", "months"});
  table->read("probability", slip.probability, kProbability);
  table->read("months", slip.months, {.low = 1, .high = double(kMaxMonths)});
  table->finish();
  company.home_slip = slip;
}

// As for the streams of market.csv.
void check_sizes(TomlTable& arrivals, const VeuCompany& company, Loading& load) {
  Stream stream;
  stream.units_median = company.units_median;
  stream.units_log_sd = company.units_log_sd;
  stream.units_max = company.units_max;
  for (const Fault& fault : size_faults(stream, largest_tpp(company.chips, load))) {
    arrivals.error(fault.column, fault.message);
  }
}

void read_arrivals(TomlTable& owner, Loading& load, VeuCompany& company) {
  auto arrivals = owner.table("arrivals");
  if (!arrivals) return;
  arrivals->need({"clusters_per_month", "units_median", "units_log_sd", "units_max", "chips", "locations"});
  arrivals->read("clusters_per_month", company.clusters_per_month, kOrdersRange);
  arrivals->read("growth_per_year", company.growth_per_year, kGrowthRange);
  u64 largest = company.units_max;
  const bool sized = arrivals->read("units_median", company.units_median, kMedianRange) &&
                     arrivals->read("units_log_sd", company.units_log_sd, kLogSdRange) &&
                     arrivals->read("units_max", largest, kUnitsRange);
  company.units_max = u32(largest);
  arrivals->read("beta_global", company.beta_global, kBetaRange);
  if (arrivals->read_name("chips", company.chips)) check_chip_or_mix(company.chips, arrivals->place("chips"), load);
  if (sized) check_sizes(*arrivals, company, load);
  read_locations(*arrivals, load, company);
  read_slip(*arrivals, company);
  arrivals->finish();
}

// What the regime makes of a company although it is well written.
void warn_of_company(const VeuCompany& company, Loading& load) {
  const Regime& regime = load.study.regime;
  const auto warn = [&](const std::string& message) {
    load.problems.warn(company.place, fmt::format("company {}: {}", in_quotes(company.name), message));
  };
  const int tier = regime.tier(company.headquarters).tier;
  if (tier != 1) {
    warn(fmt::format("a parent in {} (Tier {}) cannot hold uveu; it takes a parent in Tier 1{}", company.headquarters,
                     tier, tier == 3 ? ". None of its clusters comes" : ""));
  }
  for (const auto& [location, weights] : company.locations) {
    const bool some = std::any_of(weights.begin(), weights.end(), [](double weight) { return weight > 0; });
    if (some && tier != 3 && is_refused(regime, company, location)) {
      warn(fmt::format("clusters bound for {} (Tier 3) are refused: they never come", location));
    }
  }
  if (company.home_slip && home_of(regime, company).empty())
    warn("home_slip delays nothing, since none of its locations is its home");
}

// What the integers of a trial and the memory of tallies bear.
void check_company(const VeuCompany& company, Loading& load) {
  const auto refuse = [&](const std::string& message) {
    load.problems.error(company.place, fmt::format("company {} {}", in_quotes(company.name), message));
  };
  long double installed = 0, clusters = 0;
  for (const auto& [location, tpp] : company.installed_tpp) installed += static_cast<long double>(tpp);
  for (const long double month : monthly_clusters(load.study.regime, company, load.study.months)) clusters += month;
  if (installed > static_cast<long double>(kMaxInstalledTpp)) {
    refuse(fmt::format("has {:.3g} TPP installed; it may have at most {} (2^59)", double(installed), kMaxInstalledTpp));
  }
  if (!(clusters <= kMaxClustersPerTrial)) {
    refuse(fmt::format("moves {:.0f} clusters a trial; it may move at most {:.0f}", double(clusters),
                       kMaxClustersPerTrial));
  }
}

}  // namespace

void read_companies(TomlTable& root, Loading& load) {
  root.need({"company"});
  std::set<std::string> names;
  auto& all = load.study.companies;
  for (TomlTable& table : root.tables("company")) {
    VeuCompany company;
    company.place = table.place();
    read_texts(table, names, load, company);
    read_installed(table, load, company);
    read_arrivals(table, load, company);
    table.finish();
    all.push_back(std::move(company));
  }
  root.finish();
  std::sort(all.begin(), all.end(), [](const VeuCompany& a, const VeuCompany& b) { return a.name < b.name; });
  if (!load.rules_known || !load.problems.ok()) return;
  const Regime::Uveu rules = load.study.regime.uveu.value_or(Regime::Uveu{});
  if (!rules.max_outside_tier1 && !rules.max_one_destination && !rules.min_home_us) {
    load.problems.warn(root.place(), fmt::format("regime {} has no limits for universal VEU companies ([uveu]); they "
                                                 "change nothing",
                                                 in_quotes(load.study.regime.name)));
  }
  for (const VeuCompany& company : all) warn_of_company(company, load);
  check_companies(load);
}

void check_companies(Loading& load) {
  const Study& study = load.study;
  u64 slots = 0;
  for (const VeuCompany& company : study.companies) {
    check_company(company, load);
    slots += limits_of(study.regime, company).size();
  }
  const u64 looks = looks_of(study).size();
  if (slots * looks <= kMaxSlotLooks) return;
  load.problems.error(study.companies.front().place,
                      fmt::format("{} companies have {} limits, looked at in {} months: {} tables of slack; at most {} "
                                  "can be kept (checkpoint_months of the regime's [uveu] says how often)",
                                  study.companies.size(), slots, looks, slots * looks, kMaxSlotLooks));
}

}  // namespace headroom
