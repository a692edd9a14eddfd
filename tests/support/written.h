// What is written piece by piece, as one text.
#pragma once
#include <string>

#include "host/store/tallies_file.h"

namespace headroom::testing {

inline std::string written(const Writer& write) {
  std::string text;
  write([&](std::string_view piece) { text += piece; });
  return text;
}

inline std::string tallies_bytes(const SavedTallies& saved) {
  return written([&](const Sink& out) { write_tallies(saved, out); });
}

}  // namespace headroom::testing
