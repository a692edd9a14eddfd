// What goes between the test of the packs' words and its parts that are compiled for an instruction set.
#pragma once
#include "host/base/hd.h"

namespace headroom {

// The words that meant something else in some lane.
struct Failures {
  u32 count = 0;
  const char* words[8] = {};  // the first ones
  HD void add(const char* word) {
    if (count < 8) words[count] = word;
    ++count;
  }
};

using CheckPackWords = void(u64 seed, u32 rounds, Failures* to);
CheckPackWords check_avx512_words, check_avx2_words, check_neon_words;

}  // namespace headroom
