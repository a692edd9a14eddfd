#include "host/model/route_text.h"

#include <algorithm>

#include <fmt/format.h>

#include "host/base/text.h"
#include "host/io/number.h"

namespace headroom {
namespace {

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(separator, begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

std::string unknown_authorisation(std::string_view text) {
  std::vector<std::string_view> known;
  for (const Authorisation authorisation : kAuthorisations) known.push_back(to_string(authorisation));
  return unknown_name("authorisation", text, known, fmt::format("there are {}", fmt::join(known, ", ")));
}

bool stands_alone(Authorisation authorisation) { return !is_metered({authorisation}); }

// What is wrong with a route whose words are all known.
std::string route_fault(const Route& route, std::string_view text) {
  for (std::size_t i = 0; i < route.size(); ++i) {
    if (std::find(route.begin(), route.begin() + long(i), route[i]) != route.begin() + long(i)) {
      return fmt::format("route {} tries {} twice; name each authorisation once", in_quotes(text), to_string(route[i]));
    }
  }
  for (const Authorisation authorisation : route) {
    if (route.size() > 1 && stands_alone(authorisation)) {
      const std::string_view name = to_string(authorisation);
      return fmt::format("route {} has {} beside others; {} must be the whole route, or left out", in_quotes(text),
                         name, name);
    }
  }
  return {};
}

// "ROUTE:WEIGHT"
std::string read_share(std::string_view text, RouteShare& share) {
  const std::size_t colon = text.find(':');
  auto [route, message] = read_route(text.substr(0, colon));
  if (!message.empty()) return message;
  share.route = std::move(route);
  if (colon == std::string_view::npos) {
    return fmt::format("route {} has no weight; write {}:1", in_quotes(text), printable(text));
  }
  const auto [weight, wrong] = read_real("weight of route " + in_quotes(text.substr(0, colon)), text.substr(colon + 1),
                                         {.low = 0, .high = 1e12});
  share.weight = weight.value_or(0);
  return wrong;
}

}  // namespace

RouteRead read_route(std::string_view text) {
  if (text.empty()) return {{}, "route is empty; write authorisations in the order of trying, such as lpp>general"};
  Route route;
  for (const std::string_view part : split(text, '>')) {
    const auto authorisation = parse_authorisation(part);
    if (!authorisation) return {{}, unknown_authorisation(part)};
    route.push_back(*authorisation);
  }
  const std::string fault = route_fault(route, text);
  if (!fault.empty()) return {{}, fault};
  return {route, {}};
}

RouteSharesRead read_route_shares(std::string_view text) {
  std::vector<RouteShare> shares;
  double total = 0;
  for (const std::string_view part : split(text, ';')) {
    RouteShare share;
    const std::string message = read_share(part, share);
    if (!message.empty()) return {{}, message};
    for (const RouteShare& other : shares) {
      if (other.route == share.route) {
        return {{}, fmt::format("route '{}' stands twice; give it one weight", to_string(share.route))};
      }
    }
    total += share.weight;
    shares.push_back(std::move(share));
  }
  if (total <= 0) return {{}, "weights of the routes are all 0; at least one must be above 0"};
  return {shares, {}};
}

}  // namespace headroom
