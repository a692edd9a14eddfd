// A table of chances against laws that have a formula.
#include "host/stats/chance_table.h"

#include <gtest/gtest.h>

#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

#include "host/base/problems.h"

namespace headroom {
namespace {

// P(Poisson(mean) >= orders).
ChanceLaw poisson_tail(double orders) {
  return [=](double mean) { return boost::math::gamma_p(orders, mean); };
}

double chance(const Chances& table, u64 time) {
  return double(chance_at<OneLane>(table.f, table.cubics.data(), time)) / double(kSurely);
}

void expect_close(double orders, double longest) {
  const ChanceLaw law = poisson_tail(orders);
  const Chances table = make_chance_table(law, time_of_orders(longest));
  EXPECT_LE(table.error, kTableError / 2);
  EXPECT_LE(table.relative_error, kTableRelativeError);
  u64 time = 12345;
  double before = 0;
  for (; time <= time_of_orders(longest); time += time_of_orders(longest) / 20'000) {
    const double p = law(mean_orders(time)), q = chance(table, time);
    ASSERT_NEAR(q, p, 1.1 * kTableError) << orders << " orders, time " << time;  // a table looks between nodes only
    if (p >= kSmallChance) {
      ASSERT_NEAR(q / p, 1, 2 * kTableRelativeError) << orders << " orders, time " << time;
    }
    ASSERT_GE(q, before - 1.5 * kTableError);
    before = q;
  }
  EXPECT_GT(before, 0.9);
}

TEST(ChanceTable, keeps_to_its_error_from_one_order_to_thousands) {
  for (const double orders : {1, 2, 5, 25, 50, 400, 3000}) expect_close(orders, orders + 8 * std::sqrt(orders));
}

TEST(ChanceTable, is_zero_until_chances_can_be_seen_and_stays_where_its_last_cell_ends) {
  const Chances table = make_chance_table(poisson_tail(400), time_of_orders(2000));
  ASSERT_GT(table.f.from, 0u);
  EXPECT_LT(poisson_tail(400)(mean_orders(table.f.from)), 1e-14);
  EXPECT_EQ(chance(table, 0), 0);
  EXPECT_EQ(chance(table, table.f.from), 0);
  EXPECT_NEAR(chance(table, kTimeLimit >> 20), 1, 2 * kTableError);
  EXPECT_NEAR(chance(table, ~u64(0) >> 2), 1, 2 * kTableError);
}

TEST(ChanceTable, ends_at_the_longest_time_that_there_is) {
  const Chances table = make_chance_table(poisson_tail(50), time_of_orders(30));
  for (const double mean : {29.9, 29.99, 30.0})
    EXPECT_NEAR(chance(table, time_of_orders(mean)), poisson_tail(50)(mean), 2 * kTableError);
  EXPECT_LT(chance(table, kTimeLimit), 0.01);
}

TEST(ChanceTable, refuses_what_jumps) {
  const ChanceLaw jump = [](double mean) { return mean < 20 ? 0.25 : 1.0; };
  EXPECT_THROW(make_chance_table(jump, time_of_orders(40)), RunError);
}

TEST(ChanceTable, turns_times_into_orders_and_back) {
  EXPECT_NEAR(mean_orders(1u << 20), std::log(2.0), 1e-6);
  for (const double mean : {0.5, 20.0, 1e5}) EXPECT_NEAR(mean_orders(time_of_orders(mean)), mean, 1e-6);
}

}  // namespace
}  // namespace headroom
