#include "host/stats/companies.h"

#include "host/stats/intervals.h"
#include "host/stats/stopping.h"
#include "host/stats/summary.h"

namespace headroom {
namespace {

constexpr u32 kNoSlack = kSlackBins / 2;  // the first bin in which the limit is kept

double lower_edge(u32 bin) { return (int(bin) - int(kNoSlack)) / double(kNoSlack); }

CompanyLook company_look(const Tally& tally, u32 slot, u32 look, const Look& label, double error) {
  const u64* bins = &tally.counters[tally.shape.slack(slot, look, 0)];
  u64 broken = 0;
  for (u32 bin = 0; bin < kNoSlack; ++bin) broken += bins[bin];
  const auto quantile = [&](u32 percent) {
    const u64 rank = rank_of(tally.trials, percent);
    u64 seen = 0;
    for (u32 bin = 0; bin < kSlackBins; ++bin) {
      seen += bins[bin];
      if (seen >= rank && seen > 0) return lower_edge(bin);
    }
    return 0.0;  // no trials
  };
  return {
      label, clopper_pearson_within(error, broken, tally.trials, kLevel), {quantile(5), quantile(50), quantile(95)}};
}

}  // namespace

std::vector<CompanyResult> company_results(const CompiledStudy& compiled, const Tally& tally, u32 looks) {
  const TallyShape& shape = tally.shape;
  const double error = error_of(kLevel, looks);
  const auto interval = [&](u64 hits) { return clopper_pearson_within(error, hits, tally.trials, kLevel); };
  std::vector<CompanyResult> results;
  for (u32 slot = 0; slot < shape.slots; ++slot) {
    CompanyResult result;
    result.label = compiled.slot_labels[slot];
    for (u32 look = 0; look < shape.looks; ++look)
      result.looks.push_back(company_look(tally, slot, look, compiled.look_labels[look], error));
    u64 broken = 0;
    for (u32 m = 0; m < shape.months && result.label.limit.rule != CompanyRule::home; ++m) {
      broken += tally.counters[shape.first_broken(slot, m)];
      result.broken_in.push_back(interval(tally.counters[shape.broken_in(slot, m)]));
      result.broken_by.push_back(interval(broken));
    }
    results.push_back(std::move(result));
  }
  return results;
}

std::vector<HoldingResult> holding_results(const CompiledStudy& compiled, const Tally& tally) {
  std::vector<HoldingResult> results;
  for (u32 i = 0; i < tally.shape.locations; ++i) {
    const long double tpp = tally.sums[tally.shape.location_tpp(i)].value();
    results.push_back({compiled.location_labels[i], mean(tpp, tally.trials)});
  }
  return results;
}

}  // namespace headroom
