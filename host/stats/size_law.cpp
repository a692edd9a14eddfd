#include "host/stats/size_law.h"

#include <algorithm>
#include <numbers>
#include <numeric>

namespace headroom {
namespace {

// Sorted, each size once.
SizeLaw collected(SizeLaw law) {
  std::sort(law.begin(), law.end());
  SizeLaw merged;
  for (const auto& [size, chance] : law) {
    if (!merged.empty() && merged.back().first == size) {
      merged.back().second += chance;
    } else {
      merged.push_back({size, chance});
    }
  }
  return merged;
}

SizeLaw law_of_quarter(const Tables& tables, const Destination& place, u32 quarter) {
  SizeLaw law;
  u32 begin = 0;
  for (u32 i = 0; i < place.row_count; ++i) {
    const u32 end = tables.words[place.row_ends + quarter * place.row_count + i];
    const Row& row = tables.rows[place.rows + i];
    const double each = double(end - begin) / double(u64(kSizes) << kRowBits);
    for (u32 k = 0; each > 0 && k < kSizes; ++k)
      law.push_back({u64(tables.words[row.sizes + k]) * row.tpp_per_unit, each});
    begin = end;
  }
  return collected(std::move(law));
}

// Which part each quarter has; quarters of one mix share a part.
std::vector<std::size_t> part_by_quarter(const Tables& tables, const Destination& place, std::vector<SizeLaw>* parts) {
  std::vector<std::size_t> part;
  std::vector<const u32*> known;
  for (u32 q = 0; q < tables.quarters; ++q) {
    const u32* ends = tables.words + place.row_ends + q * place.row_count;
    const auto same = [&](const u32* other) { return std::equal(ends, ends + place.row_count, other); };
    const auto at = std::find_if(known.begin(), known.end(), same);
    part.push_back(std::size_t(at - known.begin()));
    if (at != known.end()) continue;
    known.push_back(ends);
    parts->push_back(law_of_quarter(tables, place, q));
  }
  return part;
}

}  // namespace

double MarketLaw::most() const {
  double most = 0;
  for (const std::vector<double>& row : means) most = std::max(most, std::accumulate(row.begin(), row.end(), 0.0));
  return most;
}

MarketLaw market_law(const Tables& tables, const Destination& place) {
  MarketLaw law;
  const u64 critical = place.levels_of_all[kCriticalLevel];
  law.room = place.levels_of_all[kCapLevel] - place.start_used;
  law.raised_room = place.levels_of_all[kCapLevel + 1] - place.start_used;
  u64 below = 0;  // of 2^32 draws
  for (u32 i = 0; i < place.raise_count; ++i) {
    const u32* pair = tables.words + place.raises + 2 * i;  // month, last draw
    law.raises.push_back({pair[0], double(u64(pair[1]) + 1 - below) * 0x1p-32});
    below = u64(pair[1]) + 1;
  }
  law.to_critical = critical - std::min(critical, place.start_used);
  std::vector<std::size_t> part(tables.quarters, 0);
  if (place.row_count) part = part_by_quarter(tables, place, &law.parts);
  std::vector<double> sum(law.parts.size(), 0);
  for (u32 m = 0; m < tables.months; ++m) {
    // An order takes log2(e) doublings of operational time.
    if (place.row_count) sum[part[m / 3]] += double(tables.wides[place.bases + m]) * std::numbers::ln2 / 0x1p40;
    law.means.push_back(sum);
  }
  return law;
}

bool has_factors(const Destination& place) {
  return place.beta_global != 0 || place.group != kNoFactor || place.own != kNoFactor;
}

std::string rule_in_the_way(const Tables& tables, const Destination& place) {
  const std::string rule = other_rule_in_the_way(tables, place);
  return rule.empty() && place.raise_count ? "an arrangement may raise the cap" : rule;
}

std::string other_rule_in_the_way(const Tables& tables, const Destination& place) {
  if (place.limits != kNever) return "limits by product or by consignee stand in place of an allocation";
  if (place.has_lpp) return "a route has lpp, a meter by consignee and year";
  if (place.has_nveu) return "a route has nveu, a meter by company";
  if (place.has_tier1) return "a route has general_tier1";
  if (place.book_count) return "orders of the book stand in its queue";
  if (place.hub != kNever) return "refused orders of other destinations come to it";
  if (tables.lapse_share) return "licences lapse";
  if (tables.rush_gap) return "buyers rush when little is left";
  return {};
}

}  // namespace headroom
