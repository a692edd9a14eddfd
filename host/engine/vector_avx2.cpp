// The only file that is compiled for AVX2.
#include "host/engine/lanes_avx2.h"

namespace headroom {
namespace {
using Pack = Lanes8;
}
}  // namespace headroom

#include "host/engine/vector_code.h"

namespace headroom {

const VectorCode kAvx2Code = {Pack::width, begin_batch, walk_destination};

}  // namespace headroom
