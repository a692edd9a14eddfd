#include "host/stats/conditional.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <numbers>

#include "host/stats/exceedance.h"
#include "host/stats/for_all.h"
#include "host/stats/sobol.h"

namespace headroom {
namespace {

constexpr double kDeviations = 9;  // of the exponent, which no trial passes

// How many orders the factors can make of the expected ones: they lie beyond with a chance of less than 10^-17. Heavy
// tails have no such number but that of the clip.
double most_factor(const Tables& tables, const Destination& place) {
  const double clip = double(kExponentLimit) / (1 << 24) * std::numbers::ln2;
  if (!has_factors(place)) return 1;
  if (tables.student_t) return std::exp(clip);
  double variance = 0;
  for (u32 q = 0; q < tables.quarters; ++q) {
    const double level = -double(i64(tables.wides[place.levels + q])) / (1 << 24) * std::numbers::ln2;  // variance / 2
    variance = std::max(variance, 2 * level);
  }
  return std::exp(std::min(kDeviations * std::sqrt(variance), clip));
}

// Mixes that no order comes from do not count.
std::vector<SizeLaw> mixes_of(const MarketLaw& law) {
  std::vector<SizeLaw> mixes;
  for (std::size_t part = 0; part < law.parts.size(); ++part)
    if (law.means.back()[part] > 0) mixes.push_back(law.parts[part]);
  return mixes;
}

// Destinations that differ in nothing but how many orders come share a table.
struct SharedTable {
  SizeLaw sizes;
  u64 room = 0;
  double most = 0;  // mean orders that a trial may have
  Chances table;
  double error = 0;
  LatticeUse lattice;
};

// Without orders nothing is exhausted.
Chances no_chances() { return {{0, 0, 1, 1, 1, 0}, {0, 0}, 0, 0}; }

// Up to where F is 1, as near as matters, if that is before `most`.
void solve(SharedTable* one) {
  if (one->sizes.empty()) {
    one->table = no_chances();
    return;
  }
  double mean_size = 0;
  for (const auto& [size, chance] : one->sizes) mean_size += double(size) * chance;
  double reach = std::min(one->most, 2 * double(one->room) / std::max(mean_size, 1.0) + 40);
  for (;; reach = std::min(one->most, 2 * reach)) {
    const Exceedance law(one->sizes, one->room, 1.3 * reach + 10);  // a table ends with the cell that it has begun
    if (reach < one->most && reach < kMaxOrders && law(reach) < 1 - kTableError / 4) continue;
    one->table = make_chance_table(law, time_of_orders(reach));
    one->error = law.error() + kTableError;
    one->lattice = law.lattice();
    return;
  }
}

}  // namespace

ConditionalStudy::ConditionalStudy(const CompiledStudy& compiled, int threads, u32 first_month)
    : study_(compiled.tables()), first_month_(first_month), refused_(study_.destination_count) {
  std::map<std::pair<u64, SizeLaw>, std::size_t> known;
  std::vector<SharedTable> all;
  std::vector<std::size_t> shared_by;  // by place
  for (u32 d = 0; d < study_.destination_count; ++d) {
    const Destination& place = study_.destinations[d];
    refused_[d] = rule_in_the_way(study_, place);
    if (!refused_[d].empty()) continue;
    const MarketLaw law = market_law(study_, place);
    const std::vector<SizeLaw> mixes = mixes_of(law);
    if (mixes.size() > 1) refused_[d] = "its mix of orders changes in time";
    if (!refused_[d].empty()) continue;
    const SizeLaw sizes = mixes.empty() ? SizeLaw{} : mixes.front();
    const auto [at, fresh] = known.try_emplace({law.room, sizes}, all.size());
    if (fresh) all.push_back({sizes, law.room, 1, {}, 0, {}});
    SharedTable& one = all[at->second];
    one.most = std::max(one.most, law.most() * most_factor(study_, place));
    shared_by.push_back(at->second);
    ChanceTable f{};
    f.destination = d;
    places_.push_back(f);
  }
  for_all(all.size(), threads, [&](std::size_t i) { solve(&all[i]); });
  std::vector<u32> first;
  for (const SharedTable& one : all) {
    first.push_back(u32(cubics_.size()));
    cubics_.insert(cubics_.end(), one.table.cubics.begin(), one.table.cubics.end());
  }
  for (std::size_t i = 0; i < places_.size(); ++i) {
    const SharedTable& one = all[shared_by[i]];
    const u32 destination = places_[i].destination;
    places_[i] = one.table.f;
    places_[i].destination = destination;
    places_[i].cubics = first[shared_by[i]];
    lattices_.push_back(one.lattice);
    errors_.push_back(one.error);
  }
}

ConditionalTables ConditionalStudy::tables() const {
  return {study_, u32(places_.size()), first_month_, u32(cubics_.size()), places_.data(), cubics_.data(), points_};
}

void ConditionalStudy::use_points(u32 replicates) {
  const u32 coordinates = point_coordinates(study_);
  directions_ = sobol_directions(coordinates);
  points_ = {u32(std::countr_zero(replicates)), coordinates, directions_.data()};
}

ChanceSums chance_sums(const ConditionalTally& tally, u32 place, u32 month) {
  constexpr long double one = kSurely;
  ChanceSums sums{0, 0, tally.trials};
  for (u32 replicate = 0; replicate < tally.replicates; ++replicate) {
    const u64 at = tally.at(place, month, replicate);
    sums.sum += tally.chances[at].value() / one;
    sums.squares += tally.squares[at].value() / (one * one);
  }
  return sums;
}

ChanceSums replicate_means(const ConditionalTally& tally, u32 place, u32 month) {
  constexpr long double one = kSurely;
  const auto points = static_cast<long double>(tally.trials / tally.replicates);
  ChanceSums means{0, 0, tally.replicates};
  for (u32 replicate = 0; replicate < tally.replicates; ++replicate) {
    const long double mean = tally.chances[tally.at(place, month, replicate)].value() / one / points;
    means.sum += mean;
    means.squares += mean * mean;
  }
  return means;
}

namespace {

// By the end of each month, and what is gained over counting.
void put_answer(const ConditionalStudy& conditional, u32 place, const ConditionalTally& tally,
                DestinationEstimate* row) {
  const ConditionalTables tables = conditional.tables();
  const double error = conditional.error(place);
  const bool points = tally.replicates > 1;
  for (u32 m = 0; m < tables.months(); ++m) {
    const ChanceSums sums = chance_sums(tally, place, m);
    Probability p = points ? replicated_interval(replicate_means(tally, place, m), sums) : mean_interval(sums);
    if (!has_factors(tables.study.destinations[tables.places[place].destination]))
      p.low = p.high = p.estimate;  // all trials say the same
    p.low = std::max(p.low - error, 0.0);
    p.high = std::min(p.high + error, 1.0);
    row->by_month.push_back(p);
  }
  row->exhausted = row->by_month.back();
  row->lattice = conditional.lattice(place);
  const double p = row->exhausted.estimate;
  const u32 last = tables.months() - 1;
  const double variance =
      points ? double(replicate_means(tally, place, last).variance()) * double(tally.trials / tally.replicates)
             : double(chance_sums(tally, place, last).variance());  // a trial's
  if (variance <= 0) return;
  row->gain = p * (1 - p) / variance;
  row->variance_removed = 1 - 1 / *row->gain;
}

}  // namespace

Estimates conditional_estimates(const CompiledStudy& compiled, const Study& study, const ConditionalStudy& conditional,
                                const ConditionalTally& tally) {
  const ConditionalTables tables = conditional.tables();
  Estimates estimates = open_estimates(compiled, study, "conditional");
  estimates.trials = tally.trials;
  estimates.tallies_digest = tally.digest();
  estimates.method = "pseudo-random factors, orders integrated out";
  if (tally.replicates > 1) {
    estimates.points = PointUse{tally.replicates, tally.trials / tally.replicates};
    estimates.method = std::to_string(tally.replicates) + " replicates of " + std::to_string(estimates.points->points) +
                       " scrambled Sobol points, orders integrated out";
  }
  for (u32 d = 0; d < tables.study.destination_count; ++d) estimates.destinations[d].refused = conditional.refused(d);
  for (u32 place = 0; place < tables.place_count; ++place)
    put_answer(conditional, place, tally, &estimates.destinations[tables.places[place].destination]);
  return estimates;
}

}  // namespace headroom
