// The authorisations that an order tried, as text and as JSON.
#pragma once
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "host/rules/judge.h"

namespace headroom {

std::string tried_text(const std::vector<Tried>& tried);  // "lpp 26,900,000 no > general 790,000,000"
nlohmann::ordered_json tried_json(const Tried& tried);

}  // namespace headroom
