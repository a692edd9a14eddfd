// Routes, the regime's questions, and the catalogue.
#include <gtest/gtest.h>

#include "host/model/regime.h"
#include "host/model/route_text.h"

namespace headroom {
namespace {

TEST(Route, reads_back_as_it_was_written) {
  for (const char* text : {"general", "lpp>general", "nveu>lpp>general", "uveu", "exempt", "general_tier1"}) {
    EXPECT_EQ(to_string(read_route(text).route), text);
  }
}

TEST(Route, is_unmetered_when_it_is_uveu_or_exempt) {
  EXPECT_TRUE(is_metered(read_route("lpp>general").route));
  EXPECT_FALSE(is_metered(read_route("uveu").route));
  EXPECT_FALSE(is_metered(read_route("exempt").route));
}

TEST(Route, shares_keep_their_weights_as_typed) {
  const auto [shares, message] = read_route_shares("general:3;lpp>general:1");
  EXPECT_EQ(message, "");
  ASSERT_EQ(shares.size(), 2u);
  EXPECT_EQ(shares[0].weight, 3);
  EXPECT_EQ(to_string(shares[1].route), "lpp>general");
}

Regime bundled_regime(Catalogue& catalogue) {
  Problems problems;
  catalogue = load_catalogue(Folder::bundled(""), problems);
  Regime regime = load_regime(Folder::bundled("regimes/ai-diffusion-2025"), catalogue, problems);
  EXPECT_TRUE(problems.ok());
  return regime;
}

TEST(Regime, says_what_the_rule_says) {
  Catalogue catalogue;
  const Regime regime = bundled_regime(catalogue);
  EXPECT_EQ(regime.name, "ai-diffusion-2025");
  EXPECT_EQ(regime.window_start, (YearMonth{2025, 1}));
  EXPECT_EQ(regime.window_months, 36);
  EXPECT_EQ(regime.allocation.cap_tpp, 790000000u);
  EXPECT_EQ(regime.allocation.critical, 0.9);
  EXPECT_EQ(regime.allocation.general_tier1, GeneralTier1::counts_only);
  EXPECT_EQ(regime.lpp_cap_tpp, 26900000u);
  EXPECT_EQ(regime.tier("DEU").tier, 1);
  EXPECT_EQ(regime.tier("IND").tier, 2);
  EXPECT_EQ(regime.tier("CHN").tier, 3);
  EXPECT_NE(regime.tier("IND").paragraph, "");
}

TEST(Regime, counts_chips_of_its_classes_that_no_exception_takes) {
  Catalogue catalogue;
  const Regime regime = bundled_regime(catalogue);
  EXPECT_TRUE(regime.counts(*catalogue.chip("H100")));
  Chip chip = *catalogue.chip("H100");
  chip.nac_aca_eligible = true;
  EXPECT_FALSE(regime.counts(chip));
  chip.nac_aca_eligible = false;
  chip.chip_class = "none";
  EXPECT_FALSE(regime.counts(chip));
}

TEST(Regime, an_allowance_is_that_of_the_quarter_and_the_last_holds_on) {
  Catalogue catalogue;
  const Regime regime = bundled_regime(catalogue);
  EXPECT_EQ(regime.nveu_allowance({2024, 12}), 0u);
  EXPECT_EQ(regime.nveu_allowance({2025, 1}), 633000000u);
  EXPECT_EQ(regime.nveu_allowance({2025, 3}), 633000000u);
  EXPECT_EQ(regime.nveu_allowance({2025, 4}), 949500000u);
  EXPECT_EQ(regime.nveu_allowance({2099, 1}), regime.nveu.back().tpp);
}

TEST(Catalogue, finds_countries_and_chips_by_their_ids) {
  Catalogue catalogue;
  bundled_regime(catalogue);
  EXPECT_EQ(catalogue.country("XKX")->name, "Kosovo");
  EXPECT_EQ(catalogue.country("ZZZ"), nullptr);
  EXPECT_EQ(catalogue.chip("MI300X")->tpp, 20919u);  // 20919.2, rounded
  EXPECT_EQ(catalogue.chip("mi300x"), nullptr);
}

}  // namespace
}  // namespace headroom
