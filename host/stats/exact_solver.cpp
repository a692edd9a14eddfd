#include "host/stats/exact_solver.h"

#include <algorithm>
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "host/stats/critical.h"
#include "host/stats/for_all.h"

namespace headroom {
namespace {

constexpr const char* kNoCommonLattice =
    "an arrangement may raise the cap, and the common step of the sizes is too small for two levels";

// Destinations that differ in nothing but how many orders come share the work of one.
struct SharedLaw {
  MarketLaw law;  // of the first, and below it the means of all, month by month
  std::vector<u32> destinations;
  std::size_t months = 0;                // of each
  std::optional<Exceedances> exhausted;  // nothing: a lattice has too many cells
  std::optional<Exceedances> critical;
};

// An error bounds what is true on both sides; probabilities stay within 0 and 1.
Probability bounded(double p, double error) { return {p, std::max(p - error, 0.0), std::min(p + error, 1.0), 1.0}; }

// Of all months, or of the end of the last one alone.
enum class Ask { all_months, the_end };

MarketLaw law_of(const Tables& tables, u32 destination, Ask ask) {
  MarketLaw law = market_law(tables, tables.destinations[destination]);
  if (ask == Ask::the_end && law.raises.empty()) law.means = {law.means.back()};  // a raise asks for those before
  return law;
}

std::vector<SharedLaw> shared_laws(const Tables& tables, const std::vector<u32>& destinations, Ask ask) {
  std::map<std::tuple<u64, u64, u32, std::vector<SizeLaw>>, std::size_t> known;
  std::vector<SharedLaw> all;
  for (const u32 d : destinations) {
    MarketLaw law = law_of(tables, d, ask);
    const u32 alone = law.raises.empty() ? kNever : d;  // a raise is of certain months
    const auto [at, fresh] = known.try_emplace({law.room, law.to_critical, alone, law.parts}, all.size());
    if (fresh) {
      const std::size_t months = law.means.size();
      all.push_back({std::move(law), {d}, months, {}, {}});
    } else {
      SharedLaw& one = all[at->second];
      one.law.means.insert(one.law.means.end(), law.means.begin(), law.means.end());
      one.destinations.push_back(d);
    }
  }
  return all;
}

// The months of one destination among those that share an answer.
std::vector<Probability> part_of(const Exceedances& answer, std::size_t number, std::size_t months) {
  std::vector<Probability> part;
  for (std::size_t m = 0; m < months; ++m) part.push_back(bounded(answer.p[number * months + m], answer.error));
  return part;
}

std::optional<Exceedances> exhausted_answers(const MarketLaw& law, Fineness fineness) {
  return law.raises.empty() ? exceedances(law, fineness) : raised_exceedances(law);
}

void put(const SharedLaw& shared, std::size_t number, DestinationEstimate* row) {
  if (!shared.exhausted) {
    row->refused = kNoCommonLattice;
    return;
  }
  row->by_month = part_of(*shared.exhausted, number, shared.months);
  row->exhausted = row->by_month.back();
  row->lattice = shared.exhausted->lattice;
  if (!shared.critical) return;
  const std::vector<Probability> critical = part_of(*shared.critical, number, shared.months);
  for (const Probability& p : critical) row->critical_by_month.push_back(p.estimate);
  row->critical = critical.back();
}

}  // namespace

Estimates exact_estimates(const CompiledStudy& compiled, const Study& study, int threads) {
  const Tables tables = compiled.tables();
  Estimates estimates = open_estimates(compiled, study, "exact");
  estimates.engine = "solver";
  estimates.level = 1;
  std::vector<u32> possible;
  for (u32 d = 0; d < tables.destination_count; ++d) {
    std::string& refused = estimates.destinations[d].refused;
    refused = other_rule_in_the_way(tables, tables.destinations[d]);
    if (refused.empty() && has_factors(tables.destinations[d])) refused = "its demand loads on factors";
    if (refused.empty()) possible.push_back(d);
  }
  std::vector<SharedLaw> all = shared_laws(tables, possible, Ask::all_months);
  for_all(all.size(), threads, [&](std::size_t i) {
    all[i].exhausted = exhausted_answers(all[i].law, Fineness::as_it_takes);
    all[i].critical = critical_answers(all[i].law, tables.split || tables.wait);
  });
  for (const SharedLaw& shared : all)
    for (std::size_t i = 0; i < shared.destinations.size(); ++i)
      put(shared, i, &estimates.destinations[shared.destinations[i]]);
  return estimates;
}

std::vector<IndependentAnswer> independent_answers(const CompiledStudy& compiled, int threads) {
  const Tables tables = compiled.tables();
  std::vector<IndependentAnswer> answers(tables.destination_count);
  std::vector<u32> possible;
  for (u32 d = 0; d < tables.destination_count; ++d) {
    const Destination& place = tables.destinations[d];
    answers[d].refused = has_factors(place) ? other_rule_in_the_way(tables, place) : "its demand loads on no factor";
    if (answers[d].refused.empty()) possible.push_back(d);
  }
  std::vector<SharedLaw> all = shared_laws(tables, possible, Ask::the_end);
  for_all(all.size(), threads,
          [&](std::size_t i) { all[i].exhausted = exhausted_answers(all[i].law, Fineness::soon_done); });
  for (const SharedLaw& shared : all)
    for (std::size_t i = 0; i < shared.destinations.size(); ++i) {
      IndependentAnswer& answer = answers[shared.destinations[i]];
      if (shared.exhausted) {
        answer.exhausted = part_of(*shared.exhausted, i, shared.months).back();
      } else {
        answer.refused = kNoCommonLattice;
      }
    }
  return answers;
}

void put_independent(const CompiledStudy& compiled, int threads, Result* result) {
  const auto answers = independent_answers(compiled, threads);
  for (std::size_t d = 0; d < answers.size(); ++d) {
    result->destinations[d].independent = answers[d].exhausted;
    result->destinations[d].no_independent = answers[d].refused;
  }
}

void put_independent(const CompiledStudy& compiled, int threads, Estimates* estimates) {
  const auto answers = independent_answers(compiled, threads);
  for (std::size_t d = 0; d < answers.size(); ++d)
    if (estimates->destinations[d].refused.empty()) estimates->destinations[d].independent = answers[d].exhausted;
}

}  // namespace headroom
