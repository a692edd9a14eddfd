// Generated studies that use every rule that works: all routes, factors of all kinds, book, projects, arrangements.
#pragma once
#include "tests/support/small_study.h"

namespace headroom::testing {

// `destinations` of at most 12. Even ones get a book, every third an arrangement; the same for equal arguments.
Study rich_study(int destinations, int student_t = 0, u64 seed = 99);

// The same with rush, split, wait, lapse and a position on, and caps small enough to matter.
Study lively_study(int destinations);

}  // namespace headroom::testing
