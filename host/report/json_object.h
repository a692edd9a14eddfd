// A JSON object that is written as it is made.
#pragma once
#include <string>
#include <string_view>

#include "host/base/sink.h"
#include "host/report/json_parts.h"

namespace headroom {

// Member by member, and of its large lists entry by entry: only one of these is in memory at a time. The bytes are
// those of dumped() of the whole.
class JsonObject {
 public:
  explicit JsonObject(const Sink& out, std::size_t depth = 0) : out_(out), depth_(depth) {}

  void put(std::string_view key, const Json& value);

  // `fill` is given a function that adds an entry.
  template <class Fill>
  void list(std::string_view key, Fill fill) {
    begin(key);
    std::size_t entries = 0;
    fill([&](const Json& entry) { put_entry(entry, entries++ == 0); });
    end_list(entries == 0);
  }
  // An entry for each of `all`.
  template <class All, class Make>
  void list_of(std::string_view key, const All& all, Make make) {
    list(key, [&](const auto& add) {
      for (const auto& one : all) add(make(one));
    });
  }
  // `fill` is given the object.
  template <class Fill>
  void object(std::string_view key, Fill fill) {
    begin(key);
    JsonObject inner(out_, depth_ + 1);
    fill(inner);
    inner.end();
  }
  void end();

 private:
  void begin(std::string_view key);
  void put_entry(const Json& entry, bool first);
  void end_list(bool empty);

  const Sink& out_;
  std::size_t depth_;
  bool empty_ = true;
};

}  // namespace headroom
