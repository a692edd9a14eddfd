// --fail-if 'p_exhausted(IND) > 0.2': METRIC(ISO3) OPERATOR NUMBER.
#pragma once
#include <string>
#include <vector>

#include "host/stats/estimates.h"

namespace headroom {

enum class Metric { p_exhausted, p_critical, refused_tpp, utilisation };  // estimates; the last two are means a trial
enum class Compare { above, at_least, below, at_most };

struct Threshold {
  std::string text;  // as typed
  Metric metric = Metric::p_exhausted;
  std::string iso3;
  Compare compare = Compare::above;
  double limit = 0;
};

// All of them, or errors: a text that does not follow the grammar, an unknown metric, a destination that the study
// lacks or that has no cap.
std::vector<Threshold> parse_thresholds(const std::vector<std::string>& texts, const CompiledStudy& compiled,
                                        Problems& problems);

// Of each that the result crosses, a line for people.
std::vector<std::string> crossed(const std::vector<Threshold>& thresholds, const Result& result);

// The same of another estimator. `problems` gets those of what it does not know.
std::vector<std::string> crossed(const std::vector<Threshold>& thresholds, const Estimates& estimates,
                                 Problems& problems);

}  // namespace headroom
