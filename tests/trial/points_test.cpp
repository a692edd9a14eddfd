// Sobol' points: Joe and Kuo's, scrambled so that every elementary interval keeps what it holds. All assertions are of
// integers, but for the law of the factors.
#include "host/trial/points.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/random/sobol.hpp>
#include <cmath>
#include <map>

#include "host/stats/sobol.h"
#include "tests/support/rich_study.h"

namespace headroom {
namespace {

constexpr u32 kCoordinates = 40;

class SobolPoints : public ::testing::Test {
 protected:
  std::vector<u32> directions_ = sobol_directions(kCoordinates);

  u32 plain(u32 coordinate, u32 point) const {
    return with_bits_reversed(sobol_word(directions_.data() + coordinate * kPointBits, point));
  }
  // Any key: two numbers that have nothing to do with each other.
  u32 scrambled_word(u32 coordinate, u32 point, u32 key) const {
    const u32 reversed = sobol_word(directions_.data() + coordinate * kPointBits, point);
    return with_bits_reversed(scrambled(reversed, (key + coordinate) * 0x9E3779B9u, (key - coordinate) * 0x85EBCA6Bu));
  }

  // How many of 2^m points from `first` on each box of 2^x by 2^y holds, most crowded box first.
  template <class Word>
  static std::vector<u32> crowds(u32 first, u32 m, u32 x, u32 y, Word word) {
    std::vector<u32> boxes(u64(1) << (x + y));
    const auto top = [](u32 w, u32 bits) { return bits ? w >> (32 - bits) : 0; };
    for (u32 i = 0; i < 1u << m; ++i) ++boxes[top(word(0, first + i), x) << y | top(word(1, first + i), y)];
    std::sort(boxes.begin(), boxes.end(), std::greater<>());
    return boxes;
  }
};

TEST_F(SobolPoints, begin_as_Joe_and_Kuo_have_them) {
  const u32 published[4][3] = {{0, 0, 0},  // by point; Q32
                               {0x80000000u, 0x80000000u, 0x80000000u},
                               {0x40000000u, 0xC0000000u, 0xC0000000u},
                               {0xC0000000u, 0x40000000u, 0x40000000u}};
  for (u32 point = 0; point < 4; ++point)
    for (u32 c = 0; c < 3; ++c) EXPECT_EQ(plain(c, point), published[point][c]);
}

TEST_F(SobolPoints, are_those_of_Boost_in_the_order_of_their_numbers) {
  boost::random::sobol_engine<u32, 32> boost_points(kCoordinates);
  const auto compare = [&](u32 n) {  // Boost leaves out point 0 and goes by the Gray code
    for (u32 c = 0; c < kCoordinates; ++c) ASSERT_EQ(plain(c, n ^ (n >> 1)), boost_points()) << n << ", " << c;
  };
  for (u32 n = 1; n <= 3000; ++n) compare(n);
  const u32 far = 0xFFFFF000u;
  boost_points.seed(far - 1);
  for (u32 n = far; n < far + 100; ++n) compare(n);
}

// Another release of the library with other numbers would change the trials.
TEST_F(SobolPoints, have_the_direction_numbers_that_they_always_had) {
  u64 digest = 0;
  for (const u32 number : sobol_directions(121)) digest = (digest ^ number) * 0x100000001b3ull;
  EXPECT_EQ(digest, 0xfea64de43a08a8c6u);
}

TEST_F(SobolPoints, scrambled_stand_one_in_each_cell_of_every_coordinate) {
  for (u32 c = 0; c < kCoordinates; ++c)
    for (const u32 m : {1u, 4u, 9u})
      for (const u32 block : {0u, 5u}) {
        const std::vector<u32> one(u64(1) << m, 1);
        EXPECT_EQ(crowds(block << m, m, 0, m, [&](u32 axis, u32 i) { return axis ? scrambled_word(c, i, 7) : 0; }), one)
            << c << ", " << m;
      }
}

TEST_F(SobolPoints, scrambled_fill_every_box_of_neighbouring_coordinates_as_before) {
  for (u32 c = 0; c + 1 < kCoordinates; ++c)
    for (const u32 m : {6u, 10u})
      for (u32 x = 0; x <= m; ++x) {
        const auto before = crowds(0, m, x, m - x, [&](u32 axis, u32 i) { return plain(c + axis, i); });
        const auto after = crowds(0, m, x, m - x, [&](u32 axis, u32 i) { return scrambled_word(c + axis, i, 99); });
        ASSERT_EQ(before, after) << c << ", " << m << ", " << x;
        if (c > 0) continue;
        EXPECT_EQ(after, std::vector<u32>(u64(1) << m, 1)) << "the first two are a (0, 2)-sequence";
      }
}

// The definition of a nested scramble: two words part at the same bit as before.
TEST(Scramble, parts_words_where_they_parted) {
  u32 a = 1, b = 2;
  for (u32 i = 0; i < 20'000; ++i) {
    a = a * 1664525u + 1013904223u;
    b = i % 3 ? a ^ (1u << i % 32) : b * 22695477u + 1u;
    const auto of = [&](u32 x) { return with_bits_reversed(scrambled(with_bits_reversed(x), i * 0x9E3779B9u, a ^ b)); };
    if (a == b) continue;
    ASSERT_EQ(leading_zeros(of(a) ^ of(b)), leading_zeros(a ^ b));
  }
}

// So that means are unbiased: whatever the point and the factor, 2^8 shifts lead to each of 2^8 cells once.
TEST(Scramble, takes_a_word_everywhere_alike) {
  for (u32 i = 0; i < 200; ++i) {
    std::vector<u32> cells(256);
    for (u32 shift = 0; shift < 256; ++shift)
      ++cells[with_bits_reversed(scrambled(i * 0x85EBCA6Bu, shift | i << 8, i * 0x9E3779B9u)) >> 24];
    ASSERT_EQ(cells, std::vector<u32>(256, 1));
  }
}

// Of one bit that is kept or not and the next below it, over keys: both halves as often, and neither tells the other.
TEST(Scramble, turns_each_bit_over_by_itself) {
  constexpr u32 kKeys = 20'000;
  const double bound = 4.5 * std::sqrt(kKeys / 4.0);
  const PhiloxKeys keys = keys_of_rounds({1, 2});
  for (const u32 word : {0u, 0xFFFFFFFFu, 0x12345678u})
    for (u32 bit = 0; bit + 1 < 32; ++bit) {
      u32 turned = 0, alike = 0;
      for (u32 k = 0; k < kKeys; ++k) {
        const Block<u32> key = philox4x32_10<u32>({{k, 0, 0, 0}}, keys);
        const u32 change = word ^ scrambled(word, key.word[0], key.word[1]);
        turned += (change >> bit) & 1u;
        alike += ~((change >> bit) ^ (change >> (bit + 1))) & 1u;
      }
      EXPECT_NEAR(turned, kKeys / 2.0, bound) << bit;
      EXPECT_NEAR(alike, kKeys / 2.0, bound) << bit;
    }
}

// And all of it together is as random as Owen's: a mean of the coordinate itself over n points has the variance
// 1 / (12 n^3), exactly; without bits below the first m that move by themselves it would be another.
TEST_F(SobolPoints, scrambled_have_the_variance_of_a_full_scramble) {
  constexpr u32 kKeys = 2000;
  const PhiloxKeys keys = keys_of_rounds({3, 4});
  for (const u32 n : {16u, 256u}) {
    double square = 0;
    for (u32 k = 0; k < kKeys; ++k) {
      const Block<u32> key = philox4x32_10<u32>({{k, 0, 0, 0}}, keys);
      double error = -0.5;
      for (u32 i = 0; i < n; ++i) {
        const u32 reversed = sobol_word(directions_.data(), i);
        error += (with_bits_reversed(scrambled(reversed, key.word[0], key.word[1])) + 0.5) / 4294967296.0 / n;
      }
      square += error * error / kKeys;
    }
    EXPECT_NEAR(square * 12 * n * n * n, 1, 4.5 * std::sqrt(2.0 / kKeys)) << n;
  }
}

class PointFactors : public ::testing::Test {
 protected:
  static Points of(const Tables& tables, u32 replicate_bits, std::vector<u32>* directions) {
    *directions = sobol_directions(point_coordinates(tables));
    return {replicate_bits, point_coordinates(tables), directions->data()};
  }
  static std::vector<u32> path(const Tables& tables, const Points& points, u64 trial) {
    std::vector<u32> words(factor_path_length(tables));
    const FactorPath<OneLane> to{words.data(), 1, tables.quarters};
    make_factors<OneLane>(tables, PointWords<OneLane, u64>(tables, points, trial), to);
    return words;
  }
};

TEST_F(PointFactors, give_each_kind_of_factor_and_quarter_a_coordinate_of_its_own) {
  for (const int student_t : {0, 5}) {
    Study study = testing::rich_study(12);
    study.factors.student_t = student_t;
    const CompiledStudy compiled = testing::compiled(study);
    const Tables tables = compiled.tables();
    std::map<u32, int> uses;
    if (student_t) ++uses[0];
    for (const Purpose factor : {Purpose::global_factor, Purpose::group_factor, Purpose::own_factor})
      for (u32 q = 0; q < tables.quarters; ++q) ++uses[coordinate_of(tables, factor, q)];
    ASSERT_EQ(uses.size(), point_coordinates(tables));
    EXPECT_EQ(uses.rbegin()->first, point_coordinates(tables) - 1);
    EXPECT_EQ(point_coordinates(tables), 36u + (student_t ? 1 : 0));
  }
}

TEST_F(PointFactors, come_from_the_point_and_the_key_that_the_trial_says) {
  const CompiledStudy compiled = testing::compiled(testing::rich_study(12, 5));
  const Tables tables = compiled.tables();
  std::vector<u32> directions;
  const Points points = of(tables, 4, &directions);
  const u64 trial = 1234 * 16 + 11;  // point 1234 of replicate 11
  const PointWords<OneLane, u64> words(tables, points, trial);
  const auto word = [&](u32 coordinate, Purpose scramble, u32 subject, u32 index, u32 first) {
    const Block<u32> key = Draws<OneLane>(tables.keys, 11, scramble, subject)(index);
    const u32 reversed = sobol_word(directions.data() + coordinate * kPointBits, 1234u);
    return with_bits_reversed(scrambled(reversed, key.word[first], key.word[first + 1]));
  };
  EXPECT_EQ(words.of_scale(), word(0, Purpose::scramble_student_t, 0, 0, 0));
  auto global = words.of(Purpose::global_factor, 0), group = words.of(Purpose::group_factor, 77),
       own = words.of(Purpose::own_factor, 77);
  for (u32 q = 0; q < tables.quarters; ++q) {
    EXPECT_EQ(global(q), word(1 + 3 * q, Purpose::scramble_global, 0, q / 2, 2 * (q % 2)));
    EXPECT_EQ(group(q), word(2 + 3 * q, Purpose::scramble_group, 77, q / 2, 2 * (q % 2)));
    EXPECT_EQ(own(q), word(3 + 3 * q, Purpose::scramble_own, 77, q / 2, 2 * (q % 2)));
  }
}

TEST_F(PointFactors, of_a_group_more_leave_the_others_as_they_were) {
  Study study = testing::rich_study(6);
  const CompiledStudy before = testing::compiled(study);
  study.factors.groups["AAA"] = {"CZE"};
  study.streams[6].beta_region = study.streams[7].beta_region = 0.3;
  const CompiledStudy after = testing::compiled(study);
  const Tables a = before.tables(), b = after.tables();
  ASSERT_EQ(b.group_count, a.group_count + 1);
  std::vector<u32> first, second;
  const std::vector<u32> x = path(a, of(a, 3, &first), 77), y = path(b, of(b, 3, &second), 77);
  for (u32 q = 0; q < a.quarters; ++q) {
    EXPECT_EQ(x[q], y[q]);
    for (u32 f = 1; f < a.factor_count(); ++f) EXPECT_EQ(x[f * a.quarters + q], y[(f + 1) * a.quarters + q]);
  }
}

// Mean and variance of each factor in each quarter err by a tenth of what as many random trials would do; so do
// products of the global factor, a group and an own one. Replicates are independent: those of two groups, which share
// coordinates, have a mean of 0 over them.
TEST_F(PointFactors, have_the_law_of_the_factors) {
  Study study = testing::rich_study(12);
  study.factors.correlation_with_global = 0;
  const CompiledStudy compiled = testing::compiled(study);
  const Tables tables = compiled.tables();
  std::vector<u32> directions;
  const Points points = of(tables, 4, &directions);
  constexpr u64 kTrials = 1u << 16;
  const u32 group = 1, other = 2, own = 1 + tables.group_count;
  const u32 quarters[] = {0, 1, 11};
  struct Sums {
    double mean = 0, square = 0, with_group = 0, with_own = 0, groups = 0;
  } sums[3];
  for (u64 trial = 0; trial < kTrials; ++trial) {
    const std::vector<u32> words = path(tables, points, trial);
    for (u32 i = 0; i < 3; ++i) {
      const auto z = [&](u32 f) { return i32(words[f * tables.quarters + quarters[i]]) / 16777216.0; };
      sums[i].mean += z(0) / kTrials;
      sums[i].square += z(0) * z(0) / kTrials;
      sums[i].with_group += z(0) * z(group) / kTrials;
      sums[i].with_own += z(own) * z(group) / kTrials;
      sums[i].groups += z(group) * z(other) / kTrials;
    }
  }
  const double random = 4.5 * std::sqrt(2.0 / kTrials), of_replicates = 4.5 / std::sqrt(16);
  for (const Sums& of : sums) {
    EXPECT_NEAR(of.mean, 0, random / 10);
    EXPECT_NEAR(of.square, 1, random / 10);
    EXPECT_NEAR(of.with_group, 0, random / 3);
    EXPECT_NEAR(of.with_own, 0, random / 3);
    EXPECT_NEAR(of.groups, 0, of_replicates);
  }
}

}  // namespace
}  // namespace headroom
