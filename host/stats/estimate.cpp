#include "host/stats/estimate.h"

#include <algorithm>
#include <tuple>

#include "host/stats/companies.h"
#include "host/stats/intervals.h"
#include "host/stats/quantile_interval.h"
#include "host/stats/stopping.h"
#include "host/stats/summary.h"

namespace headroom {
namespace {

constexpr u64 kFewestForMonths = 20;  // under so many exhausted trials quantiles of the month say nothing

// The tally of one destination, by the indices of its shape. An interval of its own may miss with `error`.
class Part {
 public:
  Part(const Tally& tally, u32 destination, double error) : tally_(tally), destination_(destination), error_(error) {}

  const TallyShape& shape() const { return tally_.shape; }
  u64 trials() const { return tally_.trials; }
  u64 count(u32 index) const { return tally_.counters[tally_.shape.counter(destination_, index)]; }
  const Sum& sum(u32 index) const { return tally_.sums[tally_.shape.sum(destination_, index)]; }
  double mean_count(u32 index) const { return mean(static_cast<long double>(count(index)), trials()); }
  double error() const { return error_; }
  Probability chance(u64 hits) const { return clopper_pearson_within(error_, hits, trials(), kLevel); }
  double mean_sum(u32 index) const { return mean(sum(index).value(), trials()); }
  const u64* counts_from(u32 index) const { return &tally_.counters[tally_.shape.counter(destination_, index)]; }
  const Sum* sums_from(u32 index) const { return &tally_.sums[tally_.shape.sum(destination_, index)]; }

 private:
  const Tally& tally_;
  u32 destination_;
  double error_;
};

// Running totals over bins, of trials or of months in which something happened for the first time.
std::vector<u64> cumulative(const u64* first, u32 bins) {
  std::vector<u64> totals(first, first + bins);
  for (u32 i = 1; i < bins; ++i) totals[i] += totals[i - 1];
  return totals;
}

// Of the three quantiles that a result names; `value` tells what a bin stands for.
template <class Value>
auto quantile_intervals(const std::vector<u64>& up_to, double error, Value value) {
  QuantileIntervals<decltype(value(0u))> all;
  const auto ends = [&](u32 percent) -> typename decltype(all)::Ends {
    const BinInterval bins = quantile_interval(up_to, up_to.back(), percent, error);
    return {value(bins.low), value(bins.high)};
  };
  all = {ends(5), ends(50), ends(95)};
  return all;
}

std::optional<MonthQuantiles> exhaustion_months(const std::vector<u64>& by_month, YearMonth start) {
  const u64 exhausted = by_month.empty() ? 0 : by_month.back();
  if (exhausted < kFewestForMonths) return std::nullopt;
  const auto month = [&](u32 percent) {
    const auto at = std::lower_bound(by_month.begin(), by_month.end(), rank_of(exhausted, percent));
    return plus_months(start, int(at - by_month.begin()));
  };
  return MonthQuantiles{month(5), month(50), month(95)};
}

void add_times(const Part& part, YearMonth start, DestinationResult* result) {
  const u32 months = part.shape().months;
  const u64 trials = part.trials();
  const auto exhausted = cumulative(part.counts_from(part.shape().exhausted(0)), months);
  const auto critical = cumulative(part.counts_from(part.shape().critical(0)), months);
  for (u32 m = 0; m < months; ++m) {
    result->exhausted_by_month.push_back(part.chance(exhausted[m]));
    result->critical_by_month.push_back(mean(static_cast<long double>(critical[m]), trials));
  }
  result->exhausted = part.chance(months ? exhausted.back() : 0);
  result->critical = part.chance(months ? critical.back() : 0);
  result->exhaustion_month = exhaustion_months(exhausted, start);
  if (result->exhaustion_month) {
    result->exhaustion_month_intervals =
        quantile_intervals(exhausted, part.error(), [&](u32 month) { return plus_months(start, int(month)); });
  }
}

void add_use(const Part& part, DestinationResult* result) {
  const TallyShape& shape = part.shape();
  result->utilisation =
      summarise_shares(part.counts_from(shape.utilisation(0)), part.trials(), part.sum(shape.utilisation_share()));
  const auto intervals = [&](const std::vector<u64>& up_to) {
    return quantile_intervals(up_to, part.error(), [](u32 bin) { return double(bin) / kUseSteps; });
  };
  if (part.trials())
    result->utilisation_intervals = intervals(cumulative(part.counts_from(shape.utilisation(0)), kUseBins));
  const u64* before = part.counts_from(shape.use_before(0));
  const auto up_to = cumulative(before, kUseBins);
  const u64 exhausted = up_to.back();
  if (exhausted == 0) return;
  result->use_at_first_refusal = summarise_shares(before, exhausted, part.sum(shape.use_before_share()));
  result->use_at_first_refusal_intervals = intervals(up_to);
}

void add_orders(const Part& part, DestinationResult* result) {
  const TallyShape& shape = part.shape();
  for (u32 d = 0; d < kDecisions; ++d) {
    result->orders[d] = part.mean_count(shape.orders(d));
    result->tpp[d] = part.mean_sum(shape.tpp(d));
  }
  result->diverted_in = part.mean_count(shape.diverted_in());
  result->diverted_in_tpp = part.mean_sum(shape.diverted_in_tpp());
  const RefusedSummary refused =
      summarise_refused(part.counts_from(shape.refused(0)), part.sums_from(shape.refused_tpp(0)), part.trials());
  result->refused_tpp_mean = refused.mean;
  result->refused_tpp_cvar95 = refused.cvar95;
  result->offered_tpp = part.mean_sum(shape.offered_tpp());
  result->unused_tpp = part.mean_sum(shape.unused_tpp());
}

DestinationResult destination_result(const Part& part, const DestinationLabel& label, YearMonth start) {
  DestinationResult result;
  result.label = label;
  add_times(part, start, &result);
  add_use(part, &result);
  add_orders(part, &result);
  result.p_first_to_exhaust = part.mean_count(part.shape().first_to_exhaust());
  return result;
}

BookResult book_result(const Tally& tally, u32 row, const BookLabel& label, YearMonth start) {
  const auto ended = [&](BookEnd end) { return tally.counters[tally.shape.book_end(row, u32(end))]; };
  const u64 shipped = ended(BookEnd::shipped), partly = ended(BookEnd::partly), refused = ended(BookEnd::refused);
  const auto share = [&](u64 trials) { return mean(static_cast<long double>(trials), tally.trials); };
  BookResult result{label, share(shipped), share(partly), share(refused), {}, {}};
  result.absent = share(tally.trials - shipped - partly - refused);
  if (shipped) {
    const long double months = static_cast<long double>(tally.counters[tally.shape.book_months(row)]);
    result.mean_month = plus_months(start, int(months / static_cast<long double>(shipped) + 0.5L));
  }
  return result;
}

void add_diverted(const CompiledStudy& compiled, const Tally& tally, Result* result) {
  for (u32 row = 0; row < tally.shape.diverts; ++row) {
    const auto orders = static_cast<long double>(tally.counters[tally.shape.divert_orders(row)]);
    result->diverted.push_back({compiled.diverted[row], mean(orders, tally.trials),
                                mean(tally.sums[tally.shape.divert_tpp(row)].value(), tally.trials)});
  }
  std::sort(result->diverted.begin(), result->diverted.end(), [](const DivertResult& a, const DivertResult& b) {
    return std::tie(a.label.from, a.label.to) < std::tie(b.label.from, b.label.to);
  });
}

void add_pairs(const CompiledStudy& compiled, const Tally& tally, Result* result) {
  std::vector<std::pair<u64, Result::Pair>> found;
  for (u32 b = 1; b < tally.shape.destinations; ++b) {
    for (u32 a = 0; a < b; ++a) {
      const u64 both = tally.counters[tally.shape.pair(a, b)];
      if (both == 0) continue;
      const double p = mean(static_cast<long double>(both), tally.trials);
      found.push_back({both, {compiled.capped[a].iso3, compiled.capped[b].iso3, p}});
    }
  }
  std::sort(found.begin(), found.end(), [](const auto& x, const auto& y) {
    if (x.first != y.first) return x.first > y.first;
    return std::tie(x.second.a, x.second.b) < std::tie(y.second.a, y.second.b);
  });
  for (auto& [both, pair] : found) result->pairs.push_back(std::move(pair));
}

// The interval of each P(exhausted) that holds together with those of all others.
void add_joint_intervals(double level, u32 looks, const Tally& tally, Result* result) {
  result->jointly = JointIntervals{level, tally.shape.destinations};
  for (u32 d = 0; d < tally.shape.destinations; ++d) {
    const u64 never = tally.counters[tally.shape.counter(d, tally.shape.exhausted(tally.shape.months))];
    result->destinations[d].exhausted_jointly = clopper_pearson_within(error_of(level, looks, tally.shape.destinations),
                                                                       tally.trials - never, tally.trials, level);
  }
}

}  // namespace

Result make_result(const CompiledStudy& compiled, const Study& study, const Tally& tally,
                   const std::vector<TrialRange>& ranges, const EngineWords& engine, const IntervalChoice& intervals) {
  const u32 looks = intervals.stopped ? intervals.stopped->looks : 0;
  Result result;
  result.stopped = intervals.stopped;
  result.study_name = study.name;
  result.seed = study.seed;
  result.study_digest = compiled.digest();
  result.tallies_digest = tally.digest();
  result.start = study.start;
  result.months = study.months;
  result.ranges = ranges;
  result.trials = tally.trials;
  result.first_trial = ranges.empty() ? 0 : ranges.front().first;
  result.engine = engine.name;
  result.engine_detail = engine.detail;
  result.expectations_exist = compiled.expectations_exist;
  result.uncapped = compiled.uncapped;
  for (u32 c = 0; c < tally.shape.destinations; ++c) {
    result.destinations.push_back(
        destination_result(Part(tally, c, error_of(kLevel, looks)), compiled.capped[c], study.start));
    result.unused_tpp += result.destinations.back().unused_tpp;
  }
  for (u32 n = 0; n <= tally.shape.destinations; ++n) {
    const u64 trials = tally.counters[tally.shape.exhausted_count(n)];
    result.exhausted_count.push_back(mean(static_cast<long double>(trials), tally.trials));
  }
  add_pairs(compiled, tally, &result);
  add_diverted(compiled, tally, &result);
  for (u32 row = 0; row < tally.shape.book; ++row) {
    result.book.push_back(book_result(tally, row, compiled.book[row], study.start));
  }
  if (intervals.joint_level) add_joint_intervals(*intervals.joint_level, looks, tally, &result);
  result.companies = company_results(compiled, tally, looks);
  result.holdings = holding_results(compiled, tally);
  return result;
}

}  // namespace headroom
