// What the texts of several kinds of results have in common.
#pragma once
#include <nlohmann/json.hpp>
#include <string>

#include "host/stats/result.h"

namespace headroom {

using Json = nlohmann::ordered_json;

inline Json probability(const Probability& p) {
  return {{"estimate", p.estimate}, {"low", p.low}, {"high", p.high}, {"level", p.level}};
}

inline Json expected(const DestinationLabel& label, bool exists) {
  if (!exists) return nullptr;
  const Expected& e = label.expected;
  return {{"uveu", e.uveu}, {"exempt", e.exempt}, {"prohibited", e.prohibited}};
}

// Only there a licence may meet no quantity.
inline Json uncapped(const DestinationLabel& label, bool expectations_exist) {
  Json json = {{"iso3", label.iso3},
               {"name", label.name},
               {"tier", label.tier},
               {"expected", expected(label, expectations_exist)}};
  if (expectations_exist) json["expected"]["licensed"] = label.expected.licensed;
  return json;
}

template <class All, class Write>
Json list_of(const All& all, Write write) {
  Json list = Json::array();
  for (const auto& one : all) list.push_back(write(one));
  return list;
}

// A step of indentation is one space; bytes that are no UTF-8 are replaced.
inline std::string dumped(const Json& json) { return json.dump(1, ' ', false, Json::error_handler_t::replace); }

}  // namespace headroom
