#include "host/engine/lanes_neon.h"

namespace headroom {
namespace {
using Pack = Lanes8;
}
}  // namespace headroom

#include "host/engine/pack_trial.h"
#include "tests/engine/pack_words.h"

namespace headroom {

void check_neon_words(u64 seed, u32 rounds, Failures* to) { pack_words::check(seed, rounds, to); }

}  // namespace headroom
