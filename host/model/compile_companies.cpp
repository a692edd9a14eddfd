// Universal VEU companies: limits, locations, and how clusters come.
#include <algorithm>
#include <tuple>

#include "host/model/companies.h"
#include "host/model/compiler.h"
#include "host/model/demand.h"
#include "host/model/subjects.h"

namespace headroom {
namespace {

// The place of a name; kNever: it is not there.
u32 place_of(const std::vector<std::string>& names, std::string_view name) {
  const auto at = std::find(names.begin(), names.end(), name);
  return at == names.end() ? kNever : u32(at - names.begin());
}

std::vector<std::string> names_of(const std::vector<VeuCompany>& companies) {
  std::vector<std::string> names;
  for (const VeuCompany& company : companies) names.push_back(company.name);
  return names;
}

}  // namespace

// Chips are drawn in the order of their TPP and id, like the rows of the market.
void Compiler::put_fleet(const VeuCompany& company, Company* row) {
  std::vector<u32> chips, ends;
  for (int q = 0; q < study.quarters(); ++q) {
    auto shares = chip_shares(study, catalogue, company.chips, q);
    std::sort(shares.begin(), shares.end(), [](const ChipShare& a, const ChipShare& b) {
      return std::tie(a.chip->tpp, a.chip->id) < std::tie(b.chip->tpp, b.chip->id);
    });
    std::vector<long double> weights;
    chips.clear();
    for (const ChipShare& share : shares) {
      chips.push_back(share.chip->tpp);
      weights.push_back(share.share);
    }
    const auto end = ends_of(weights);
    ends.insert(ends.end(), end.begin(), end.end());
  }
  row->chips = push(chips);
  row->chip_ends = push(ends);
  row->chip_count = u32(chips.size());
  row->sizes = sizes_of(company.units_median, company.units_log_sd, company.units_max);
}

void Compiler::add_locations(const VeuCompany& company, Company* row) {
  const std::vector<std::string> names = locations_of(company);
  row->locations = u32(out.locations.size());
  row->location_count = u32(names.size());
  for (const std::string& name : names) {
    const auto installed = company.installed_tpp.find(name);
    out.locations.push_back({installed == company.installed_tpp.end() ? 0 : installed->second,
                             is_outside_tier1(study.regime, name), kNever});
    out.location_labels.push_back({company.name, name});
  }
  row->united_states = place_of(names, kUnitedStates);
  row->home = place_of(names, home_of(study.regime, company));
  std::vector<u32> ends;
  for (int q = 0; q < study.quarters(); ++q) {
    const auto end = ends_of(location_weights(study.regime, company, q));
    ends.insert(ends.end(), end.begin(), end.end());
  }
  row->location_ends = push(ends);
}

void Compiler::add_slots(const VeuCompany& company, Company* row) {
  const std::vector<std::string> names = locations_of(company);
  row->slots = u32(out.slots.size());
  row->outside_slot = row->largest_slot = kNever;
  for (const CompanyLimit& limit : limits_of(study.regime, company)) {
    const u32 slot = u32(out.slots.size()) - row->slots;
    u32 part = kAwayPart;
    if (limit.rule == CompanyRule::outside_tier1) {
      part = kOutsidePart;
      row->outside_slot = slot;
    } else if (limit.rule == CompanyRule::one_destination && limit.destination.empty()) {
      part = kLargestPart;
      row->largest_slot = slot;
    } else if (limit.rule == CompanyRule::one_destination) {
      part = place_of(names, limit.destination);
      out.locations[row->locations + part].slot = slot;
    }
    out.slots.push_back({part, limit.share});
    out.slot_labels.push_back({company.name, limit});
  }
  row->slot_count = u32(out.slots.size()) - row->slots;
}

void Compiler::add_company(const VeuCompany& company, u32 subject) {
  Company row{};
  row.subject = subject;
  row.beta_global = q24_doublings(company.beta_global);
  row.group = row.own = kNoFactor;
  const long double beta = company.beta_global;
  row.levels = mean_levels(std::vector<long double>(study.quarters(), beta * beta), company.name, company.place);
  row.bases = push(bases_of(monthly_clusters(study.regime, company, study.months)));
  add_locations(company, &row);
  add_slots(company, &row);
  put_fleet(company, &row);
  if (company.home_slip && company.home_slip->probability > 0) {
    row.slip_last = last_within(company.home_slip->probability);
    row.slip_months = u32(company.home_slip->months);
  }
  out.companies.push_back(row);
}

void Compiler::add_companies() {
  if (study.companies.empty()) return;
  const auto subjects = assign_subjects(names_of(study.companies), "companies", problems);
  for (const VeuCompany& company : study.companies) add_company(company, subjects.at(company.name));
  if (out.slots.empty()) return;  // nothing to look at
  out.look_labels = looks_of(study);
  std::vector<u32> looks(study.months, kNever);
  for (std::size_t i = 0; i < out.look_labels.size(); ++i) looks[out.look_labels[i].month] = u32(i);
  out.scalars.looks = push(looks);
  out.scalars.look_count = u32(out.look_labels.size());
}

}  // namespace headroom
