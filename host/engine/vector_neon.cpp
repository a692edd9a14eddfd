// The engines on NEON, which every AArch64 processor has.
#include "host/engine/lanes_neon.h"

namespace headroom {
namespace {
using Pack = Lanes8;
}
}  // namespace headroom

#include "host/engine/vector_code.h"

#include "host/engine/conditional_code.h"

namespace headroom {

const VectorCode kNeonCode = {Pack::width, begin_batch, walk_destination, draw_conditional, run_conditional_place};

}  // namespace headroom
