// Routes as they are typed: "lpp>general", and shares of routes: "general:0.6;lpp>general:0.4".
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "host/model/route.h"
#include "host/model/study.h"

namespace headroom {

constexpr Authorisation kAuthorisations[] = {Authorisation::general, Authorisation::general_tier1,
                                             Authorisation::lpp,     Authorisation::nveu,
                                             Authorisation::uveu,    Authorisation::exempt};

// A route, or the message that says what is wrong with the text (the route is then empty).
struct RouteRead {
  Route route;
  std::string message;
};
RouteRead read_route(std::string_view text);

struct RouteSharesRead {
  std::vector<RouteShare> shares;
  std::string message;
};
RouteSharesRead read_route_shares(std::string_view text);

}  // namespace headroom
