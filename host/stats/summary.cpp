#include "host/stats/summary.h"

#include <algorithm>

namespace headroom {
namespace {

double lower_edge_of_rank(const u64* bins, u64 rank) {
  u64 seen = 0;
  for (u32 bin = 0; bin < kUseBins; ++bin) {
    seen += bins[bin];
    if (seen >= rank) return double(bin) / kUseSteps;
  }
  return double(kUseBins - 1) / kUseSteps;
}

}  // namespace

double mean(long double total, u64 count) {
  return count ? static_cast<double>(total / static_cast<long double>(count)) : 0.0;
}

u64 rank_of(u64 count, u32 percent) { return count / 100 * percent + (count % 100 * percent + 99) / 100; }

ShareSummary summarise_shares(const u64* bins, u64 count, const Sum& shares) {
  if (count == 0) return {};
  const auto quantile = [&](u32 percent) { return lower_edge_of_rank(bins, rank_of(count, percent)); };
  return {mean(shares.value() / (1u << kShareBits), count), quantile(5), quantile(50), quantile(95)};
}

RefusedSummary summarise_refused(const u64* bins, const Sum* sums, u64 trials) {
  if (trials == 0) return {};
  const long double worst = 0.05L * static_cast<long double>(trials);
  long double total = 0, tail = 0, left = worst;
  for (u32 bin = kRefusedBins; bin-- > 0;) {
    if (bins[bin] == 0) continue;
    const auto n = static_cast<long double>(bins[bin]);
    const long double tpp = sums[bin].value(), taken = std::min(n, left);
    total += tpp;
    tail += taken == n ? tpp : tpp / n * taken;
    left -= taken;
  }
  return {mean(total, trials), static_cast<double>(tail / worst)};
}

}  // namespace headroom
