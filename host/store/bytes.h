// Numbers as bytes of a file: little-endian, with a checksum behind.
#pragma once
#include <string>
#include <string_view>

#include "host/base/digest.h"
#include "host/base/sink.h"

namespace headroom {

constexpr std::size_t kChecksumBytes = 8;

inline u64 checksum(std::string_view bytes) {
  Digest digest;
  digest.add(bytes.data(), bytes.size());
  return digest.value();
}

// Hands them over in pieces.
class ByteWriter {
 public:
  // `to` outlives it.
  explicit ByteWriter(const Sink& to) : to_(to) {}
  template <class Int>
  void put(Int value) {
    char* const to = more(sizeof value);
    for (std::size_t i = 0; i < sizeof value; ++i) to[i] = static_cast<char>(value >> (8 * i) & 0xFF);
    size_ += sizeof value;
  }
  void put(std::string_view text) {
    text.copy(more(text.size()), text.size());
    size_ += text.size();
  }
  // Seven bits a byte, the lowest first; the high bit says that more follow. Most counters are 0.
  void put_short(u64 value) {
    char* to = more(10);
    for (; value >= 128; value >>= 7) *to++ = static_cast<char>(value | 128);
    *to++ = static_cast<char>(value);
    size_ = std::size_t(to - bytes_.data());
  }
  // With the checksum of all that was put.
  void finish() {
    hand_over();
    put(digest_.value());
    hand_over();
  }

 private:
  // Room for so many bytes more. There are millions of numbers in a save: to append them byte by byte takes several
  // times longer.
  char* more(std::size_t bytes) {
    if (bytes_.size() - size_ < bytes) hand_over();
    if (bytes_.size() < bytes) bytes_.resize(bytes);
    return bytes_.data() + size_;
  }
  void hand_over() {
    digest_.add(bytes_.data(), size_);
    to_(std::string_view(bytes_).substr(0, size_));
    size_ = 0;
  }

  const Sink& to_;
  Digest digest_;
  std::string bytes_ = std::string(1 << 16, '\0');
  std::size_t size_ = 0;  // of it
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
