// What the linter makes of whole regimes: the bundled ones, several mistakes at once, and regimes that lack tables.
#include <gtest/gtest.h>

#include <filesystem>

#include <fmt/format.h>

#include "host/io/bundled.h"
#include "tests/rules/linted.h"

namespace headroom::test {
namespace {

std::string lines(const std::vector<Problem>& problems) {
  std::string text;
  for (const Problem& problem : problems) text += to_string(problem) + "\n";
  return text;
}

TEST(Lint, finds_nothing_in_bundled_regimes) {
  const std::vector<std::string> names = bundled_names("regimes", "regime.toml");
  EXPECT_GE(names.size(), 1u);
  for (const std::string& name : names) {
    EXPECT_EQ(lines(lint_regime(Folder::bundled("regimes/" + name), bundled_catalogue())), "") << name;
  }
}

TEST(Lint, says_all_at_once_what_loading_says_and_what_it_does_not) {
  const EditedRegime regime("regime.toml", {"critical = 0.90", "critical = 90", ""});
  const auto change = [&](const std::string& file, const Edit& edit) {
    testing::put_text(regime.path() / file, edited(testing::text_of(regime.path() / file), edit));
  };
  change("nveu.csv", {"2025Q3,1266000000", "2025Q3,126600000", ""});
  change("weights.csv", {"W07,51,", "W07,sixty,", ""});
  change("paragraphs.csv", {"748.3(f),request", "748.3(g),request", ""});
  change("duties.csv", {"lpp_limit,duty,lpp", "lpp_limit,duty,lppp", ""});
  EXPECT_EQ(regime.text(lint_regime(regime.folder(), bundled_catalogue())),
            "duties.csv:4:16: unknown authorisation 'lppp'; did you mean 'lpp'?\n"
            "nveu.csv:4:8: tpp is 126600000, less than the 949500000 of the quarter before; an allowance is cumulative "
            "and never falls\n"
            "paragraphs.csv:28:1: paragraph '748.3(g)' is cited nowhere in this regime; leave it out, or cite it where "
            "it decides\n"
            "regime.toml:32:12: allocation.critical is 90; it must be a number above 0 and at most 1\n"
            "weights.csv:4:1: rule 'W03' cites '748.3(f)'; it must be a row of paragraphs.csv\n"
            "weights.csv:8:5: priority is 'sixty'; it must be a whole number between 0 and 1000000000");
}

TEST(Lint, no_regime_at_all) {
  const testing::TemporaryFolder folder;
  const auto say = [&] { return lint_regime(Folder::on_disk(folder.path()), bundled_catalogue()); };
  const std::string file = (folder / "regime.toml").string();
  EXPECT_EQ(lines(say()), file + ": the file is not there; create it\n");
  testing::put_text(folder / "regime.toml", "[regime\n");
  ASSERT_EQ(say().size(), 1u);
  EXPECT_EQ(say()[0].place, (Place{file, 1, 8}));
}

// Tables that are not there are not missed; those that are there are looked at all the same.
TEST(Lint, aregime_without_rulings) {
  const EditedRegime regime("weights.csv", {"no_licence,allowed", "no_licence,", ""});
  const auto say = [&] { return regime.text(lint_regime(regime.folder(), bundled_catalogue())); };
  for (const char* name : {"rulings.csv", "duties.csv", "readings.csv"}) std::filesystem::remove(regime.path() / name);
  testing::put_text(regime.path() / "other_classes.csv", "class,destination,groups,certainty\n3A090.b,ARX,D:4,hihg\n");
  const std::string found = say();
  for (const char* said : {"weights.csv:26:64: a row needs a decision or a class in again_as, and not both",
                           "other_classes.csv:2:9: unknown destination 'ARX'; did you mean 'ARE'?",
                           "other_classes.csv:2:17: unknown certainty 'hihg'; did you mean 'high'?",
                           "paragraphs.csv:12:1: paragraph '740.28' is cited nowhere in this regime"}) {
    EXPECT_NE(found.find(said), std::string::npos) << said << "\n" << found;
  }
  std::filesystem::remove(regime.path() / "paragraphs.csv");
  std::filesystem::remove(regime.path() / "other_classes.csv");
  EXPECT_EQ(say(), "weights.csv:26:64: a row needs a decision or a class in again_as, and not both");
}

// Two rows that share every case between them, though neither covers the third alone.
TEST(Lint, arow_in_the_shadow_of_several) {
  EXPECT_EQ(
      findings("weights.csv", {"W24,98,",
                               "W28,99,closed_4E091_deemed_export,any,2|3,1|2,UVEU|NVEU,any,no_licence,"
                               "allowed,,,742.6(a)(13),,why,high,50,\nW24,98,",
                               ""}),
      "weights.csv:26:1: row 'W28' never decides: 'W24' and 'W26' take all that it fits; give it a lower priority "
      "number, or leave it out\n"
      "weights.csv:28:5: priority 99 is that of 'W28' too, and both fit: 'closed_4E091_deemed_export' place of "
      "Tier 2, parent of Tier 1, veu 'UVEU', fine_tuned 'large', facility 'no', on 2025-01-01, where they say "
      "'no_licence' and 'unresolved_ask_counsel'; give one the lower number");
}

TEST(Lint, atable_too_large_to_search_is_said) {
  const EditedRegime regime("", {});
  std::string text =
      "rule_id,priority,model_class,fine_tuned,dest_tier,entity_hq_tier,veu_status,facility_14_15_18,"
      "outcome,decision,again_as,authorisation,paragraph,from_date,basis\n";
  for (int i = 0; i < 1000; ++i) {
    text += fmt::format("R{0},{0},class{0},tuned{0},any,any,any,any,o,allowed,,,734.7(a),,b\n", i);
  }
  testing::put_text(regime.path() / "weights.csv", text);
  const std::string found = regime.text(lint_regime(regime.folder(), bundled_catalogue()));
  EXPECT_NE(found.find("weights.csv: 1000 rows with 27000000 cases are too many to search for rows never reached; use "
                       "fewer words"),
            std::string::npos)
      << found.substr(0, 2000);
}

}  // namespace
}  // namespace headroom::test
