// The only file that is compiled for AVX2.
#include "host/engine/lanes_avx2.h"

namespace headroom {
namespace {
using Pack = Lanes8;
}
}  // namespace headroom

#include "host/engine/vector_code.h"

#include "host/engine/conditional_code.h"

namespace headroom {

const VectorCode kAvx2Code = {Pack::width, begin_batch, walk_destination, draw_conditional, run_conditional_place};

}  // namespace headroom
