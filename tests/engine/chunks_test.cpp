// Chunks of a range of trials: whatever order they end in, what is merged is a whole range from the first trial on.
#include "host/engine/chunks.h"

#include <gtest/gtest.h>
#include <thread>

namespace headroom {
namespace {

const std::atomic<bool> kGoOn{false};

Tally of(TrialRange chunk) {
  Tally tally;
  tally.trials = chunk.count;
  return tally;
}

void expect_chunk(const std::optional<TrialRange>& chunk, u64 first, u64 count) {
  ASSERT_TRUE(chunk.has_value());
  EXPECT_EQ(chunk->first, first);
  EXPECT_EQ(chunk->count, count);
}

TEST(Chunks, are_taken_in_order_and_the_last_is_what_is_left) {
  Tally tally;
  Chunks chunks({100, 25}, kGoOn, &tally);
  expect_chunk(chunks.take(10), 100, 10);
  EXPECT_EQ(chunks.not_taken(), 15u);
  expect_chunk(chunks.take(10), 110, 10);
  expect_chunk(chunks.take(10), 120, 5);
  EXPECT_EQ(chunks.not_taken(), 0u);
}

TEST(Chunks, behind_a_gap_wait_until_it_is_filled) {
  Tally tally;
  Chunks chunks({0, 40}, kGoOn, &tally);
  const TrialRange first = *chunks.take(10), second = *chunks.take(10), third = *chunks.take(10),
                   fourth = *chunks.take(10);
  chunks.finish(fourth, of(fourth));
  chunks.finish(second, of(second));
  EXPECT_EQ(chunks.done(), 0u);
  EXPECT_EQ(tally.trials, 0u);
  chunks.finish(first, of(first));
  EXPECT_EQ(chunks.done(), 20u);
  EXPECT_EQ(tally.trials, 20u);
  EXPECT_FALSE(chunks.complete());
  chunks.finish(third, of(third));
  EXPECT_EQ(chunks.done(), 40u);
  EXPECT_EQ(tally.trials, 40u);
  EXPECT_TRUE(chunks.complete());
  EXPECT_FALSE(chunks.take(10).has_value());
}

TEST(Chunks, given_back_are_taken_before_all_others_in_pieces_if_need_be) {
  Tally tally;
  Chunks chunks({0, 40}, kGoOn, &tally);
  const TrialRange first = *chunks.take(20);
  chunks.give_back(first);
  EXPECT_EQ(chunks.not_taken(), 40u);
  expect_chunk(chunks.take(8), 0, 8);
  expect_chunk(chunks.take(8), 8, 8);
  expect_chunk(chunks.take(8), 16, 4);
  expect_chunk(chunks.take(8), 20, 8);
}

TEST(Chunks, are_waited_for_while_another_may_give_one_back) {
  Tally tally;
  Chunks chunks({0, 10}, kGoOn, &tally);
  const TrialRange all = *chunks.take(10);
  std::optional<TrialRange> again;
  std::thread other([&] { again = chunks.take(10); });
  chunks.give_back(all);
  other.join();
  expect_chunk(again, 0, 10);
  chunks.finish(*again, of(*again));
  EXPECT_TRUE(chunks.complete());
}

TEST(Chunks, are_handed_out_no_more_once_told_to_stop) {
  std::atomic<bool> stop{false};
  Tally tally;
  Chunks chunks({0, 40}, stop, &tally);
  const TrialRange first = *chunks.take(10);
  stop = true;
  EXPECT_FALSE(chunks.take(10).has_value());
  chunks.finish(first, of(first));
  EXPECT_EQ(chunks.done(), 10u);
  EXPECT_FALSE(chunks.complete());
}

TEST(Chunks, before_one_that_runs_away_are_still_to_be_done_and_none_behind_it) {
  Tally tally;
  Chunks chunks({0, 100}, kGoOn, &tally);
  const TrialRange first = *chunks.take(10), second = *chunks.take(10), third = *chunks.take(10);
  chunks.give_back(third);
  chunks.run_away(second);
  EXPECT_EQ(chunks.not_taken(), 0u);
  EXPECT_FALSE(chunks.complete());
  chunks.give_back(first);
  expect_chunk(chunks.take(30), 0, 10);
  chunks.finish(first, of(first));
  EXPECT_TRUE(chunks.complete());
  EXPECT_FALSE(chunks.take(10).has_value());
}

TEST(Chunks, of_many_threads_that_fail_now_and_then_add_up_to_the_range) {
  constexpr u64 trials = 5000;
  Tally tally;
  Chunks chunks({7, trials}, kGoOn, &tally);
  const auto work = [&](u64 size) {
    for (u64 i = 0; const auto chunk = chunks.take(size); ++i) {
      if (i % 3 == 1) {
        chunks.give_back(*chunk);
      } else {
        chunks.finish(*chunk, of(*chunk));
      }
    }
  };
  std::vector<std::thread> threads;
  for (const u64 size : {3, 7, 11}) threads.emplace_back(work, size);
  for (std::thread& thread : threads) thread.join();
  EXPECT_TRUE(chunks.complete());
  EXPECT_EQ(chunks.done(), trials);
  EXPECT_EQ(tally.trials, trials);
}

}  // namespace
}  // namespace headroom
