// The names that an object of a report has, in its order.
#pragma once
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace headroom {

using Keys = std::vector<std::string>;

inline Keys keys(const nlohmann::ordered_json& object) {
  Keys names;
  for (const auto& [name, value] : object.items()) names.push_back(name);
  return names;
}

}  // namespace headroom
