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
