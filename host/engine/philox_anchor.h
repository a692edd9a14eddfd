// The anchor that compares machines: what the random numbers alone cost.
#pragma once

namespace headroom {

// Philox4x32-10 as the engines write it, one lane, in processor time of this thread. Nanoseconds a 32-bit word.
double philox_ns_per_word();

}  // namespace headroom
