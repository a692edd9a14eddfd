#include "host/stats/estimates.h"

namespace headroom {

Estimates open_estimates(const CompiledStudy& compiled, const Study& study, const std::string& estimator) {
  Estimates estimates;
  estimates.study_name = study.name;
  estimates.seed = study.seed;
  estimates.study_digest = compiled.digest();
  estimates.start = study.start;
  estimates.months = study.months;
  estimates.estimator = estimator;
  estimates.expectations_exist = compiled.expectations_exist;
  for (const DestinationLabel& label : compiled.capped) estimates.destinations.emplace_back().label = label;
  estimates.uncapped = compiled.uncapped;
  return estimates;
}

}  // namespace headroom
