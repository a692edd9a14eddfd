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
    Words even = first_rounds(even_, P::evens(counter)), odd = first_rounds(odd_, P::odds(counter));
    // In turns: each is a chain of instructions that wait for each other, too long for a processor to look past.
#pragma GCC unroll 8
    for (int round = 2; round < 10; ++round) {
      next_round(keys_.round[round], &even);
      next_round(keys_.round[round], &odd);
    }
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
  HD Words first_rounds(const Prepared& ready, P counter) const {
    const PhiloxKey* key = keys_.round;
    const P product = counter * kPhiloxFirst;
    const P c2 = mix(product.high(), ready.trial_high, key[0].high);
    const P second = c2 * kPhiloxSecond;
    return {mix(second.high(), ready.c1, key[1].low), second, mix(ready.c2_of_second, product, key[1].high),
            ready.c3_of_second};
  }
  HD static void next_round(const PhiloxKey& key, Words* of) {
    const P a = of->c0 * kPhiloxFirst, b = of->c2 * kPhiloxSecond;
    *of = {mix(b.high(), of->c1, key.low), b, mix(a.high(), of->c3, key.high), a};
  }

  const PhiloxKeys& keys_;
  u32 purpose_;
  Prepared even_, odd_;
};

}  // namespace
}  // namespace headroom
