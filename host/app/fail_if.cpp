#include "host/app/fail_if.h"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "host/app/inputs.h"
#include "host/base/text.h"
#include "host/io/number.h"

namespace headroom {
namespace {

// In the order of Metric and of Compare; a longer operator stands before one that it begins with.
constexpr std::array<std::string_view, 4> kMetrics = {"p_exhausted", "p_critical", "refused_tpp", "utilisation"};
constexpr std::array<std::pair<std::string_view, Compare>, 4> kOperators = {
    {{">=", Compare::at_least}, {"<=", Compare::at_most}, {">", Compare::above}, {"<", Compare::below}}};

std::string_view trimmed(std::string_view text) {
  const std::size_t from = text.find_first_not_of(" \t");
  return from == std::string_view::npos ? std::string_view()
                                        : text.substr(from, text.find_last_not_of(" \t") - from + 1);
}

// The words of a threshold, not yet looked up.
struct Parts {
  std::string_view metric, iso3, number;
  Compare compare = Compare::above;
};

std::optional<Parts> split(std::string_view text) {
  const std::size_t open = text.find('('), close = text.find(')');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) return std::nullopt;
  Parts parts{trimmed(text.substr(0, open)), trimmed(text.substr(open + 1, close - open - 1)), {}, {}};
  const std::string_view rest = trimmed(text.substr(close + 1));
  for (const auto& [sign, compare] : kOperators) {
    if (rest.substr(0, sign.size()) != sign) continue;
    parts.compare = compare;
    parts.number = trimmed(rest.substr(sign.size()));
    return parts;
  }
  return std::nullopt;
}

double value_of(Metric metric, const DestinationResult& row) {
  switch (metric) {
    case Metric::p_exhausted: return row.exhausted.estimate;
    case Metric::p_critical: return row.critical.estimate;
    case Metric::refused_tpp: return row.refused_tpp_mean;
    default: return row.utilisation.mean;
  }
}

std::optional<double> value_of(Metric metric, const DestinationEstimate& row) {
  if (!row.refused.empty()) return std::nullopt;
  if (metric == Metric::p_exhausted) return row.exhausted.estimate;
  if (metric == Metric::p_critical && row.critical) return row.critical->estimate;
  return std::nullopt;
}

bool is_crossed(double value, Compare compare, double limit) {
  switch (compare) {
    case Compare::above: return value > limit;
    case Compare::at_least: return value >= limit;
    case Compare::below: return value < limit;
    default: return value <= limit;
  }
}

// Adds a line for people where the value crosses the limit.
void compare(const Threshold& threshold, double value, std::vector<std::string>* lines) {
  if (is_crossed(value, threshold.compare, threshold.limit))
    lines->push_back(fmt::format("--fail-if {}: crossed, it is {:.6g}", in_quotes(threshold.text), value));
}

}  // namespace

std::vector<Threshold> parse_thresholds(const std::vector<std::string>& texts, const CompiledStudy& compiled,
                                        Problems& problems) {
  std::vector<Threshold> thresholds;
  for (const std::string& text : texts) {
    const auto wrong = [&](const std::string& what) {
      problems.error({}, fmt::format("--fail-if {}: {}", in_quotes(text), what));
    };
    const auto parts = split(text);
    if (!parts) {
      wrong("not understood; write METRIC(ISO3) > NUMBER, as in 'p_exhausted(IND) > 0.2'");
      continue;
    }
    const auto metric = std::find(kMetrics.begin(), kMetrics.end(), parts->metric);
    if (metric == kMetrics.end()) {
      wrong(unknown_name("metric", parts->metric, {kMetrics.begin(), kMetrics.end()},
                         fmt::format("it must be one of {}", fmt::join(kMetrics, ", "))));
    }
    if (const std::string why = destination_problem(parts->iso3, compiled); !why.empty()) wrong(why);
    const auto limit = read_real("the limit", parts->number, Range{});
    if (!limit.value) wrong(limit.message);
    if (metric == kMetrics.end() || !limit.value) continue;
    thresholds.push_back(
        {text, Metric(metric - kMetrics.begin()), std::string(parts->iso3), parts->compare, *limit.value});
  }
  return thresholds;
}

std::vector<std::string> crossed(const std::vector<Threshold>& thresholds, const Result& result) {
  std::vector<std::string> lines;
  for (const Threshold& threshold : thresholds) {
    for (const DestinationResult& row : result.destinations) {
      if (row.label.iso3 != threshold.iso3) continue;
      compare(threshold, value_of(threshold.metric, row), &lines);
    }
  }
  return lines;
}

std::vector<std::string> crossed(const std::vector<Threshold>& thresholds, const Estimates& estimates,
                                 Problems& problems) {
  std::vector<std::string> lines;
  for (const Threshold& threshold : thresholds) {
    for (const DestinationEstimate& row : estimates.destinations) {
      if (row.label.iso3 != threshold.iso3) continue;
      if (const auto value = value_of(threshold.metric, row)) {
        compare(threshold, *value, &lines);
      } else {
        problems.error({}, fmt::format("--fail-if {}: the estimator {} does not know it{}; --estimator plain does",
                                       in_quotes(threshold.text), estimates.estimator,
                                       row.refused.empty() ? "" : " (" + row.refused + ")"));
      }
    }
  }
  return lines;
}

}  // namespace headroom
