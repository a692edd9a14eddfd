// What a run says, in words and numbers: everything that reports print. Derives from tallies alone.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "host/base/month.h"
#include "host/engine/engine.h"
#include "host/model/compile.h"

namespace headroom {

constexpr double kLevel = 0.95;  // of intervals, unless others are asked for

// A probability with its exact binomial (Clopper-Pearson) interval.
struct Probability {
  double estimate = 0, low = 0, high = 1, level = kLevel;
};

// Quantiles are lower edges of bins.
struct ShareSummary {
  double mean = 0, p05 = 0, p50 = 0, p95 = 0;
};

struct MonthQuantiles {
  YearMonth p05, p50, p95;
};

// Intervals of such quantiles: order statistics, so that they hold whatever the law (quantile_interval.h).
template <class T>
struct QuantileIntervals {
  struct Ends {
    T low{}, high{};
  };
  Ends p05, p50, p95;
};

struct DestinationResult {
  DestinationLabel label;
  Probability exhausted, critical;              // by the end of the horizon
  std::vector<Probability> exhausted_by_month;  // cumulative, one a month
  std::vector<double> critical_by_month;
  std::optional<Probability> exhausted_jointly;    // with the interval that holds together with all others
  std::optional<Probability> independent;          // exhausted, were there no factors: exact
  std::string no_independent;                      // why that is not known; empty: it is, or nobody has asked
  std::optional<MonthQuantiles> exhaustion_month;  // given exhaustion; nothing under 20 exhausted trials
  std::optional<QuantileIntervals<YearMonth>> exhaustion_month_intervals;
  std::optional<ShareSummary> use_at_first_refusal;  // given exhaustion; nothing where none was exhausted
  std::optional<QuantileIntervals<double>> use_at_first_refusal_intervals;
  ShareSummary utilisation;
  std::optional<QuantileIntervals<double>> utilisation_intervals;  // nothing without trials
  double refused_tpp_mean = 0, refused_tpp_cvar95 = 0;
  double p_first_to_exhaust = 0;
  double offered_tpp = 0, unused_tpp = 0;  // means a trial
  double orders[kDecisions] = {};          // means a trial
  double tpp[kDecisions] = {};
  double diverted_in = 0, diverted_in_tpp = 0;  // means a trial: came from another destination
};

// Orders of one destination that left for another, means a trial.
struct DivertResult {
  DivertLabel label;
  double orders = 0, tpp = 0;
};

struct BookResult {
  BookLabel label;
  double shipped = 0, partly = 0, refused = 0, absent = 0;
  std::optional<YearMonth> mean_month;  // over shipped trials
};

// The slack of a limit: limit - share, at home share - limit. Lower edges of bins of 1/100.
struct Slack {
  double p05 = 0, p50 = 0, p95 = 0;
};

// A limit of a company at the end of a month in which shares are looked at.
struct CompanyLook {
  Look look;
  Probability breach;  // the share is past its limit
  Slack slack;
};

struct CompanyResult {
  SlotLabel label;
  std::vector<CompanyLook> looks;
  // By month: a move has broken the limit in it, by its end. Of no month where the limit binds no move, as at home.
  std::vector<Probability> broken_in, broken_by;
};

// TPP of a company at one location.
struct HoldingResult {
  LocationLabel label;
  double tpp_at_end = 0;  // mean
};

// Of two probabilities estimated on the same trials, with its interval.
struct Difference {
  double estimate = 0, low = -1, high = 1, level = kLevel;
};

struct ScenarioDestination {
  std::string iso3, name;
  Probability exhausted;                 // under the scenario
  std::optional<Difference> difference;  // scenario less study; nothing where the study has no such cap
};

struct ScenarioResult {
  std::string name;
  double mean_exhausted = 0;        // destinations a trial
  Difference exhausted_difference;  // of that mean: scenario less study
  std::vector<ScenarioDestination> destinations;
  std::vector<CompanyResult> companies;
};

// Why a run that looks at its own results has ended (stopping.h); `ended`: the work failed.
enum class StopReason { half_width, relative, either, trials, signal, ended };

struct Stopped {
  StopReason reason = StopReason::trials;
  u32 looks = 0;
  u64 most_trials = 0;
  std::optional<double> half_width, relative;  // as asked for
  std::vector<std::string> destinations;       // likewise; empty: all
};

// Intervals of P(exhausted) that hold together.
struct JointIntervals {
  double level = 0.95;
  u64 intervals = 0;
};

struct Result {
  std::string study_name;
  u64 seed = 0, study_digest = 0, tallies_digest = 0;
  YearMonth start;
  int months = 0;
  std::vector<TrialRange> ranges;  // what was run, in order; one range unless merged over gaps
  u64 trials = 0, first_trial = 0;
  std::string engine, engine_detail, estimator = "plain";
  double unused_tpp = 0;  // allocation left at the end, all destinations, mean a trial
  bool expectations_exist = true;
  std::optional<Stopped> stopped;  // of a run that looked at its own results: all intervals then allow for it
  std::optional<JointIntervals> jointly;
  std::vector<DestinationResult> destinations;  // in the order of the tables
  std::vector<DestinationLabel> uncapped;
  std::vector<double> exhausted_count;  // probability that n destinations exhaust, n = 0, 1, ...
  struct Pair {
    std::string a, b;
    double probability;
  };
  std::vector<Pair> pairs;  // both exhausted; only those that happened, most likely first
  std::vector<BookResult> book;
  std::vector<DivertResult> diverted;    // sorted by from and to
  std::vector<CompanyResult> companies;  // by name, each with its limits
  std::vector<HoldingResult> holdings;
  std::vector<ScenarioResult> scenarios;
};

}  // namespace headroom
