// Which trials exhausted which destination: what two runs over the same trials have to share to be compared trial by
// trial.
#pragma once
#include <bit>
#include <vector>

#include "host/base/hd.h"

namespace headroom {

// One bit a trial of a range, destination after destination.
class ExhaustedBits {
 public:
  ExhaustedBits(u32 destinations, u64 trials) : words_((trials + 63) / 64), bits_(destinations * words_) {}

  // Trials of different groups of 64 may be set by different threads.
  void set(u32 destination, u64 trial) { bits_[destination * words_ + trial / 64] |= u64(1) << trial % 64; }
  bool get(u32 destination, u64 trial) const { return bits_[destination * words_ + trial / 64] >> trial % 64 & 1; }
  // Sixty-four trials at once, from any on; none set past the end.
  void set_64(u32 destination, u64 first, u64 bits) {
    u64* const word = &bits_[destination * words_ + first / 64];
    word[0] |= bits << first % 64;
    if (const u64 rest = first % 64 ? bits >> (64 - first % 64) : 0) word[1] |= rest;
  }
  // All of another range, whose first trial is trial `first` here.
  void merge(u64 first, const ExhaustedBits& other) {
    for (u64 i = 0; i < other.bits_.size(); ++i)
      set_64(u32(i / other.words_), first + i % other.words_ * 64, other.bits_[i]);
  }
  // Forgets all trials from this one on.
  void clear_from(u64 trial) {
    for (u64 i = 0; i < bits_.size(); ++i) {
      const u64 first = i % words_ * 64;
      if (trial < first + 64) bits_[i] &= trial <= first ? 0 : ~(~u64(0) << (trial - first));
    }
  }

  struct Pair {
    u64 first_only = 0, second_only = 0;
  };
  // How many trials exhausted `a` here and not `b` there, and the other way round. The trials that both ranges hold:
  // one of them may have ended early.
  Pair compare(u32 a, const ExhaustedBits& other, u32 b) const {
    Pair pair;
    const u64 shared = words_ < other.words_ ? words_ : other.words_;
    for (u64 i = 0; i < shared; ++i) {
      const u64 x = bits_[a * words_ + i], y = other.bits_[b * other.words_ + i];
      pair.first_only += u64(std::popcount(x & ~y));
      pair.second_only += u64(std::popcount(~x & y));
    }
    return pair;
  }

  // How many destinations each of the first `trials` trials exhausts.
  std::vector<u32> counts(u64 trials) const {
    std::vector<u32> all(words_ * 64);
    for (u64 i = 0; i < bits_.size(); ++i) {
      u32* const group = &all[i % words_ * 64];
      for (u64 word = bits_[i]; word; word &= word - 1) ++group[std::countr_zero(word)];
    }
    all.resize(trials);
    return all;
  }

  // As they lie, for who adds up the marks of several processes: destination after destination, in whole words.
  std::vector<u64>& words() { return bits_; }

 private:
  u64 words_;
  std::vector<u64> bits_;
};

}  // namespace headroom
