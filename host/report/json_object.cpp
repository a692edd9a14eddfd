#include "host/report/json_object.h"

namespace headroom {
namespace {

std::string line_at(std::size_t depth) { return "\n" + std::string(depth, ' '); }

// As it stands inside of others. A line break of a string is written as \n, so that each one here is of the layout.
std::string text_at(std::size_t depth, const Json& value) {
  std::string text;
  for (const char c : dumped(value)) {
    text += c;
    if (c == '\n') text.append(depth, ' ');
  }
  return text;
}

}  // namespace

void JsonObject::put(std::string_view key, const Json& value) {
  begin(key);
  out_(text_at(depth_ + 1, value));
}

void JsonObject::end() { out_(empty_ ? "{}" : line_at(depth_) + "}"); }

void JsonObject::begin(std::string_view key) {
  out_((empty_ ? "{" : ",") + line_at(depth_ + 1) + dumped(key) + ": ");
  empty_ = false;
}

void JsonObject::put_entry(const Json& entry, bool first) {
  out_((first ? "[" : ",") + line_at(depth_ + 2) + text_at(depth_ + 2, entry));
}

void JsonObject::end_list(bool empty) { out_(empty ? "[]" : line_at(depth_ + 1) + "]"); }

}  // namespace headroom
