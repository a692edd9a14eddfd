// Tallies are the same for any number of threads and any cut of the trials.
#include <gtest/gtest.h>

#include "tests/support/random_study.h"

namespace headroom {
namespace {

using testing::Dice;
using testing::run_reference;

constexpr u64 kCutStudies = 48;

TEST(Property, threads_and_cuts_change_no_tally) {
  for (u64 seed = 1; seed <= kCutStudies && !HasFailure(); ++seed) {
    SCOPED_TRACE("random study " + std::to_string(seed));
    Dice dice(seed);
    const CompiledStudy study = testing::compiled(testing::random_study(seed));
    const u64 first = dice.chance(0.2) ? (u64(1) << 32) - 300 : dice.bits() >> 40;
    const u64 count = u64(dice.from(257, 700));
    const Tally whole = run_reference(study, {first, count}, 1 + int(seed % 8));
    const u64 a = u64(dice.from(0, int(count))), b = a + u64(dice.from(0, int(count - a)));
    Tally parts = run_reference(study, {first + b, count - b}, dice.from(1, 8));
    parts.merge(run_reference(study, {first, a}, dice.from(1, 8)));
    parts.merge(run_reference(study, {first + a, b - a}, dice.from(1, 8)));
    EXPECT_EQ(parts, whole) << "trials " << first << " + " << a << ", " << b << ", " << count;
    EXPECT_EQ(parts.digest(), whole.digest());
  }
}

}  // namespace
}  // namespace headroom
