// Numbers as bytes of a file: little-endian, with a checksum behind.
#pragma once
#include <string>
#include <string_view>

#include "host/base/digest.h"

namespace headroom {

constexpr std::size_t kChecksumBytes = 8;

inline u64 checksum(std::string_view bytes) {
  Digest digest;
  digest.add(bytes.data(), bytes.size());
  return digest.value();
}

class ByteWriter {
 public:
  template <class Int>
  void put(Int value) {
    for (std::size_t i = 0; i < sizeof value; ++i) bytes_ += static_cast<char>(value >> (8 * i) & 0xFF);
  }
  void put(std::string_view text) { bytes_ += text; }
  // Seven bits a byte, the lowest first; the high bit says that more follow. Most counters are 0.
  void put_short(u64 value) {
    for (; value >= 128; value >>= 7) bytes_ += static_cast<char>(value | 128);
    bytes_ += static_cast<char>(value);
  }
  void reserve(std::size_t bytes) { bytes_.reserve(bytes); }
  std::string finish() {
    put(checksum(bytes_));
    return std::move(bytes_);
  }

 private:
  std::string bytes_;
};

// Reads from the front.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : left_(bytes) {}
  // The caller has made sure of the size.
  template <class Int>
  Int get() {
    Int value = 0;
    for (std::size_t i = 0; i < sizeof value; ++i) value |= Int(static_cast<unsigned char>(left_[i])) << (8 * i);
    left_.remove_prefix(sizeof value);
    return value;
  }
  std::string_view get_text(std::size_t bytes) {
    const std::string_view text = left_.substr(0, bytes);
    left_.remove_prefix(bytes);
    return text;
  }
  // False at the end, or where no u64 stands.
  bool get_short(u64* value) {
    *value = 0;
    for (u32 shift = 0; !left_.empty() && shift < 64; shift += 7) {
      const u64 byte = static_cast<unsigned char>(left_.front()), bits = byte & 127;
      left_.remove_prefix(1);
      if (shift == 63 && bits > 1) return false;
      *value |= bits << shift;
      if (byte < 128) return true;
    }
    return false;
  }
  void skip(std::size_t bytes) { left_.remove_prefix(bytes); }
  std::size_t left() const { return left_.size(); }

 private:
  std::string_view left_;
};

}  // namespace headroom
