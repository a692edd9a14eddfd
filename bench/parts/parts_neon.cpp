#include "host/engine/lanes_neon.h"

namespace headroom {
namespace {
using Pack = Lanes8;
}
}  // namespace headroom

#include "host/engine/pack_trial.h"
//
#include "bench/parts/parts_pack.h"
//
#include "bench/parts/parts_code.h"

namespace headroom::bench {

const PartsCode kNeonParts = {kWidth, philox, gap, row, size, factors, clock, walk, tallies};

}  // namespace headroom::bench
