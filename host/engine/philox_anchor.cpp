#include "host/engine/philox_anchor.h"

#include "host/base/clocks.h"
#include "host/trial/philox.h"

namespace headroom {

double philox_ns_per_word() {
  constexpr u32 blocks = 1'000'000;
  const PhiloxKeys keys = keys_of_rounds({4, 5});
  u32 sum = 0;
  const double start = thread_seconds();
  for (u32 i = 0; i < blocks; ++i) {
    const Block<u32> block = philox4x32_10<u32>({{i, 1, 2, 3}}, keys);
    sum ^= block.word[0] ^ block.word[1] ^ block.word[2] ^ block.word[3];
  }
  const double seconds = thread_seconds() - start;
  volatile u32 kept = sum;  // so that the work cannot be left out
  static_cast<void>(kept);
  return seconds * 1e9 / (4.0 * blocks);
}

}  // namespace headroom
