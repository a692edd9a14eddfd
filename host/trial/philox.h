// Philox4x32-10, Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3", SC'11. A pure function of a
// counter and a key. draws.h says what stands in the counter.
#pragma once
#include "host/trial/lanes.h"

namespace headroom {

template <class U>
struct Block {
  U word[4];
};

// Word i mod 4. Written out, so that a block can stay in registers.
template <class U>
HD U word_of(const Block<U>& block, u32 i) {
  const U low = i & 1u ? block.word[1] : block.word[0], high = i & 1u ? block.word[3] : block.word[2];
  return i & 2u ? high : low;
}

template <class B, class U>
HD Block<U> select(B c, const Block<U>& yes, const Block<U>& no) {
  return {{select(c, yes.word[0], no.word[0]), select(c, yes.word[1], no.word[1]), select(c, yes.word[2], no.word[2]),
           select(c, yes.word[3], no.word[3])}};
}

struct PhiloxKey {
  u32 low, high;
};

// The key of each round. Worked out once a study, since a kernel then finds them in its parameters.
struct PhiloxKeys {
  PhiloxKey round[10];
};

constexpr u32 kPhiloxFirst = 0xD2511F53u, kPhiloxSecond = 0xCD9E8D57u, kPhiloxStepLow = 0x9E3779B9u,
              kPhiloxStepHigh = 0xBB67AE85u;

HD constexpr PhiloxKeys keys_of_rounds(PhiloxKey key) {
  PhiloxKeys keys{};
  for (PhiloxKey& round : keys.round) {
    round = key;
    key = {key.low + kPhiloxStepLow, key.high + kPhiloxStepHigh};
  }
  return keys;
}

template <class U>
HD constexpr Block<U> philox4x32_10(Block<U> counter, const PhiloxKeys& keys) {
  U c0 = counter.word[0], c1 = counter.word[1], c2 = counter.word[2], c3 = counter.word[3];
  for (int round = 0; round < 10; ++round) {
    const u64 p0 = u64(kPhiloxFirst) * c0, p1 = u64(kPhiloxSecond) * c2;
    c0 = u32(p1 >> 32) ^ c1 ^ keys.round[round].low;
    c2 = u32(p0 >> 32) ^ c3 ^ keys.round[round].high;
    c1 = u32(p1);
    c3 = u32(p0);
  }
  return {{c0, c1, c2, c3}};
}

}  // namespace headroom
