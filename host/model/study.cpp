#include "host/model/study.h"

#include <algorithm>

namespace headroom {

const Chip* find_chip(const Study& study, const Catalogue& catalogue, std::string_view id) {
  const auto at = std::find_if(study.chips.begin(), study.chips.end(), [&](const Chip& one) { return one.id == id; });
  return at != study.chips.end() ? &*at : catalogue.chip(id);
}

}  // namespace headroom
