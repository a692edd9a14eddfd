// Every place of a shape, there and back.
#include "host/engine/tally_place.h"

#include <gtest/gtest.h>

namespace headroom {
namespace {

using Part = TallyPart;

u64 counter_index(const TallyShape& s, const TallyPlace& p) {
  const u32 n = p.number, i = u32(p.index);
  switch (p.part) {
    case Part::exhausted: return s.counter(n, s.exhausted(i));
    case Part::critical: return s.counter(n, s.critical(i));
    case Part::first_to_exhaust: return s.counter(n, s.first_to_exhaust());
    case Part::orders: return s.counter(n, s.orders(i));
    case Part::utilisation: return s.counter(n, s.utilisation(i));
    case Part::use_before: return s.counter(n, s.use_before(i));
    case Part::refused: return s.counter(n, s.refused(i));
    case Part::diverted_in: return s.counter(n, s.diverted_in());
    case Part::book_end: return s.book_end(n, i);
    case Part::book_months: return s.book_months(n);
    case Part::exhausted_count: return s.exhausted_count(i);
    case Part::pair: return s.pair(n, i);
    case Part::divert_orders: return s.divert_orders(n);
    case Part::broken_in: return s.broken_in(n, i);
    case Part::first_broken: return s.first_broken(n, i);
    case Part::slack: return s.slack(n, i, p.bin);
    default: return ~u64(0);
  }
}

u64 sum_index(const TallyShape& s, const TallyPlace& p) {
  const u32 n = p.number, i = u32(p.index);
  switch (p.part) {
    case Part::offered_tpp: return s.sum(n, s.offered_tpp());
    case Part::tpp: return s.sum(n, s.tpp(i));
    case Part::unused_tpp: return s.sum(n, s.unused_tpp());
    case Part::utilisation_share: return s.sum(n, s.utilisation_share());
    case Part::use_before_share: return s.sum(n, s.use_before_share());
    case Part::refused_tpp: return s.sum(n, s.refused_tpp(i));
    case Part::diverted_in_tpp: return s.sum(n, s.diverted_in_tpp());
    case Part::divert_tpp: return s.divert_tpp(n);
    case Part::location_tpp: return s.location_tpp(n);
    default: return ~u64(0);
  }
}

void expect_there_and_back(const TallyShape& shape) {
  for (u64 i = 0; i < shape.all_counters(); ++i) ASSERT_EQ(counter_index(shape, counter_place(shape, i)), i);
  for (u64 i = 0; i < shape.all_sums(); ++i) ASSERT_EQ(sum_index(shape, sum_place(shape, i)), i);
}

TEST(TallyPlace, leads_back_to_its_index_in_every_shape) {
  expect_there_and_back({5, 4, 3, 2, 2, 3, 6});
  expect_there_and_back({36, 1, 0, 0, 0, 0, 0});
  expect_there_and_back({12, 2, 0, 1, 0, 0, 0});
  expect_there_and_back({1, 0, 2, 0, 3, 0, 1});
}

TEST(TallyPlace, of_a_destination_says_what_that_one_alone_brings_about) {
  const TallyShape shape{5, 4, 3, 2, 2, 3, 6};
  for (u64 i = 0; i < shape.all_counters(); ++i) {
    const TallyPlace place = counter_place(shape, i);
    const bool own = i < shape.book_end(0, 0) && i % shape.counters() != shape.first_to_exhaust();
    EXPECT_EQ(is_of_destination(place.part), own) << i;
  }
}

}  // namespace
}  // namespace headroom
