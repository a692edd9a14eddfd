#include "host/trial/tally.h"

#include <gtest/gtest.h>

#include <set>
#include <vector>

namespace headroom {
namespace {

TEST(Tally, gives_every_count_a_place_of_its_own) {
  const TallyShape shape{36, 5, 7, 2, 3, 4, 6};
  std::set<u64> places, sums;
  u64 named = 0;
  const auto take = [&](u64 place) {
    places.insert(place);
    ++named;
    EXPECT_LT(place, shape.all_counters());
  };
  for (u32 d = 0; d < shape.destinations; ++d)
    for (u32 i = 0; i < shape.counters(); ++i) take(shape.counter(d, i));
  for (u32 r = 0; r < shape.book; ++r) {
    for (u32 e = 0; e < kBookEnds; ++e) take(shape.book_end(r, e));
    take(shape.book_months(r));
  }
  for (u32 n = 0; n <= shape.destinations; ++n) take(shape.exhausted_count(n));
  for (u32 b = 1; b < shape.destinations; ++b)
    for (u32 a = 0; a < b; ++a) take(shape.pair(a, b));
  for (u32 r = 0; r < shape.diverts; ++r) take(shape.divert_orders(r));
  for (u32 s = 0; s < shape.slots; ++s) {
    for (u32 m = 0; m < shape.months; ++m) take(shape.broken_in(s, m));
    for (u32 m = 0; m <= shape.months; ++m) take(shape.first_broken(s, m));
    for (u32 look = 0; look < shape.looks; ++look)
      for (u32 bin = 0; bin < kSlackBins; ++bin) take(shape.slack(s, look, bin));
  }
  EXPECT_EQ(places.size(), named);
  EXPECT_EQ(named, shape.all_counters());
  for (u32 d = 0; d < shape.destinations; ++d)
    for (u32 i = 0; i < shape.sums(); ++i) sums.insert(shape.sum(d, i));
  for (u32 r = 0; r < shape.diverts; ++r) sums.insert(shape.divert_tpp(r));
  for (u32 l = 0; l < shape.locations; ++l) sums.insert(shape.location_tpp(l));
  EXPECT_EQ(sums.size(), shape.all_sums());
  EXPECT_EQ(*sums.rbegin() + 1, shape.all_sums());
}

TEST(Tally, use_bins_are_two_hundredths_of_the_cap) {
  const u64 cap = 790'000'000;
  EXPECT_EQ(use_bin(0, cap), 0u);
  EXPECT_EQ(use_bin(cap / 200 - 1, cap), 0u);
  EXPECT_EQ(use_bin(cap / 200, cap), 1u);
  EXPECT_EQ(use_bin(cap - 1, cap), 199u);
  EXPECT_EQ(use_bin(cap, cap), 200u);
  EXPECT_EQ(use_bin(cap / 200 * 256 - 1, cap), 255u);
  EXPECT_EQ(use_bin(cap / 200 * 256, cap), 256u);
  EXPECT_EQ(use_bin(~u64(0) >> 1, cap), 256u);
  EXPECT_EQ(use_bin(5, 0), 256u);
}

TEST(Tally, refused_bins_are_sixteen_a_power_of_two_without_gaps) {
  EXPECT_EQ(refused_bin(0), 0u);
  u32 last = 0;
  for (u64 x = 1; x < 100'000; ++x) {
    const u32 bin = refused_bin(x);
    EXPECT_TRUE(bin == last || bin == last + 1) << x;
    last = bin;
  }
  for (int k = 4; k < 63; ++k) EXPECT_EQ(refused_bin(u64(1) << (k + 1)), refused_bin(u64(1) << k) + 16);
  EXPECT_LT(refused_bin(~u64(0)), kRefusedBins);
}

TEST(Tally, the_share_of_the_cap_is_rounded_down_in_20_bits) {
  EXPECT_EQ(use_share(395, 790), u64(1) << 19);
  EXPECT_EQ(use_share(790, 790), u64(1) << 20);
  EXPECT_EQ(use_share(1, 3), (u64(1) << 20) / 3);
}

TEST(ExhaustionKey, orders_by_month_then_by_the_share_of_the_month) {
  std::vector<u64> ends = {100, 100, 500};
  const Column<OneLane> month_end{ends.data(), 1};
  Outcome<OneLane> never, first, empty_month, early, late;
  std::vector<u64> at = {100, 100, 200, 201};
  u64* row = at.data();
  for (Outcome<OneLane>* out : {&first, &empty_month, &early, &late}) out->notes = {row++, 1};
  first.exhausted_month = 0;
  empty_month.exhausted_month = 1;
  early.exhausted_month = late.exhausted_month = 2;
  EXPECT_LT(exhaustion_key(first, month_end), exhaustion_key(empty_month, month_end));
  EXPECT_LT(exhaustion_key(empty_month, month_end), exhaustion_key(early, month_end));
  EXPECT_LT(exhaustion_key(early, month_end), exhaustion_key(late, month_end));
  EXPECT_LT(exhaustion_key(late, month_end), exhaustion_key(never, month_end));
}

}  // namespace
}  // namespace headroom
