// The only file that is compiled for AVX-512.
#include "host/engine/lanes_avx512.h"

namespace headroom {
namespace {
using Pack = Lanes16;
}
}  // namespace headroom

#include "host/engine/vector_code.h"

#include "host/engine/conditional_code.h"

namespace headroom {

const VectorCode kAvx512Code = {Pack::width, begin_batch, walk_destination, draw_conditional, run_conditional_place};

}  // namespace headroom
