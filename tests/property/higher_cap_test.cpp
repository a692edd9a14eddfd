// A higher cap exhausts no destination earlier, in no trial, where buyers do not hurry and nobody sends orders.
//
// Until the lower cap has refused its first licence the two trials are the same, order for order: orders come from
// addressed draws at times that no decision moves; LPP and NVEU look at no cap; every licence fits under both caps. So
// the order that exhausts the lower cap meets the same use under the higher one, where the first refusal is this order
// or a later one. That holds for every route, for those that try the licence first too, and with split, waiting and
// lapse. It does not hold where use draws orders nearer (`rush`: other orders by then), or where another destination
// sends what it refuses (under its own higher cap it may take one large order and then refuse many small ones).
#include <gtest/gtest.h>

#include <map>

#include "tests/support/random_study.h"
#include "tests/support/replay.h"

namespace headroom {
namespace {

using testing::Dice;
using testing::Replay;

constexpr u64 kCapStudies = 300, kCapTrials = 25;

using When = std::pair<u32, u64>;  // month, operational time; the largest month: never

std::vector<When> exhaustion(Replay* replay, u64 trial) {
  std::vector<When> when(replay->tables().destination_count);
  replay->run(
      trial, [](u32) { return NoObserver<OneLane>(); },
      [&](u32 d, const Outcome<OneLane>& out, const NoObserver<OneLane>&) {
        when[d] = {out.exhausted_month, out.exhausted_with(kExhaustedAt)};
      });
  return when;
}

Study raised(Study study, Dice* dice) {
  study.regime.allocation.cap_tpp = u64(double(*study.regime.allocation.cap_tpp) * dice->between(1, 1.6)) + 1;
  for (Arrangement& one : study.arrangements) one.multiplier *= dice->between(1, 1.3);
  return study;
}

TEST(Property, a_higher_cap_exhausts_no_destination_earlier) {
  u64 later = 0, same = 0;
  for (u64 seed = 1; seed <= kCapStudies && !HasFailure(); ++seed) {
    SCOPED_TRACE("random study " + std::to_string(seed));
    Dice dice(seed);
    Study study = testing::random_study(seed);
    study.behaviour.rush.reset();
    study.diverts.clear();
    const CompiledStudy low = testing::compiled(study), high = testing::compiled(raised(study, &dice));
    Replay under_low(low), under_high(high);
    for (u64 trial = 0; trial < kCapTrials; ++trial) {
      const auto before = exhaustion(&under_low, trial), after = exhaustion(&under_high, trial);
      for (std::size_t d = 0; d < before.size(); ++d) {
        EXPECT_LE(before[d], after[d]) << "trial " << trial << ", destination " << d;
        if (before[d].first != kNever) ++(before[d] < after[d] ? later : same);
      }
    }
  }
  EXPECT_GT(later, 1000u);  // it does make a difference,
  EXPECT_GT(same, 1000u);   // and not always
}

}  // namespace
}  // namespace headroom
