#include "host/stats/refine.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

namespace headroom {
namespace {

constexpr double kFewVotes = 0.01;
constexpr double kNoChance = 1e-18;  // of a Poisson law, beside its mode

bool same_sizes(const SizeLaw& a, const SizeLaw& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](auto x, auto y) { return x.first == y.first; });
}

// Of each part, answer(part, i) for each size i within the room. Mixes of a destination have the same sizes as a rule:
// then the answers for one are those for the next.
template <class Number, class Answer>
std::vector<std::vector<Number>> by_size(const std::vector<SizeLaw>& parts, u64 room, Answer answer) {
  std::vector<std::vector<Number>> all;
  for (const SizeLaw& part : parts) {
    if (!all.empty() && same_sizes(part, parts[all.size() - 1])) {
      all.push_back(all.back());
      continue;
    }
    all.emplace_back();
    for (std::size_t i = 0; i < part.size() && part[i].first <= room; ++i) all.back().push_back(answer(part, i));
  }
  return all;
}

// Greatest common divisors of neighbours among the sizes; a chip's sizes have many of its unit.
std::set<u64> possible_units(const std::vector<SizeLaw>& parts, u64 room) {
  const auto divisors = by_size<u64>(parts, room, [](const SizeLaw& part, std::size_t i) {
    return i ? std::gcd(part[i - 1].first, part[i].first) : 0;
  });
  std::map<u64, double> votes;
  for (std::size_t k = 0; k < parts.size(); ++k)
    for (std::size_t i = 1; i < divisors[k].size(); ++i) votes[divisors[k][i]] += parts[k][i].second;
  std::set<u64> units;
  for (const auto& [unit, chance] : votes)
    if (chance > kFewVotes) units.insert(unit);
  return units;
}

// Of an order within the room: that its size is a multiple of the unit, by the part in which that is likeliest.
double chance_of_multiple(const std::vector<SizeLaw>& parts, u64 room, u64 unit) {
  const auto is_multiple =
      by_size<char>(parts, room, [&](const SizeLaw& part, std::size_t i) { return part[i].first % unit == 0; });
  double most = 0;
  for (std::size_t k = 0; k < parts.size(); ++k) {
    double multiples = 0, all = 0;
    for (std::size_t i = 0; i < is_multiple[k].size(); ++i) {
      all += parts[k][i].second;
      if (is_multiple[k][i]) multiples += parts[k][i].second;
    }
    if (all > 0) most = std::max(most, multiples / all);
  }
  return most;
}

// Orders that fill the room, of the part with the largest ones.
double orders_of_a_full_room(const std::vector<SizeLaw>& parts, u64 room) {
  double largest = 1;
  for (const SizeLaw& part : parts) {
    double sum = 0, all = 0;
    for (const auto& [size, chance] : part) {
      if (size > room) break;
      sum += double(size) * chance;
      all += chance;
    }
    if (all > 0) largest = std::max(largest, sum / all);
  }
  return double(room) / largest;
}

}  // namespace

double split_error(const LatticeUse& use, const std::vector<SizeLaw>& parts, u64 room) {
  if (!use.split) return 0;
  double unseen = 0;
  const double orders = orders_of_a_full_room(parts, room);
  const u64 step = common_step(parts, room);
  for (const u64 unit : possible_units(parts, room)) {
    if (unit == step) continue;  // the room ends halfway between two of its multiples
    const double others = 1 - chance_of_multiple(parts, room, unit);
    unseen = std::max(unseen, double(unit) / double(room) * std::exp(-orders * others));
  }
  return std::max(use.change, kMostChange) + unseen;
}

double largest_change(const std::vector<double>& a, const std::vector<double>& b) {
  double change = 0;
  for (std::size_t i = 0; i < a.size(); ++i) change = std::max(change, std::abs(a[i] - b[i]));
  return change;
}

double poisson_mean(const std::vector<double>& values, double mean) {
  if (mean <= 0) return values.front();
  const auto mode = std::size_t(mean);
  double sum = 0, chances = 0;
  const auto add = [&](std::size_t n, double chance) {
    sum += chance * values[std::min(n, values.size() - 1)];
    chances += chance;
  };
  // As shares of the chance of the mode: what that is cancels.
  double chance = 1;
  for (std::size_t n = mode; chance > kNoChance; chance *= mean / double(++n)) add(n, chance);
  chance = 1;
  for (std::size_t n = mode; n > 0; --n) {
    chance *= double(n) / mean;
    if (chance < kNoChance) break;
    add(n - 1, chance);
  }
  return sum / chances;
}

std::size_t most_orders(double mean) { return std::size_t(mean + 9 * std::sqrt(mean) + 30); }

}  // namespace headroom
