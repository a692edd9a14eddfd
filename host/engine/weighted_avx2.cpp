// The weighing engine for AVX2; compiled for it, as vector_avx2.cpp is.
#include "host/engine/lanes_avx2.h"

namespace headroom {
namespace {
using Pack = Lanes8;
}
}  // namespace headroom

#include "host/engine/weighted_code.h"

namespace headroom {

const WeightedCode kWeightedAvx2 = {Pack::width, weigh_batch};

}  // namespace headroom
