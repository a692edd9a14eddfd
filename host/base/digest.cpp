#include "host/base/digest.h"

#include <cinttypes>
#include <cstdio>

namespace headroom {

std::string hex(u64 value) {
  char text[17];
  std::snprintf(text, sizeof text, "%016" PRIx64, value);
  return text;
}

}  // namespace headroom
