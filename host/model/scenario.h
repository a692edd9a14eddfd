// A study with a scenario's changes made: what if?
#pragma once
#include <string>
#include <string_view>

#include "host/model/study.h"

namespace headroom {

// The scenario of this name; nullptr: the study has none.
const Scenario* find_scenario(const Study& study, std::string_view name);
// "unknown scenario 'demand-surg'; did you mean 'demand-surge'?"
std::string unknown_scenario_text(std::string_view name, const Study& study);

// The study as it would load had the changes been typed into its files; all that the scenario does not name stays as it
// is. `study` has been checked by load_study, and `scenario` with it.
// - Changes of one list are made in its order, each on what the one before left; the routes of one change all at once.
// - A scaled column of whole numbers is rounded half up; shares of routes that then coincide add up.
// - A shift of a chip: see shift_chip in scenario_parts.h.
// Whatever the changes break (a column out of its range, streams that no longer agree, an order or a cap too large,
// ...) is an error at the scenario's place that names the row;
// nothing is cut to fit. What is returned may only be used when there are none.
Study apply_scenario(const Study& study, const Scenario& scenario, const Catalogue& catalogue, Problems& problems);

}  // namespace headroom
