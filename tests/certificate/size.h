// The certificates are built twice: in full, for `ctest -L certificate`, and reduced, among the other tests.
#pragma once
#include "host/base/hd.h"

namespace headroom::testing {

template <class T>
constexpr T in_full(T full, T reduced) {
  return HEADROOM_FULL_CERTIFICATES ? full : reduced;
}

}  // namespace headroom::testing
