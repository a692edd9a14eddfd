// A file that is still to be written.
#pragma once
#include <string>
#include <string_view>

#include "host/base/sink.h"

namespace headroom {

struct OutputFile {
  std::string name;  // relative to the folder that it comes into
  Writer write;      // called when it is the file's turn
};

// Of a text that outlives it.
inline OutputFile file_of(std::string name, std::string_view text) {
  return {std::move(name), [text](const Sink& out) { out(text); }};
}

// Of a text that it keeps.
inline OutputFile file_with(std::string name, std::string text) {
  return {std::move(name), [text = std::move(text)](const Sink& out) { out(text); }};
}

}  // namespace headroom
