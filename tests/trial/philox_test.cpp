#include "host/trial/philox.h"

#include <gtest/gtest.h>

#include "host/engine/known_answers.h"
#include "host/trial/draws.h"
#include "host/trial/tables.h"

namespace headroom {
namespace {

constexpr bool equal(const Block<u32>& a, const Block<u32>& b) {
  return a.word[0] == b.word[0] && a.word[1] == b.word[1] && a.word[2] == b.word[2] && a.word[3] == b.word[3];
}

static_assert(equal(philox4x32_10(kPublishedPhilox[0].counter, keys_of_rounds(kPublishedPhilox[0].key)),
                    kPublishedPhilox[0].result));
static_assert(equal(philox4x32_10(kPublishedPhilox[1].counter, keys_of_rounds(kPublishedPhilox[1].key)),
                    kPublishedPhilox[1].result));
static_assert(equal(philox4x32_10(kPublishedPhilox[2].counter, keys_of_rounds(kPublishedPhilox[2].key)),
                    kPublishedPhilox[2].result));

TEST(Philox, gives_the_published_answers_at_run_time) {
  for (const PublishedAnswer& answer : kPublishedPhilox) {
    volatile u32 seed = answer.key.low;  // keeps the compiler from working it out
    const Block<u32> block = philox4x32_10(answer.counter, keys_of_rounds({seed, answer.key.high}));
    for (int i = 0; i < 4; ++i) {
      EXPECT_NE(answer.result.word[i], 0u);
      EXPECT_EQ(block.word[i], answer.result.word[i]);
    }
  }
}

TEST(Draws, put_the_address_where_the_picture_says) {
  const u64 trial = 0x0123456789abcdefull;
  const PhiloxKeys keys = keys_of_rounds({7, 9});
  const Draws<OneLane> draw(keys, trial, Purpose::book, 0xfeedbeefu);
  const auto expected = philox4x32_10<u32>({{(7u << 24) | 42u, 0xfeedbeefu, 0x89abcdefu, 0x01234567u}}, keys);
  EXPECT_TRUE(equal(draw(42), expected));
}

TEST(Draws, of_two_purposes_never_share_a_counter) {
  const Purpose all[] = {Purpose::market,         Purpose::global_factor, Purpose::group_factor,
                         Purpose::own_factor,     Purpose::student_t,     Purpose::book,
                         Purpose::project,        Purpose::arrangement,   Purpose::divert,
                         Purpose::company,        Purpose::home_slip,     Purpose::scramble_global,
                         Purpose::scramble_group, Purpose::scramble_own,  Purpose::scramble_student_t};
  const u32 largest_index = (1u << kIndexBits) - 1;
  for (const Purpose a : all) {
    EXPECT_GT(u32(a), 0u);
    EXPECT_LT(u32(a), 256u);
    for (const Purpose b : all) {
      if (a != b) {
        EXPECT_NE((u32(a) << kIndexBits) | largest_index, (u32(b) << kIndexBits) | largest_index);
        EXPECT_GT((u32(a) << kIndexBits) ^ (u32(b) << kIndexBits), largest_index);
      }
    }
  }
  EXPECT_LE(kMaxOrders, largest_index);
  EXPECT_LE(kMaxClusters, largest_index);
}

TEST(Draws, of_one_order_use_64_bits_once_each) {
  for (int bit = 0; bit < 32; ++bit) {
    const OrderBits<u32> a{1u << bit, 0, 0, 0}, b{0, 1u << bit, 0, 0};
    EXPECT_EQ((a.gap() != 0) + (a.row() != 0) + (a.size() != 0), 1) << bit;
    EXPECT_EQ((b.gap() != 0) + (b.row() != 0) + (b.size() != 0), 1) << bit;
  }
  const OrderBits<u32> full{~0u, ~0u, 0, 0};
  EXPECT_EQ(full.gap(), (1u << 30) - 1);
  EXPECT_EQ(full.row(), (1u << kRowBits) - 1);
  EXPECT_EQ(full.size(), kSizes - 1);
}

}  // namespace
}  // namespace headroom
