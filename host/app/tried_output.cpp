#include "host/app/tried_output.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "host/report/grid.h"

namespace headroom {
namespace {

using Json = nlohmann::ordered_json;

}  // namespace

std::string tried_text(const std::vector<Tried>& tried) {
  std::string text;
  for (const Tried& one : tried) {
    text += (text.empty() ? "" : " > ") + one.authorisation;
    if (one.balance) text += fmt::format(" {}", grouped(*one.balance));
    if (!one.fits) text += one.balance ? " no" : fmt::format(" no ({})", one.why);
  }
  return text;
}

nlohmann::ordered_json tried_json(const Tried& tried) {
  Json json = Json::object();
  json["authorisation"] = tried.authorisation;
  json["balance"] = tried.balance ? Json(*tried.balance) : Json(nullptr);
  json["fits"] = tried.fits;
  if (!tried.why.empty()) json["why"] = tried.why;
  return json;
}

}  // namespace headroom
