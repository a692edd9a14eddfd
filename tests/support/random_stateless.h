// Random studies whose answers are known.
#pragma once
#include "tests/support/random_study.h"

namespace headroom::testing {

// Three destinations that keep no state but the cap, without factors, so that all have an exact answer. Mixes that
// change or not, delays, growth, positions, several streams; arrangements; what is refused may be split or wait.
Study random_stateless_study(u64 seed);

// One of them in which destinations exhaust neither hardly ever nor nearly always: in the mean, 60 to 110 % of what
// exhausts them is asked for. For every other seed no mix changes in time.
Study moderate_stateless_study(u64 seed);

// The same under factors of every kind: most destinations load on some.
Study under_random_factors(Study study, u64 seed);

}  // namespace headroom::testing
