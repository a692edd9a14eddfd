// A study under a regime that does not have all that the study speaks of: an error where the study was written for this
// regime, else left out with a warning.
#include <algorithm>

#include <fmt/format.h>

#include "host/base/text.h"
#include "host/model/load_parts.h"

namespace headroom {
namespace {

std::string regime_of(const Loading& load) { return fmt::format("regime {}", in_quotes(load.study.regime.name)); }

bool limits_nothing(const Regime& regime) {
  return !regime.allocation.cap_tpp && !regime.consignee_limit && !regime.product_limit;
}

bool reacts(const Behaviour& behaviour) { return behaviour.rush || behaviour.split || behaviour.wait; }

}  // namespace

std::string fit_route(Route& route, Loading& load) {
  if (!load.rules_known || route.empty()) return {};
  const auto missing = [&](Authorisation step) { return !load.study.regime.has(step); };
  const auto first = std::find_if(route.begin(), route.end(), missing);
  if (first == route.end()) return {};
  if (!load.study.adapts) {
    return fmt::format("route '{}' tries {}, which {} does not have; leave it out", to_string(route), to_string(*first),
                       regime_of(load));
  }
  for (auto step = first; step != route.end(); ++step) {
    if (missing(*step)) ++load.left_out[std::string(to_string(*step))];
  }
  route.erase(std::remove_if(first, route.end(), missing), route.end());
  if (route.empty()) route = {Authorisation::general};
  return {};
}

void leave_out(const Place& place, const std::string& what, Loading& load) {
  const std::string lacks = fmt::format("{}, which {} does not have", what, regime_of(load));
  if (load.study.adapts) {
    load.problems.warn(place, lacks + "; it is left out");
  } else {
    load.problems.error(place, lacks + "; leave it out");
  }
}

void check_regime_fits(Loading& load) {
  const Study& study = load.study;
  if (!load.rules_known) return;
  for (const auto& [step, times] : load.left_out) {
    load.problems.warn({}, fmt::format("{} has no {}; routes of the study that go on without it, as general where "
                                       "nothing else is left: {}",
                                       regime_of(load), step, times));
  }
  const bool expects_refusals = reacts(study.behaviour) || !study.diverts.empty() ||
                                std::any_of(study.scenarios.begin(), study.scenarios.end(),
                                            [](const Scenario& scenario) { return reacts(scenario.behaviour); });
  if (limits_nothing(study.regime) && expects_refusals) {
    load.problems.warn({}, fmt::format("{} limits no quantity: [behaviour] and [[divert]] change nothing, since no "
                                       "licence is refused for want of room",
                                       regime_of(load)));
  }
}

}  // namespace headroom
