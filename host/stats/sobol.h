// Direction numbers of the Sobol' sequence for host/trial/points.h.
#pragma once
#include <vector>

#include "host/trial/points.h"

namespace headroom {

// kPointBits a coordinate: those of S. Joe and F. Y. Kuo, "Constructing Sobol' sequences with better two-dimensional
// projections", SIAM J. Sci. Comput. 30 (2008), as Boost.Random has them, for 3,667 coordinates. That is far more than
// the longest study asks for. Bits are reversed.
std::vector<u32> sobol_directions(u32 coordinates);

}  // namespace headroom
