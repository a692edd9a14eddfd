// FNV-1a: addresses of draws by id (32 bits), digests of tables and tallies (64 bits).
#pragma once
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "host/base/hd.h"

namespace headroom {

constexpr u32 fnv1a_32(std::string_view text) {
  u32 h = 2166136261u;
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 16777619u;
  return h;
}

// A running 64-bit digest of plain integers, byte by byte.
class Digest {
 public:
  void add(const void* bytes, std::size_t count) {
    const auto* p = static_cast<const unsigned char*>(bytes);
    for (std::size_t i = 0; i < count; ++i) value_ = (value_ ^ p[i]) * 1099511628211ull;
  }
  template <class T>
  void add(const T& x) {
    static_assert(std::is_integral_v<T> || std::is_enum_v<T>);
    add(&x, sizeof x);
  }
  // Elements without padding.
  template <class T>
  void add(const std::vector<T>& all) {
    static_assert(std::has_unique_object_representations_v<T>);
    add(u64(all.size()));
    add(all.data(), all.size() * sizeof(T));
  }
  u64 value() const { return value_; }

 private:
  u64 value_ = 14695981039346656037ull;
};

// 16 lower-case hexadecimal digits.
std::string hex(u64 value);

}  // namespace headroom
