// Two engines, one of them with a planted fault: it is found, exactly, in few runs.
#include "host/engine/mismatch.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>

#include "tests/support/companies.h"
#include "tests/support/faulty_engine.h"
#include "tests/support/rich_study.h"

namespace headroom {
namespace {

using testing::compiled;
using testing::FaultyEngine;
using testing::LastOfBatchEngine;

const std::atomic<bool> kNeverStop{false};

class FindMismatch : public ::testing::Test {
 protected:
  static constexpr TrialRange kRange{1000, 200};
  static constexpr u64 kTrial = 1134;

  std::optional<Mismatch> find(Engine& faulty) { return find_mismatch(*right_, faulty, tables_, kRange, kNeverStop); }

  // Plants `spoil` in one trial and expects exactly that trial and that tally back.
  Mismatch expect_found(FaultyEngine::Spoil spoil, const TallyPlace& place) {
    FaultyEngine faulty(kTrial, std::move(spoil));
    const auto found = find(faulty);
    if (!found) {
      ADD_FAILURE() << "no difference was found";
      return {};
    }
    EXPECT_EQ(found->range.first, kTrial);
    EXPECT_EQ(found->range.count, 1u);
    EXPECT_EQ(found->trial(), kTrial);
    EXPECT_TRUE(found->repeats);
    EXPECT_EQ(found->tallies.size(), 1u);
    EXPECT_TRUE(found->tallies.front().place == place);
    EXPECT_EQ(found->runs, faulty.runs());
    EXPECT_LE(found->runs, 1 + 2 * u64(std::bit_width(kRange.count)));
    return *found;
  }

  CompiledStudy study_ = compiled(testing::with_companies(testing::lively_study(6)));
  Tables tables_ = study_.tables();
  TallyShape shape_ = tally_shape(tables_);
  std::unique_ptr<Engine> right_ = make_reference_engine(1);
};

TEST_F(FindMismatch, is_nothing_where_engines_agree) { EXPECT_FALSE(find(*make_cpu_engine("auto", 2))); }

TEST_F(FindMismatch, names_the_one_counter_of_one_destination_that_is_wrong) {
  const u32 decision = u32(Decision::refused_cap);
  const Mismatch found = expect_found(
      [&](TrialRange, Tally* tally, ExhaustedBits*) { ++tally->counters[shape_.counter(3, shape_.orders(decision))]; },
      {TallyPart::orders, 3, decision});
  EXPECT_EQ(found.tallies.front().second.low, found.tallies.front().first.low + 1);
  EXPECT_EQ(number_to_replay(tables_, found.tallies), 3u);
}

TEST_F(FindMismatch, names_the_one_sum_that_is_wrong_in_its_high_half) {
  const Mismatch found = expect_found(
      [&](TrialRange, Tally* tally, ExhaustedBits*) { ++tally->sums[shape_.sum(2, shape_.unused_tpp())].high; },
      {TallyPart::unused_tpp, 2, 0});
  EXPECT_EQ(number_to_replay(tables_, found.tallies), 2u);
}

TEST_F(FindMismatch, names_the_pair_whose_joint_tally_is_wrong) {
  const Mismatch found = expect_found(
      [&](TrialRange, Tally* tally, ExhaustedBits*) { ++tally->counters[shape_.pair(1, 4)]; }, {TallyPart::pair, 1, 4});
  EXPECT_EQ(number_to_replay(tables_, found.tallies), 1u);
}

TEST_F(FindMismatch, blames_no_destination_for_how_many_exhaust) {
  const Mismatch found =
      expect_found([&](TrialRange, Tally* tally, ExhaustedBits*) { ++tally->counters[shape_.exhausted_count(5)]; },
                   {TallyPart::exhausted_count, 0, 5});
  EXPECT_FALSE(number_to_replay(tables_, found.tallies));
}

TEST_F(FindMismatch, names_the_trial_whose_exhausted_bit_is_wrong) {
  const Mismatch found = expect_found(
      [&](TrialRange range, Tally*, ExhaustedBits* bits) {
        // A bit can only be set: take a trial and a destination in which it was not.
        ExhaustedBits all(tables_.destination_count, range.count);
        for (u32 d = 0; d < tables_.destination_count; ++d)
          for (u64 t = 0; t < range.count; ++t)
            if (bits->get(d, t) != (d == 2 && range.first + t == kTrial)) all.set(d, t);
        *bits = all;
      },
      {TallyPart::exhausted_bit, 2, 0});
  EXPECT_EQ(number_to_replay(tables_, found.tallies), 2u);
}

TEST_F(FindMismatch, names_the_company_whose_slot_is_wrong) {
  const u32 slot = tables_.companies[1].slots;
  const Mismatch found =
      expect_found([&](TrialRange, Tally* tally, ExhaustedBits*) { ++tally->counters[shape_.slack(slot, 1, 7)]; },
                   {TallyPart::slack, slot, 1, 7});
  EXPECT_EQ(number_to_replay(tables_, found.tallies), tables_.destination_count + 1);
}

TEST_F(FindMismatch, names_the_book_row_and_replays_its_destination) {
  const Destination& place = tables_.destinations[2];
  ASSERT_GT(place.book_count, 0u);
  const u32 row = tables_.book[place.book].tally;
  const Mismatch found =
      expect_found([&](TrialRange, Tally* tally, ExhaustedBits*) { ++tally->counters[shape_.book_end(row, 1)]; },
                   {TallyPart::book_end, row, 1});
  EXPECT_EQ(number_to_replay(tables_, found.tallies), 2u);
}

TEST_F(FindMismatch, tells_a_run_that_counts_fewer_trials) {
  expect_found([](TrialRange, Tally* tally, ExhaustedBits*) { --tally->trials; }, {TallyPart::trials, 0, 0});
}

TEST_F(FindMismatch, finds_the_last_trial_that_each_whole_batch_loses) {
  LastOfBatchEngine faulty(64, 0);
  const auto found = find(faulty);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->range.count, 64u);
  EXPECT_TRUE(found->repeats);
  EXPECT_EQ(found->lost, found->range.first + 63);
  EXPECT_EQ(found->trial(), found->lost);
  EXPECT_FALSE(found->doubled);
}

TEST_F(FindMismatch, finds_a_trial_that_is_lost_to_the_destinations_alone) {
  LastOfBatchEngine faulty(64, 0, true);
  const auto found = find(faulty);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->lost, found->range.first + 63);
  const auto& tallies = found->tallies;
  EXPECT_TRUE(std::all_of(tallies.begin(), tallies.end(),
                          [](const DifferentTally& tally) { return is_of_destination(tally.place.part); }));
}

TEST_F(FindMismatch, finds_the_last_trial_that_each_whole_batch_counts_twice) {
  LastOfBatchEngine faulty(100, 2);
  const auto found = find(faulty);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->range.count, 100u);
  EXPECT_EQ(found->doubled, found->range.first + 99);
  EXPECT_FALSE(found->lost);
}

TEST_F(FindMismatch, says_what_differs_only_together) {
  // Wrong by one where both of two trials run, and in neither's own tallies.
  FaultyEngine faulty(kTrial, [&](TrialRange range, Tally* tally, ExhaustedBits*) {
    if (range.first <= 1120) ++tally->counters[shape_.counter(0, shape_.diverted_in())];
  });
  const auto found = find(faulty);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->range.first, 1120u);
  EXPECT_EQ(found->range.first + found->range.count, kTrial + 1);
  EXPECT_FALSE(found->trial());
  EXPECT_TRUE(found->tallies.front().place == (TallyPlace{TallyPart::diverted_in, 0, 0}));
}

TEST_F(FindMismatch, says_what_does_not_repeat) {
  bool once = true;
  FaultyEngine faulty(kTrial, [&](TrialRange, Tally* tally, ExhaustedBits*) {
    if (std::exchange(once, false)) ++tally->counters[0];
  });
  const auto found = find(faulty);
  ASSERT_TRUE(found);
  EXPECT_FALSE(found->repeats);
  EXPECT_EQ(found->range.count, kRange.count);
  EXPECT_FALSE(found->trial());
}

TEST_F(FindMismatch, blames_who_sends_orders_before_who_gets_them) {
  const u32* order = tables_.words + tables_.run_order;
  const u32 first = order[0], last = order[tables_.destination_count - 1];
  const auto wrong = [](TallyPart part, u32 d) { return DifferentTally{{part, d, 0}, {1, 0}, {2, 0}}; };
  EXPECT_EQ(number_to_replay(tables_, {wrong(TallyPart::orders, last), wrong(TallyPart::orders, first)}), first);
  EXPECT_EQ(number_to_replay(tables_, {wrong(TallyPart::first_to_exhaust, first), wrong(TallyPart::tpp, last)}), last);
}

}  // namespace
}  // namespace headroom
