#include "host/engine/hand_out.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace headroom {
namespace {

TEST(HandOut, gives_each_trial_once_in_order_and_ever_less) {
  for (const u64 trials : {u64(0), u64(1), u64(255), u64(256), u64(257), u64(100'000)}) {
    const std::atomic<bool> stop{false};
    HandOut pieces(trials, 3, stop);
    u64 next = 0, before = ~u64(0);
    for (TrialRange piece; (piece = pieces.take()).count > 0;) {
      EXPECT_EQ(piece.first, next);
      EXPECT_LE(piece.count, before);
      next += piece.count;
      before = piece.count;
      EXPECT_TRUE(next == trials || piece.count % HandOut::kStep == 0) << piece.count;
    }
    EXPECT_EQ(next, trials);
    EXPECT_EQ(pieces.handed_out(), trials);
  }
}

TEST(HandOut, leaves_something_for_all) {
  const std::atomic<bool> stop{false};
  HandOut pieces(1'000'000, 4, stop);
  EXPECT_LE(pieces.take().count, 125'000u);
}

TEST(HandOut, gives_nothing_once_it_is_to_stop) {
  std::atomic<bool> stop{false};
  HandOut pieces(100'000, 2, stop);
  const u64 first = pieces.take().count;
  stop = true;
  EXPECT_EQ(pieces.take().count, 0u);
  stop = false;
  EXPECT_EQ(pieces.take().count, 0u) << "or there would be two ends";
  EXPECT_EQ(pieces.handed_out(), first);
}

TEST(HandOut, may_be_asked_by_many_at_once) {
  const std::atomic<bool> stop{false};
  HandOut pieces(200'000, 4, stop);
  std::vector<int> given(200'000);
  std::vector<std::thread> takers;
  for (int t = 0; t < 4; ++t) {
    takers.emplace_back([&] {
      for (TrialRange piece; (piece = pieces.take()).count > 0;)
        for (u64 i = 0; i < piece.count; ++i) ++given[piece.first + i];
    });
  }
  for (std::thread& taker : takers) taker.join();
  for (const int times : given) ASSERT_EQ(times, 1);
}

}  // namespace
}  // namespace headroom
