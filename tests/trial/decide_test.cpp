// Each rule with rows that straddle its thresholds.
#include <gtest/gtest.h>

#include <vector>

#include "host/trial/observer.h"
#include "host/trial/refuse.h"
#include "tests/support/small_study.h"

namespace headroom {
namespace {

using testing::route;

constexpr u64 kCap = 790'000'000, kLppCap = 26'900'000, kAllowance = 633'000'000;

// One destination whose routes use every rule, and a meter for each of two consignees.
class Decide : public ::testing::Test {
 protected:
  explicit Decide(GeneralTier1 reading = GeneralTier1::counts_only) {
    Study study = testing::small_study();
    study.regime.allocation.general_tier1 = reading;
    Stream& stream = testing::add_stream(&study, "IND", 1, 100);
    stream.consignees = 2;
    stream.routes = {{route("nveu>lpp>general"), 1}, {route("general_tier1"), 1}};
    study_ = testing::compiled(study);
    tables_ = study_.tables();
  }

  bool decide_one(u64 tpp, const std::string& by, u32 month = 0, u32 consignee = 0) {
    const Destination& place = tables_.destinations[0];
    const auto order = new_order<OneLane>(tpp, 1, code(by), consignee, 0, 0, 0);
    const auto now = cap_now<OneLane>(tables_, place, month, 1000 + month, false);
    Meters<OneLane> meters{{lpp_.data(), 1}, {nveu_.data(), 1}, {}, {}};
    out_.notes = {notes_.data(), 1};
    offered_ += tpp;
    NoObserver<OneLane> nobody;
    const RouteEnd<OneLane> tried = decide<OneLane>(tables_, place, order, true, now, &meters, &out_, &nobody);
    tally_refusal<OneLane>(place, !tried.allowed, tried.last_tried, tpp, &out_);
    return tried.allowed;
  }

  static u32 code(const std::string& by) {
    u32 code = 0, shift = 0;
    for (const Authorisation a : route(by)) {
      const RouteStep step = a == Authorisation::general         ? kGeneral
                             : a == Authorisation::general_tier1 ? kGeneralTier1
                             : a == Authorisation::lpp           ? kLpp
                                                                 : kNveu;
      code |= step << shift;
      shift += kStepBits;
    }
    return code;
  }

  CompiledStudy study_;
  Tables tables_{};
  std::vector<u64> lpp_ = std::vector<u64>(2), nveu_ = std::vector<u64>(2);
  std::vector<u64> notes_ = std::vector<u64>(kNoteRows);
  u64 offered_ = 0;
  Outcome<OneLane> out_;
};

TEST_F(Decide, general_counts_an_order_that_just_fills_the_cap) {
  EXPECT_TRUE(decide_one(kCap - 1, "general"));
  EXPECT_TRUE(decide_one(1, "general"));
  EXPECT_EQ(out_.used, kCap);
  EXPECT_EQ(out_.counted, 2u);
  EXPECT_EQ(out_.exhausted_month, kNever);
}

TEST_F(Decide, general_refuses_an_order_that_passes_the_cap_by_one) {
  EXPECT_TRUE(decide_one(kCap, "general", 3));
  EXPECT_FALSE(decide_one(1, "general", 7));
  EXPECT_EQ(out_.used, kCap);
  EXPECT_EQ(out_.orders(Decision::refused_cap), 1u);
  EXPECT_EQ(out_.tpp(Decision::refused_cap), 1u);
  EXPECT_EQ(out_.exhausted_month, 7u);
  EXPECT_EQ(out_.exhausted_with(kExhaustedAt), 1007u);
  EXPECT_EQ(out_.exhausted_with(kUsedBefore), kCap);
}

TEST_F(Decide, general_stays_exhausted_from_the_first_refusal_on) {
  EXPECT_FALSE(decide_one(kCap + 1, "general", 2));
  EXPECT_TRUE(decide_one(10, "general", 3));
  EXPECT_FALSE(decide_one(kCap, "general", 4));
  EXPECT_EQ(out_.exhausted_month, 2u);
  EXPECT_EQ(out_.exhausted_with(kUsedBefore), 0u);
  EXPECT_EQ(out_.used, 10u);
  EXPECT_EQ(out_.orders(Decision::refused_cap), 2u);
}

TEST_F(Decide, becomes_critical_at_nine_tenths_of_the_cap_and_not_before) {
  decide_one(kCap / 10 * 9 - 1, "general", 1);
  EXPECT_EQ(out_.critical_month, kNever);
  decide_one(1, "general", 5);
  EXPECT_EQ(out_.critical_month, 5u);
  decide_one(1, "general", 6);
  EXPECT_EQ(out_.critical_month, 5u);
}

TEST_F(Decide, lpp_holds_a_consignee_to_its_limit_of_the_calendar_year) {
  EXPECT_TRUE(decide_one(kLppCap, "lpp", 11));
  EXPECT_FALSE(decide_one(1, "lpp", 11));
  EXPECT_TRUE(decide_one(kLppCap, "lpp", 12));
  EXPECT_EQ(out_.lpp, 2u);
  EXPECT_EQ(out_.lpp_tpp, 2 * kLppCap);
  EXPECT_EQ(out_.orders(Decision::refused_lpp), 1u);
  EXPECT_EQ(out_.used, 0u);
  EXPECT_EQ(out_.exhausted_month, kNever);
}

TEST_F(Decide, lpp_keeps_consignees_a_part) {
  EXPECT_TRUE(decide_one(kLppCap, "lpp", 0, 0));
  EXPECT_TRUE(decide_one(kLppCap, "lpp", 0, 1));
  EXPECT_FALSE(decide_one(1, "lpp", 0, 0));
}

TEST_F(Decide, lpp_leaves_its_meter_untouched_by_an_order_that_goes_on) {
  EXPECT_TRUE(decide_one(kLppCap - 5, "lpp>general"));
  EXPECT_TRUE(decide_one(6, "lpp>general"));
  EXPECT_TRUE(decide_one(5, "lpp>general"));
  EXPECT_EQ(out_.lpp, 2u);
  EXPECT_EQ(out_.counted, 1u);
  EXPECT_EQ(out_.used, 6u);
}

TEST_F(Decide, nveu_grows_with_the_allowance_of_the_quarter) {
  EXPECT_TRUE(decide_one(kAllowance, "nveu", 2));
  EXPECT_FALSE(decide_one(1, "nveu", 2));
  EXPECT_TRUE(decide_one(316'500'000, "nveu", 3));
  EXPECT_FALSE(decide_one(1, "nveu", 5));
  EXPECT_EQ(out_.nveu, 2u);
  EXPECT_EQ(out_.orders(Decision::refused_nveu), 2u);
  EXPECT_EQ(out_.used, 0u);
}

TEST_F(Decide, a_chain_tries_each_authorisation_in_turn) {
  EXPECT_TRUE(decide_one(kAllowance, "nveu>lpp>general"));  // all of the allowance
  EXPECT_TRUE(decide_one(kLppCap, "nveu>lpp>general"));     // all of the exception
  EXPECT_TRUE(decide_one(kCap, "nveu>lpp>general"));        // all of the allocation
  EXPECT_FALSE(decide_one(1, "nveu>lpp>general"));
  EXPECT_EQ(out_.nveu, 1u);
  EXPECT_EQ(out_.lpp, 1u);
  EXPECT_EQ(out_.counted, 1u);
  EXPECT_EQ(out_.orders(Decision::refused_cap), 1u);
}

TEST_F(Decide, a_refusal_by_general_exhausts_even_if_a_later_authorisation_allows) {
  EXPECT_TRUE(decide_one(kCap, "general"));
  EXPECT_TRUE(decide_one(100, "general>lpp", 4));
  EXPECT_EQ(out_.lpp, 1u);
  EXPECT_EQ(out_.orders(Decision::refused_cap), 0u);
  EXPECT_EQ(out_.exhausted_month, 4u);
}

TEST_F(Decide, tier_1_counts_but_is_never_stopped_by_default) {
  EXPECT_TRUE(decide_one(kCap, "general_tier1", 1));
  EXPECT_EQ(out_.exhausted_month, kNever);
  EXPECT_TRUE(decide_one(1, "general_tier1", 2));
  EXPECT_EQ(out_.used, kCap + 1);
  EXPECT_EQ(out_.exhausted_month, 2u);
  EXPECT_EQ(out_.tier1, 2u);
  EXPECT_FALSE(decide_one(1, "general", 3));
}

TEST_F(Decide, keeps_the_conservation_law_of_tpp) {
  const char* routes[] = {"general", "lpp>general", "nveu>lpp>general", "general_tier1", "lpp", "nveu"};
  u64 x = 1;
  for (u32 i = 0; i < 2000; ++i) {
    x = x * 6364136223846793005ull + 1442695040888963407ull;
    decide_one((x >> 40) % 3'000'000, routes[(x >> 33) % 6], i * 36 / 2000, u32(x >> 20) & 1);
    add_up_counted<OneLane>(tables_, tables_.destinations[0], &out_);
    EXPECT_EQ(offered_, out_.offered());
  }
}

class DecideStopped : public Decide {
 protected:
  DecideStopped() : Decide(GeneralTier1::stopped) {}
};

TEST_F(DecideStopped, tier_1_is_refused_past_the_cap_like_any_licence) {
  EXPECT_TRUE(decide_one(kCap, "general_tier1", 1));
  EXPECT_FALSE(decide_one(1, "general_tier1", 2));
  EXPECT_EQ(out_.used, kCap);
  EXPECT_EQ(out_.orders(Decision::refused_cap), 1u);
  EXPECT_EQ(out_.exhausted_month, 2u);
}

class DecideExempt : public Decide {
 protected:
  DecideExempt() : Decide(GeneralTier1::exempt) {}
};

TEST_F(DecideExempt, tier_1_leaves_the_meter_alone) {
  EXPECT_TRUE(decide_one(kCap + 1, "general_tier1"));
  EXPECT_EQ(out_.used, 0u);
  EXPECT_EQ(out_.tier1_tpp, kCap + 1);
  EXPECT_EQ(out_.exhausted_month, kNever);
}

}  // namespace
}  // namespace headroom
