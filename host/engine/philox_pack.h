// Philox for packs. The state is kept as 64-bit products of even and of odd lanes, so that no word moves between
// rounds. What does not depend on the index, in rounds 1 and 2, is worked out once.
#pragma once
#include "host/trial/draws.h"

namespace headroom {
namespace {

// P: Products of an instruction set.
template <class P>
class PackDraws {
 public:
  using U = typename P::Lanes::U;
  using W = typename P::Lanes::W;

  HD PackDraws(const PhiloxKeys& keys, W trial, Purpose purpose, U subject)
      : keys_(keys), purpose_(u32(purpose) << kIndexBits) {
    const U low = low_half(trial), high = high_half(trial);
    even_ = prepare(P::evens(low), P::evens(high), P::evens(subject), keys.round[0]);
    odd_ = prepare(P::odds(low), P::odds(high), P::odds(subject), keys.round[0]);
  }
  HD Block<U> operator()(U index) const {
    const U counter = index | U(purpose_);
    const Words even = rounds(even_, P::evens(counter)), odd = rounds(odd_, P::odds(counter));
    return {{P::join(even.c0, odd.c0), P::join(even.c1, odd.c1), P::join(even.c2, odd.c2), P::join(even.c3, odd.c3)}};
  }

 private:
  struct Words {
    P c0, c1, c2, c3;
  };
  // After round 1, where only word 2's first input is still missing; and word 2 of round 2 without its last input.
  struct Prepared {
    P trial_high, c1, c2_of_second, c3_of_second;
  };

  HD static Prepared prepare(P trial_low, P trial_high, P subject, PhiloxKey key) {
    const P product = trial_low * kPhiloxSecond;
    const P c0 = mix(product.high(), subject, key.low);
    const P next = c0 * kPhiloxFirst;
    return {trial_high, product, next.high(), next};
  }
  HD Words rounds(const Prepared& ready, P counter) const {
    const PhiloxKey* key = keys_.round;
    const P product = counter * kPhiloxFirst;
    P c2 = mix(product.high(), ready.trial_high, key[0].high), c3 = product;  // round 1
    const P second = c2 * kPhiloxSecond;
    P c0 = mix(second.high(), ready.c1, key[1].low), c1 = second;  // round 2
    c2 = mix(ready.c2_of_second, c3, key[1].high);
    c3 = ready.c3_of_second;
#pragma GCC unroll 8
    for (int round = 2; round < 10; ++round) {
      const P a = c0 * kPhiloxFirst, b = c2 * kPhiloxSecond;
      c0 = mix(b.high(), c1, key[round].low);
      c2 = mix(a.high(), c3, key[round].high);
      c1 = b;
      c3 = a;
    }
    return {c0, c1, c2, c3};
  }

  const PhiloxKeys& keys_;
  u32 purpose_;
  Prepared even_, odd_;
};

}  // namespace
}  // namespace headroom
