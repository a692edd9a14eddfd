// The ways an order may be allowed, and the order in which they are tried.
#pragma once
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headroom {

// General: a licence under 742.6(b)(10)(iii)(B), counts against the allocation. GeneralTier1: a licence for a buyer
// whose ultimate parent sits in Tier 1, (A)(2). Lpp: licence exception 740.29. Nveu, Uveu: 748.15. Exempt: 740.27,
// 740.28, or not controlled.
enum class Authorisation { general, general_tier1, lpp, nveu, uveu, exempt };

std::string_view to_string(Authorisation authorisation);
std::optional<Authorisation> parse_authorisation(std::string_view text);

// Tried in turn; the first that fits allows the order. Never empty, no authorisation twice; uveu and exempt stand
// alone.
using Route = std::vector<Authorisation>;

std::string to_string(const Route& route);  // "nveu>lpp>general"

// A licence is among what the route tries.
inline bool is_licence(const Route& route) {
  return std::any_of(route.begin(), route.end(), [](Authorisation step) {
    return step == Authorisation::general || step == Authorisation::general_tier1;
  });
}

// An order of such a route meets a meter, if its chip is of a class that the regime counts.
inline bool is_metered(const Route& route) {
  return route.front() != Authorisation::uveu && route.front() != Authorisation::exempt;
}

}  // namespace headroom
