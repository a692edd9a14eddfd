// The layout of our own draws: no address says anything of another one. Seeds are fixed; bounds are those of a normal
// number that is passed once in 150,000 times, for some two dozen numbers.
#include <gtest/gtest.h>

#include "host/model/compiler.h"
#include "host/trial/order.h"
#include "tests/certificate/draw_battery.h"
#include "tests/certificate/size.h"
#include "tests/support/small_study.h"

namespace headroom {
namespace {

using namespace testing;

constexpr double kBound = 4.5;
constexpr u64 kAddresses = in_full<u64>(1 << 20, 1 << 14);

template <Purpose purpose>
Block<u32> ours(const Address& at) {
  const PhiloxKeys keys = keys_of_rounds({u32(at.seed), u32(at.seed >> 32)});
  return Draws<OneLane>(keys, at.trial, purpose, at.subject)(at.index);
}

std::vector<Finding> wrong(const std::vector<Finding>& all) {
  std::vector<Finding> some;
  for (const Finding& one : all)
    if (!(std::abs(one.z) < kBound)) some.push_back(one);
  return some;
}

std::string names(const std::vector<Finding>& all) {
  std::string text;
  for (const Finding& one : all) text += one.test + " " + std::to_string(one.z) + "; ";
  return text;
}

TEST(DrawLayout, neighbours_of_market_orders_have_nothing_in_common) {
  const auto found = wrong(battery(ours<Purpose::market>, kAddresses));
  EXPECT_TRUE(found.empty()) << names(found);
}

TEST(DrawLayout, nor_have_those_of_factors) {
  const auto found = wrong(battery(ours<Purpose::group_factor>, kAddresses));
  EXPECT_TRUE(found.empty()) << names(found);
}

TEST(DrawLayout, two_purposes_have_nothing_in_common) {
  PairTest pairs;
  for (u64 trial = 0; trial < kAddresses; ++trial)
    pairs.add(ours<Purpose::market>({1, trial, 0, 0}), ours<Purpose::global_factor>({1, trial, 0, 0}));
  const auto found = wrong(pairs.findings("market and global factor"));
  EXPECT_TRUE(found.empty()) << names(found);
}

// Planted defects.
TEST(DrawLayout, a_counter_used_for_two_destinations_would_be_found) {
  const auto reused = [](Address at) { return at.subject /= 2, ours<Purpose::market>(at); };
  EXPECT_FALSE(wrong(battery(reused, kAddresses)).empty());
}

TEST(DrawLayout, a_counter_used_by_two_orders_would_be_found) {
  const auto reused = [](Address at) { return at.index /= 2, ours<Purpose::market>(at); };
  EXPECT_FALSE(wrong(battery(reused, kAddresses)).empty());
}

TEST(DrawLayout, trials_cut_to_32_bits_would_be_found) {
  const auto cut = [](Address at) { return at.trial = u32(at.trial), ours<Purpose::market>(at); };
  EXPECT_FALSE(wrong(battery(cut, kAddresses)).empty());
}

TEST(DrawLayout, seeds_added_to_trials_would_be_found) {
  const auto added = [](Address at) { return at.trial += at.seed, at.seed = 0, ours<Purpose::market>(at); };
  EXPECT_FALSE(wrong(battery(added, kAddresses)).empty());
}

TEST(DrawLayout, a_generator_of_two_rounds_would_be_found) {
  const auto weak = [](const Address& at) {
    u32 low = u32(at.trial) * kPhiloxFirst ^ at.subject, high = at.index * kPhiloxSecond ^ u32(at.seed);
    return Block<u32>{{low, high, low + high, low ^ (high << 7)}};
  };
  EXPECT_FALSE(wrong(battery(weak, kAddresses)).empty());
}

// Rows against the shares that the study's words give: half and half of two chips, 0.3 and 0.7 of two routes.
double row_z(const CompiledStudy& study) {
  const Tables tables = study.tables();
  const Destination& place = tables.destinations[0];
  const u64 n = in_full<u64>(1 << 23, 1 << 17);
  std::vector<u64> counts(place.row_count);
  for (u64 trial = 0; trial < n; ++trial) {
    const Block<u32> block = Draws<OneLane>(tables.keys, trial, Purpose::market, place.code)(0);
    const OrderBits<u32> bits{block.word[0], block.word[1], block.word[2], block.word[3]};
    ++counts[row_at<u32>(tables, place, 0u, bits.row())];
  }
  double sum = 0;
  for (u32 r = 0; r < place.row_count; ++r) {
    const double expected = double(n) * 0.5 * (tables.rows[place.rows + r].route == kGeneral ? 0.3 : 0.7);
    sum += (double(counts[r]) - expected) * (double(counts[r]) - expected) / expected;
  }
  return (sum - 3) / std::sqrt(6.0);
}

CompiledStudy four_rows() {
  Study study = small_study(3);
  study.mixes["blend"] = {{{"A", {1}}, {"B", {1}}}};
  Stream& stream = add_stream(&study, "EST", 1, 45);
  stream.chips = "blend";
  stream.routes = {{route("general"), 0.3}, {route("lpp>general"), 0.7}};
  return compiled(study);
}

TEST(DrawLayout, rows_come_as_often_as_the_study_says) { EXPECT_LT(row_z(four_rows()), 6); }

TEST(DrawLayout, a_threshold_that_is_off_by_a_hundredth_would_be_found) {
  CompiledStudy study = four_rows();
  const Destination& place = study.destinations[0];
  const auto first = study.words.begin() + place.row_ends;
  *first += (1u << kRowBits) / 100;
  const std::vector<u64> guide = guide_of({first, first + place.row_count});
  std::copy(guide.begin(), guide.end(), study.wides.begin() + place.guides);
  EXPECT_GT(row_z(study), 6);
}

// Without factors destinations have nothing in common.
double pairs_z(const CompiledStudy& study) {
  const u64 n = in_full<u64>(1 << 17, 1 << 12);
  Tally tally(tally_shape(study.tables()));
  const std::atomic<bool> stop{false};
  make_cpu_engine("auto", 2)->run(study.tables(), {0, n}, stop, &tally);
  const u32 count = tally.shape.destinations;
  double sum = 0;
  for (u32 b = 1; b < count; ++b) {
    for (u32 a = 0; a < b; ++a) {
      const double p = double(exhausted_by(tally, a, tally.shape.months - 1)) / double(n),
                   q = double(exhausted_by(tally, b, tally.shape.months - 1)) / double(n);
      const double both = double(tally.counters[tally.shape.pair(a, b)]);
      const double variance = double(n) * p * (1 - p) * q * (1 - q);  // of the covariance of the marks
      sum += (both - double(n) * p * q) * (both - double(n) * p * q) / variance;
    }
  }
  const double pairs = count * (count - 1) / 2.0;
  return (sum - pairs) / std::sqrt(2 * pairs);
}

Study ten_places() {
  Study study = small_study(12);
  for (const char* iso3 : {"ARE", "BRA", "CHL", "CZE", "EST", "IND", "KEN", "MEX", "MYS", "POL"}) {
    Stream& stream = add_stream(&study, iso3, 4, 45);
    stream.chips = "C";
    stream.units_log_sd = 1.2;
    stream.units_max = 4'000;
  }
  return study;
}

TEST(Independence, destinations_without_factors_exhaust_by_themselves) {
  EXPECT_LT(std::abs(pairs_z(compiled(ten_places()))), kBound);
}

TEST(Independence, two_destinations_of_one_address_would_be_found) {
  CompiledStudy study = compiled(ten_places());
  study.destinations[3].code = study.destinations[2].code;
  EXPECT_GT(pairs_z(study), kBound);
}

TEST(Independence, a_faint_common_factor_would_be_found) {
  Study study = ten_places();
  study.factors = {0.8, 0.6, 0, std::nullopt, 0, {}};
  for (Stream& stream : study.streams) stream.beta_global = in_full(0.1, 0.3);
  EXPECT_GT(pairs_z(compiled(study)), kBound);
}

}  // namespace
}  // namespace headroom
