// companies.toml: universal VEU companies. Everything is checked; until they run, only that there are some is kept.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "host/base/text.h"
#include "host/model/columns.h"
#include "host/model/load_parts.h"

namespace headroom {
namespace {

constexpr std::string_view kOtherTier1 = "other_tier1";  // all of Tier 1 but the United States
constexpr Range kTpp{.low = 0, .high = 1e18};

void read_texts(TomlTable& company, std::set<std::string>& names, Loading& load) {
  std::string name, headquarters, text;
  company.need({"name", "headquarters", "arrivals"});
  if (company.read_name("name", name) && !names.insert(name).second) {
    company.error("name", fmt::format("second company {}; give each its own name", in_quotes(name)));
  }
  if (company.read("headquarters", headquarters)) {
    check_destination("headquarters", headquarters, company.place("headquarters"), load);
  }
  for (const char* key : {"status", "confidence", "note"}) company.read(key, text);
  double tpp = 0;
  company.read("stock_end_2025_tpp", tpp, kTpp);
}

// The keys are destinations, or other_tier1.
void check_locations(TomlTable& table, const std::vector<std::string>& names, Loading& load) {
  for (const std::string& name : names) {
    if (name != kOtherTier1) check_destination("location", name, table.key_place(name), load);
  }
}

void read_installed(TomlTable& company, Loading& load) {
  auto table = company.table("installed_tpp");
  if (!table) return;
  const std::vector<std::string> names = table->keys();
  check_locations(*table, names, load);
  double tpp = 0;
  for (const std::string& name : names) table->read(name, tpp, kTpp);
}

void read_locations(TomlTable& arrivals, Loading& load) {
  auto table = arrivals.table("locations");
  if (!table) return;
  const std::vector<std::string> names = table->keys();
  check_locations(*table, names, load);
  std::vector<std::vector<double>> weights;
  for (const std::string& name : names) {
    std::vector<double> one;
    if (!table->read(name, one, {.low = 0, .high = 1e12})) return;
    if (one.empty()) return table->error(name, fmt::format("{} is an empty list; give it weights", table->path(name)));
    weights.push_back(std::move(one));
  }
  const std::size_t quarter = first_empty_quarter(weights);
  if (quarter == 0) return;
  load.problems.error(table->place(),
                      fmt::format("{}: the weights of quarter {} are all 0; at least one must be above 0",
                                  arrivals.path("locations"), quarter));
}

void read_slip(TomlTable& arrivals) {
  auto slip = arrivals.table("home_slip");
  if (!slip) return;
  double probability = 0;
  int months = 0;
  slip->need({"probability", "months"});
  slip->read("probability", probability, kProbability);
  slip->read("months", months, {.low = 1, .high = double(kMaxMonths)});
  slip->finish();
}

void read_arrivals(TomlTable& company, Loading& load) {
  auto arrivals = company.table("arrivals");
  if (!arrivals) return;
  arrivals->need({"clusters_per_month", "units_median", "units_log_sd", "units_max", "chips", "locations"});
  double number = 0;
  u64 units = 0;
  arrivals->read("clusters_per_month", number, kOrdersRange);
  arrivals->read("growth_per_year", number, kGrowthRange);
  arrivals->read("units_median", number, kMedianRange);
  arrivals->read("units_log_sd", number, kLogSdRange);
  arrivals->read("units_max", units, kUnitsRange);
  arrivals->read("beta_global", number, kBetaRange);
  std::string chips;
  if (arrivals->read_name("chips", chips)) {
    check_chip_or_mix(chips, arrivals->place("chips"), load);
    const std::string too_large = order_too_large(units, largest_tpp(chips, load));
    if (!too_large.empty()) arrivals->error("units_max", too_large);
  }
  read_locations(*arrivals, load);
  read_slip(*arrivals);
  arrivals->finish();
}

}  // namespace

void read_companies(TomlTable& root, Loading& load) {
  root.need({"company"});
  std::set<std::string> names;
  for (TomlTable& company : root.tables("company")) {
    read_texts(company, names, load);
    read_installed(company, load);
    read_arrivals(company, load);
    company.finish();
  }
  root.finish();
  load.study.has_companies = true;
}

}  // namespace headroom
