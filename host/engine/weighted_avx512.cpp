// The weighing engine for AVX-512; compiled for it, as vector_avx512.cpp is.
#include "host/engine/lanes_avx512.h"

namespace headroom {
namespace {
using Pack = Lanes16;
}
}  // namespace headroom

#include "host/engine/weighted_code.h"

namespace headroom {

const WeightedCode kWeightedAvx512 = {Pack::width, weigh_batch};

}  // namespace headroom
