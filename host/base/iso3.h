// Alpha-3 codes as numbers below 26^3, which address a destination's draws.
#pragma once
#include <string>
#include <string_view>

#include "host/base/hd.h"

namespace headroom {

// Three capital letters; the first letter weighs most, so that codes sort like the letters.
constexpr u32 code_of(std::string_view iso3) {
  return (u32(iso3[0] - 'A') * 26 + u32(iso3[1] - 'A')) * 26 + u32(iso3[2] - 'A');
}

inline std::string iso3_of(u32 code) {
  return {char('A' + code / 676), char('A' + code / 26 % 26), char('A' + code % 26)};
}

}  // namespace headroom
