// `headroom data` from the outside.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/app/spawn.h"
#include "tests/support/temporary_folder.h"

namespace headroom {
namespace {

using Json = nlohmann::json;
using testing::Ended;

TEST(Data, lists_destinations_with_tier_and_paragraph) {
  const Ended ended = testing::headroom({"data", "destinations", "--json"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  const Json json = Json::parse(ended.out);
  EXPECT_EQ(json["schema"], "headroom.data/1");
  EXPECT_EQ(json["destinations"].size(), 250u);
  for (const Json& row : json["destinations"]) {
    if (row["iso3"] != "IND") continue;
    EXPECT_EQ(row["tier"], 2);
    EXPECT_EQ(row["paragraph"], "742.6(b)(10)(iii)(B)(1)");
  }
}

TEST(Data, lists_chips_regimes_and_studies) {
  EXPECT_NE(testing::headroom({"data", "chips"}).out.find("\nH100 "), std::string::npos);
  EXPECT_NE(testing::headroom({"data", "regimes"}).out.find("\nai-diffusion-2025 "), std::string::npos);
  const Ended studies = testing::headroom({"data", "studies"});
  EXPECT_EQ(studies.code, 0) << studies.err;
  EXPECT_NE(studies.out.find("\nsmoke "), std::string::npos) << studies.out;
  EXPECT_NE(studies.out.find("\nbaseline-2025 "), std::string::npos) << studies.out;
}

TEST(Data, a_folder_of_ones_own_wins) {
  const testing::TemporaryFolder folder;
  testing::put_text(
      folder / "chips.csv",
      "id,name,vendor,architecture,tpp,derivation,class,nac_aca_eligible,data_centre,release_quarter,mem_gb,"
      "mem_bw_gbs,die_mm2,perf_density,certainty,notes\n"
      "MINE,Mine,Me,X,20000,d,3A090.a,0,1,2025Q1,1,1,1,1,high,\n");
  EXPECT_NE(testing::headroom({"data", "chips"}, {.data = folder.path().string()}).out.find("\nMINE "),
            std::string::npos);
  EXPECT_NE(testing::headroom({"data", "chips", "--data", folder.path().string()}).out.find("\nMINE "),
            std::string::npos);
}

TEST(Data, lint_of_all_bundled_regimes_is_clean) {
  const Ended ended = testing::headroom({"data", "regimes", "--lint"});
  EXPECT_EQ(ended.code, 0);
  EXPECT_EQ(ended.err, "");
  EXPECT_NE(ended.out.find("ai-diffusion-2025: nothing is wrong\n"), std::string::npos) << ended.out;
  EXPECT_EQ(testing::lines_of(ended.out).size(),
            testing::lines_of(testing::headroom({"data", "regimes"}).out).size() - 1)
      << "a line for each regime that is listed";
}

TEST(Data, lint_says_what_is_wrong_with_aregime_and_where) {
  const testing::TemporaryFolder folder;
  testing::put_text(folder / "mine/regime.toml",
                    "[regime]\nname = \"mine\"\ntitle = \"Mine\"\nsource = \"me\"\nstatus = \"in force\"\n"
                    "window = { start = 2025-01-01, months = 12 }\n[tiers]\ntable = \"tiers.csv\"\n"
                    "[allocation]\ncap_tpp = 100\ncritical = 2\n");
  testing::put_text(folder / "mine/tiers.csv", "destination,tier,paragraph\nIND,2,x\n");
  const Ended ended = testing::headroom({"data", "regimes", "--lint", "mine"}, {.folder = folder.path()});
  EXPECT_EQ(ended.code, 2);
  EXPECT_EQ(ended.out, "mine: 3 findings\n");
  EXPECT_EQ(
      ended.err,
      "mine/regime.toml:10:11: allocation.cap_tpp is 100, less than the 1936 TPP of the smallest chip that counts: "
      "no order fits; give at least that, or leave the key out\n"
      "mine/regime.toml:11:12: allocation.critical is 2; it must be a number above 0 and at most 1\n"
      "mine/tiers.csv: no tier for ABW, AFG, AGO, AIA, ALA and 244 more; every destination needs a row\n");
  const Ended json = testing::headroom({"data", "regimes", "--lint", "mine", "--json"}, {.folder = folder.path()});
  EXPECT_EQ(json.code, 2);
  EXPECT_EQ(json.err, "");
  const Json found = Json::parse(json.out);
  EXPECT_EQ(found["schema"], "headroom.lint/1");
  EXPECT_EQ(found["regimes"][0]["regime"], "mine");
  EXPECT_EQ(found["regimes"][0]["findings"][1]["line"], 11);
  EXPECT_EQ(testing::headroom({"data", "regimes", "--lint", "ai-difusion-2025"}).err,
            "--lint: unknown regime 'ai-difusion-2025'; did you mean 'ai-diffusion-2025'?\n");
}

TEST(Data, unknown_words_are_refused) {
  EXPECT_EQ(testing::headroom({"data"}).code, 2);
  EXPECT_EQ(testing::headroom({"data", "dragons"}).code, 2);
  EXPECT_EQ(testing::headroom({"data", "chip"}).err, "unknown command 'chip'; did you mean 'chips'?\n");
  EXPECT_EQ(testing::headroom({"mrege", "x"}).err, "unknown command 'mrege'; did you mean 'merge'?\n");
  const Ended ended = testing::headroom({"data", "destinations", "--regime", "ai-difusion-2025"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_NE(ended.err.find("did you mean 'ai-diffusion-2025'?"), std::string::npos) << ended.err;
}

}  // namespace
}  // namespace headroom
