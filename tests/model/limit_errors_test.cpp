// What is said of limits of products and consignees with a mistake in them, and of studies that do not fit a regime.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/model/study_folder.h"

namespace headroom::test {
namespace {

const std::string kLimitText = R"([regime]
name   = "rules"
window = { start = 2025-01-01, months = 36 }

[tiers]
table = "tiers.csv"

[allocation]
classes = ["3A090.a"]

[product_limit]
destinations = ["CHN", "MAC"]
tpp_below = 21_000
bandwidth_below_gbs = 6_500
us_share = 0.50

[consignee_limit]
simple_review_tpp = 60_000_000
cap_tpp = 12_000_000_000
)";
const std::string kOneChina = "CHN,cloud,1,0.3,100,1.0,1000,H200,general:1,2,1,0.4,0.3\n";
const std::string kShipmentsHeader = "chip,month,units\n";

// The small study under the regime above with the bundled tiers.
void write_rules(const StudyFolder& folder, const std::string& regime = kLimitText) {
  folder.write("study.toml", edited(kStudyText, {"ai-diffusion-2025", "rules", ""}));
  folder.write("rules/regime.toml", regime);
  folder.write("rules/tiers.csv", bundled_text("regimes/ai-diffusion-2025/tiers.csv"));
}

TEST(LimitErrors, a_regime_of_the_users_own_loads) {
  StudyFolder folder;
  write_rules(folder);
  EXPECT_EQ(folder.errors(), "");
  const Regime regime = folder.load().study.regime;
  EXPECT_FALSE(regime.allocation.cap_tpp.has_value());
  EXPECT_EQ(regime.product_limit->destinations, (std::vector<std::string>{"CHN", "MAC"}));
  EXPECT_EQ(regime.product_limit->tpp_below, 21000u);
  EXPECT_EQ(regime.product_limit->bandwidth_below_gbs, 6500);
  EXPECT_EQ(regime.product_limit->us_share, 0.5);
  EXPECT_EQ(regime.consignee_limit->cap_tpp, 12'000'000'000u);
  EXPECT_EQ(regime.consignee_limit->simple_review_tpp, 60'000'000u);
}

TEST(LimitErrors, every_key_is_checked) {
  const std::vector<Edit> edits = {
      {R"("MAC")", R"("MCA", "CHN", "IND")",
       R"(rules/regime.toml:12:24: unknown destination 'MCA'; did you mean 'LCA'?
rules/regime.toml:12:31: destination 'CHN' stands twice; name it once
rules/regime.toml:12:38: IND is a Tier 2 destination; a product limit opens Tier 3 destinations, where all else is denied)"},
      {R"(["CHN", "MAC"])", "[]",
       R"(rules/regime.toml:12:16: product_limit.destinations is an empty list; name one destination)"},
      {"tpp_below = 21_000", "tpp_below = 0",
       "rules/regime.toml:13:13: product_limit.tpp_below is 0; it must be a whole number between 1 and 4294967294"},
      {"bandwidth_below_gbs = 6_500", "bandwidth_below_gbs = -1",
       "rules/regime.toml:14:23: product_limit.bandwidth_below_gbs is -1; it must be a number between 0 and "
       "1000000000"},
      {"us_share = 0.50", "us_share = 1.5",
       "rules/regime.toml:15:12: product_limit.us_share is 1.5; it must be a number between 0 and 1"},
      {"us_share = 0.50", "share = 0.50",
       "rules/regime.toml:11:1: product_limit.us_share is missing; add it\n"
       "rules/regime.toml:15:1: unknown key 'share'; known here are bandwidth_below_gbs, destinations, tpp_below, "
       "us_share"},
      {"cap_tpp = 12_000_000_000", "", "rules/regime.toml:17:1: consignee_limit.cap_tpp is missing; add it"},
      {"cap_tpp = 12_000_000_000", "cap_tpp = 59_999_999",
       "rules/regime.toml:18:21: consignee_limit.simple_review_tpp is 60000000; it must be at most cap_tpp, 59999999"},
      {"[allocation]", "[allocation]\ncap_tpp = 790_000_000",
       "rules/regime.toml:18:1: regime has both consignee_limit and allocation.cap_tpp; leave one of them out"},
      {"[allocation]", "[allocation]\nmax_multiplier = 2.0",
       "rules/regime.toml:8:1: allocation.cap_tpp is missing; add it"},
      {"[product_limit]", "[lpp]\ncap_tpp = 26_900_000\n[product_limit]",
       "rules/regime.toml:11:1: lpp is an exception from an allocation, and allocation.cap_tpp is missing; add it or "
       "leave lpp out"},
  };
  for (const Edit& edit : edits) {
    SCOPED_TRACE(edit.from + " -> " + edit.to);
    StudyFolder folder;
    write_rules(folder, edited(kLimitText, edit));
    EXPECT_EQ(folder.errors(), edit.expected);
  }
}

TEST(LimitErrors, several_mistakes_are_told_at_once) {
  StudyFolder folder;
  write_rules(folder, edited(edited(kLimitText, {"0.50", "-1", ""}), {"12_000_000_000", "0", ""}));
  EXPECT_EQ(folder.errors(),
            "rules/regime.toml:15:12: product_limit.us_share is -1; it must be a number between 0 and 1\n"
            "rules/regime.toml:19:11: consignee_limit.cap_tpp is 0; it must be a whole number between 1 and "
            "8796093022208");
}

TEST(LimitErrors, shipments_are_checked) {
  const std::vector<Case> cases = {
      {"H2000,2025-13,-1\n",
       "us_shipments.csv:2:1: unknown chip 'H2000'; did you mean 'H200'?\n"
       "us_shipments.csv:2:7: month is '2025-13'; it must be a month such as 2026-03\n"
       "us_shipments.csv:2:15: units is '-1'; it must be a whole number between 0 and 4294967295"},
      {"H200,2024-12,1\nH200,2028-01,1\n",
       "us_shipments.csv:2:6: month is 2024-12; it must lie within the window of regime 'rules', 2025-01 to 2027-12\n"
       "us_shipments.csv:3:6: month is 2028-01; it must lie within the window of regime 'rules', 2025-01 to 2027-12"},
      {"H200,2025-01,1\nH200,2025-01,2\n",
       "us_shipments.csv:3:6: second row of H200 in 2025-01, after line 2; keep one row"},
      {"GB300,2025-01,4294967295\n",
       "us_shipments.csv:2:15: the shipments of GB300 add up to 257698037700000 TPP; they may come to at most "
       "8796093022208 (2^43)"},
      {"H200,2025-01\n", "us_shipments.csv:2:1: row has 2 fields; the header has 3"},
  };
  for (const Case& one : cases) {
    SCOPED_TRACE(one.input);
    StudyFolder folder;
    write_rules(folder);
    folder.write("market.csv", kMarketHeader + kOneChina);
    folder.write("us_shipments.csv", kShipmentsHeader + one.input);
    EXPECT_EQ(folder.errors(), one.expected);
  }
}

TEST(LimitErrors, a_chip_without_a_row_is_told_and_a_study_without_the_file_refused) {
  StudyFolder folder;
  write_rules(folder);
  folder.write("market.csv", kMarketHeader + kOneChina);
  EXPECT_EQ(
      folder.errors(),
      "us_shipments.csv: regime 'rules' limits licences to CHN by shipments to US end users, which the study does "
      "not say; add the file with chip,month,units");
  folder.write("us_shipments.csv", kShipmentsHeader + "H100,2025-01,5\n");
  EXPECT_EQ(folder.errors(), "");
  EXPECT_EQ(folder.warnings(), "us_shipments.csv: no row for H200; the limit is 0 and every order for it is refused");
  folder.write("us_shipments.csv", kShipmentsHeader + "H200,2025-01,5\n");
  EXPECT_EQ(folder.warnings(), "");
}

TEST(LimitErrors, destinations_that_share_a_limit_are_told_apart_by_no_meter) {
  StudyFolder folder;
  write_rules(folder);
  folder.write("market.csv", kMarketHeader + kOneChina + edited(kOneChina, {"CHN", "MAC", ""}));
  folder.write("us_shipments.csv", kShipmentsHeader + "H200,2025-01,5\n");
  EXPECT_EQ(
      folder.errors(),
      "regime 'rules' sets one limit for CHN and MAC together, and meters are kept by destination; send that demand "
      "to one of them");
}

TEST(LimitErrors, a_chip_of_unknown_bandwidth_stays_denied) {
  StudyFolder folder;
  write_rules(folder);
  folder.write("study.toml", edited(kStudyText, {"ai-diffusion-2025", "rules", ""}) + "[chip.OWN]\ntpp = 9000\n");
  folder.write("market.csv", kMarketHeader + edited(kOneChina, {"H200", "OWN", ""}));
  EXPECT_EQ(folder.errors(), "");
  EXPECT_EQ(folder.warnings(), "no mem_bw_gbs is known of OWN; it stays denied to CHN and MAC");
  folder.write("study.toml",
               edited(kStudyText, {"ai-diffusion-2025", "rules", ""}) + "[chip.OWN]\ntpp = 9000\nmem_bw_gbs = 900\n");
  folder.write("us_shipments.csv", kShipmentsHeader + "OWN,2025-01,5\n");
  EXPECT_EQ(folder.errors(), "");
  EXPECT_EQ(folder.warnings(), "");
}

TEST(LimitErrors, a_divert_across_the_product_limit_is_refused) {
  StudyFolder folder;
  write_rules(folder);
  folder.write("study.toml", edited(kStudyText, {"ai-diffusion-2025", "rules", ""}) +
                                 "[[divert]]\nfrom = \"IND\"\nto = \"CHN\"\nprobability = 0.1\n");
  EXPECT_EQ(folder.errors(),
            "study.toml:8:1: regime 'rules' lets orders to CHN and MAC come case by case from the United States alone; "
            "leave this divert out");
}

TEST(LimitErrors, positions_of_products_and_consignees_are_read) {
  const std::vector<Case> cases = {
      {"product,CHN,H200,,5\nconsignee,IND,cloud/2,,12000000000\n", ""},
      {"product,IND,H200,,5\n", "position.csv:2:9: IND has no product limit; the regime sets them for CHN and MAC"},
      {"product,CHN,H2000,,5\n", "position.csv:2:13: unknown chip 'H2000'; did you mean 'H200'?"},
      {"consignee,IND,cloud/3,,5\n",
       "position.csv:2:15: 'cloud/3' is no consignee in IND; give one of book.csv, or STREAM/1, STREAM/2, ..."},
      {"consignee,IND,cloud/2,,12000000001\n",
       "position.csv:2:24: used_tpp is 12000000001; the limit at the start is 12000000000"},
      {"allocation,IND,,,5\n",
       "position.csv:2:1: position of kind allocation fills a meter, which regime 'rules' does not have; leave it out"},
  };
  for (const Case& one : cases) {
    SCOPED_TRACE(one.input);
    StudyFolder folder;
    write_rules(folder);
    folder.write("market.csv", kMarketHeader + kOneChina + kMarketRow);
    folder.write("us_shipments.csv", kShipmentsHeader + "H200,2025-01,5\n");
    folder.write("position.csv", "kind,destination,who,year,used_tpp\n" + one.input);
    EXPECT_EQ(folder.errors(), one.expected);
  }
}

// A study written for the AI Diffusion framework with all that other regimes lack.
void write_foreign_study(const StudyFolder& folder, const std::string& in_study) {
  folder.write("study.toml", edited(kStudyText, {"seed = 7", "seed = 7" + in_study, ""}) +
                                 "[[arrangement]]\ndestination = \"SAU\"\nmultiplier = 2\nmonth_probabilities = { "
                                 "\"2026-01\" = 0.5 }\n[[scenario]]\nname = \"x\"\nregime = { lpp = { cap_tpp = 0 }, "
                                 "allocation = { cap_tpp = 5, critical = 0.5 }, uveu = { min_home_us = 0.4 } }\n"
                                 "[behaviour]\nsplit = true\n");
  folder.write("market.csv", kMarketHeader + edited(kMarketRow, {"general:1", "uveu:1;lpp>general:1", ""}));
  folder.write("book.csv", kBookHeader + edited(kBookRow, {"general", "nveu>lpp", ""}));
  folder.write("position.csv", "kind,destination,who,year,used_tpp\nallocation,IND,,,5\n");
}

TEST(Adapt, what_a_regime_given_instead_does_not_have_is_left_out_with_a_warning) {
  StudyFolder folder;
  write_foreign_study(folder, "");
  EXPECT_EQ(folder.errors(), "");
  LoadOptions options;
  options.regime = "advanced-computing-2023";
  EXPECT_EQ(folder.errors(options), "");
  Problems problems;
  const Study study = load_study(folder.path().string(), options, problems).study;
  EXPECT_TRUE(study.adapts);
  EXPECT_EQ(study.streams[0].routes[0].route, (Route{Authorisation::general}));
  EXPECT_EQ(study.streams[0].routes[1].route, (Route{Authorisation::general}));
  EXPECT_EQ(study.book[0].route, (Route{Authorisation::general}));
  EXPECT_TRUE(study.arrangements.empty());
  EXPECT_TRUE(study.position.empty());
  EXPECT_FALSE(study.scenarios[0].regime.lpp_cap_tpp.has_value());
  EXPECT_FALSE(study.scenarios[0].regime.cap_tpp.has_value());
  EXPECT_EQ(study.scenarios[0].regime.critical, 0.5);
  std::string said;
  for (const Problem& problem : problems.warnings()) said += to_string(problem) + "\n";
  for (const char* part :
       {"regime 'advanced-computing-2023' has no lpp; routes of the study that go on without it, as general where "
        "nothing else is left: 2",
        "has no nveu; routes of the study that go on without it, as general where nothing else is left: 1",
        "has no uveu; routes of the study that go on without it, as general where nothing else is left: 1",
        "arrangement for SAU raises an allocation, which regime 'advanced-computing-2023' does not have; it is left "
        "out",
        "position of kind allocation fills a meter, which regime 'advanced-computing-2023' does not have",
        "scenario 'x' changes scenario.regime.lpp, which",
        "scenario 'x' changes scenario.regime.allocation.cap_tpp, which",
        "scenario 'x' changes scenario.regime.uveu, which",
        "regime 'advanced-computing-2023' limits no quantity: [behaviour] and [[divert]] change nothing"}) {
    EXPECT_NE(said.find(part), std::string::npos) << part << "\nin\n" << said;
  }
}

TEST(Adapt, the_same_is_an_error_where_the_study_names_the_regime_itself) {
  StudyFolder folder;
  write_foreign_study(folder, "");
  folder.write("study.toml",
               edited(kStudyText, {"ai-diffusion-2025", "advanced-computing-2023", ""}) +
                   "[[arrangement]]\ndestination = \"SAU\"\nmultiplier = 2\nmonth_probabilities = { "
                   "\"2026-01\" = 0.5 }\n[[scenario]]\nname = \"x\"\nregime = { lpp = { cap_tpp = 0 } }\n");
  EXPECT_EQ(
      folder.errors(),
      "book.csv:2:41: route 'nveu>lpp' tries nveu, which regime 'advanced-computing-2023' does not have; leave it "
      "out\n"
      "market.csv:2:35: route 'lpp>general' tries lpp, which regime 'advanced-computing-2023' does not have; leave it "
      "out\n"
      "market.csv:2:35: route 'uveu' tries uveu, which regime 'advanced-computing-2023' does not have; leave it "
      "out\n"
      "position.csv:2:1: position of kind allocation fills a meter, which regime 'advanced-computing-2023' does "
      "not have; leave it out\n"
      "study.toml:8:1: arrangement for SAU raises an allocation, which regime 'advanced-computing-2023' does not "
      "have; leave it out\n"
      "study.toml:14:12: scenario 'x' changes scenario.regime.lpp, which regime 'advanced-computing-2023' does not "
      "have; leave it out");
}

TEST(Adapt, a_study_may_say_so_itself) {
  StudyFolder folder;
  write_foreign_study(folder, "\nadapt = true");
  folder.write("study.toml", edited(bundled_text("studies/smoke/study.toml"),
                                    {"\"ai-diffusion-2025\"", "\"advanced-computing-2023\"\nadapt = true", ""}));
  for (const char* file : {"market.csv", "book.csv"})
    folder.write(file, bundled_text(std::string("studies/smoke/") + file));
  folder.remove("position.csv");
  EXPECT_EQ(folder.errors(), "");
}

TEST(Adapt, scenario_changes_to_the_limits_are_read) {
  StudyFolder folder;
  write_rules(folder);
  folder.write("study.toml",
               edited(kStudyText, {"ai-diffusion-2025", "rules", ""}) +
                   "[[scenario]]\nname = \"x\"\nregime = { product_limit = { us_share = 0.25 }, consignee_limit = { "
                   "cap_tpp = 100_000_000 } }\n");
  EXPECT_EQ(folder.errors(), "");
  const RegimeChanges changes = folder.load().study.scenarios[0].regime;
  EXPECT_EQ(changes.product_limit->us_share, 0.25);
  EXPECT_EQ(changes.product_limit->tpp_below, 21000u) << "as the regime has it";
  EXPECT_EQ(changes.consignee_limit->cap_tpp, 100'000'000u);
}

}  // namespace
}  // namespace headroom::test
