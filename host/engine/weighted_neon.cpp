// The weighing engine on NEON.
#include "host/engine/lanes_neon.h"

namespace headroom {
namespace {
using Pack = Lanes8;
}
}  // namespace headroom

#include "host/engine/weighted_code.h"

namespace headroom {

const WeightedCode kWeightedNeon = {Pack::width, weigh_batch};

}  // namespace headroom
