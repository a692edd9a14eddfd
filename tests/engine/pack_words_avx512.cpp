#include "host/engine/lanes_avx512.h"

namespace headroom {
namespace {
using Pack = Lanes16;
}
}  // namespace headroom

#include "host/engine/pack_trial.h"
#include "tests/engine/pack_words.h"

namespace headroom {

void check_avx512_words(u64 seed, u32 rounds, Failures* to) { pack_words::check(seed, rounds, to); }

}  // namespace headroom
