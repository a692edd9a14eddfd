#include "host/model/route.h"

#include "host/model/route_text.h"

namespace headroom {

std::string_view to_string(Authorisation authorisation) {
  switch (authorisation) {
    case Authorisation::general: return "general";
    case Authorisation::general_tier1: return "general_tier1";
    case Authorisation::lpp: return "lpp";
    case Authorisation::nveu: return "nveu";
    case Authorisation::uveu: return "uveu";
    case Authorisation::exempt: return "exempt";
  }
  return "?";
}

std::optional<Authorisation> parse_authorisation(std::string_view text) {
  for (const Authorisation authorisation : kAuthorisations) {
    if (text == to_string(authorisation)) return authorisation;
  }
  return std::nullopt;
}

std::string to_string(const Route& route) {
  std::string text;
  for (const Authorisation authorisation : route) {
    if (!text.empty()) text += '>';
    text += to_string(authorisation);
  }
  return text;
}

}  // namespace headroom
