// What is said of chips, behaviour and arrangements with a mistake in them: the exact text.
#include <gtest/gtest.h>

#include "tests/model/study_folder.h"

namespace headroom::test {
namespace {

TEST(StudyErrors, chips_and_mixes_are_checked) {
  expect_study_part({
      {R"([chip.H100]
tpp = 5
)",
       R"(study.toml:8:7: chip 'H100' is in the catalogue already; give it another name)"},
      {R"([chip.X]
)",
       R"(study.toml:8:1: chip.X.tpp is missing; add it)"},
      {R"([chip.X]
tpp = 0
)",
       R"(study.toml:9:7: chip.X.tpp is 0; it must be a number between 1 and 4294967294)"},
      {R"([chip.X]
tpp = inf
)",
       R"(study.toml:9:7: chip.X.tpp is inf; it must be a number between 1 and 4294967294)"},
      {R"([chip.X]
tpp = 4294967295
)",
       R"(study.toml:9:7: chip.X.tpp is 4294967295; it must be a number between 1 and 4294967294)"},
      {R"([chip.X]
tpp = 10
class = "3A090.c"
memory = 80
)",
       R"(study.toml:10:9: unknown class of chips '3A090.c'; did you mean '3A090.a'?
study.toml:11:1: unknown key 'memory'; known here are class, mem_bw_gbs, nac_aca_eligible, tpp)"},
      {R"([chips.blend]
H10 = 1
)",
       R"(study.toml:9:1: unknown chip 'H10'; did you mean 'H100'?)"},
      {R"([chips.blend]
H100 = -0.5
)",
       R"(study.toml:9:8: chips.blend.H100 is -0.5; it must be a number between 0 and 1000000000000)"},
      {R"([chips.blend]
H100 = [1, 0]
B200 = [0.5, 0, 0]
)",
       R"(study.toml:8:1: chips.blend: the weights of quarter 2 are all 0; at least one must be above 0)"},
      {R"([chips.blend]
H100 = []
)",
       R"(study.toml:9:8: chips.blend.H100 is an empty list; give it weights)"},
      {R"([chips.blend]
)",
       R"(study.toml:8:1: chips.blend: the weights of quarter 1 are all 0; at least one must be above 0)"},
      {R"([chips.blend]
H100 = ["a", 1]
)",
       R"(study.toml:9:9: chips.blend.H100 is the text 'a'; it must be a number between 0 and 1000000000000)"},
      {R"([chips.H100]
B200 = 1
)",
       R"(study.toml:8:8: mix 'H100' has the name of a chip; give it another)"},
      {R"([chips]
blend = 3
)",
       R"(study.toml:9:9: chips.blend is 3; it must be a table)"},
      {R"([chips.blend]
H100 = inf
)",
       R"(study.toml:9:8: chips.blend.H100 is inf; it must be a number between 0 and 1000000000000)"},
  });
}

TEST(StudyErrors, behaviour_with_a_mistake_in_it) {
  expect_study_part({
      {R"([market]
pipeline = "full"
)",
       R"(study.toml:9:12: market.pipeline is 'full'; it must be 'empty' or 'steady')"},
      {R"([market]
pipelin = "empty"
)",
       R"(study.toml:9:1: unknown key 'pipelin'; did you mean 'pipeline'?)"},
      {R"([behaviour]
split = "no"
rush = { threshold = 1.5, factor = 0 }
wait = { probability = 0.5 }
)",
       R"(study.toml:9:9: behaviour.split is the text 'no'; it must be true or false
study.toml:10:22: behaviour.rush.threshold is 1.5; it must be a number between 0 and 1
study.toml:10:36: behaviour.rush.factor is 0; it must be a number between 1 and 1000
study.toml:11:8: behaviour.wait.months is missing; add it)"},
      {R"([behaviour]
hoard = true
)",
       R"(study.toml:9:1: unknown key 'hoard'; known here are rush, split, wait)"},
      {R"([[divert]]
from = "IND"
to = "SIN"
probability = 0.1
)",
       R"(study.toml:10:6: unknown destination 'SIN'; did you mean 'FIN'?)"},
  });
}

std::string divert(const std::string& from, const std::string& to, const std::string& probability) {
  return "[[divert]]\nfrom = \"" + from + "\"\nto = \"" + to + "\"\nprobability = " + probability + "\n";
}

TEST(StudyErrors, diverts_are_checked) {
  expect_study_part({
      {"[[divert]]\nfrom = \"IND\"\n", R"(study.toml:8:1: divert.probability is missing; add it
study.toml:8:1: divert.to is missing; add it)"},
      {divert("IND", "MEX", "1.5"), "study.toml:11:15: divert.probability is 1.5; it must be a number between 0 and 1"},
      {divert("IND", "IND", "0.5"), "study.toml:10:6: IND diverts to itself; name another destination"},
      {divert("IND", "MEX", "0.5") + divert("IND", "MEX", "0.2"),
       "study.toml:12:1: a second divert from IND to MEX; keep one, with their probabilities added up"},
      {divert("IND", "MEX", "0.5") + divert("IND", "SGP", "0.6"),
       "study.toml:12:1: the probabilities of divert from IND add up to 1.1; they must add up to at most 1"},
      {divert("IND", "MEX", "0.5") + divert("MEX", "IND", "0.5"),
       "study.toml:8:1: orders would go round in a cycle, IND > MEX > IND; take one of these steps out"},
      {divert("IND", "MEX", "0.5") + divert("MEX", "SGP", "0.5") + divert("SGP", "IND", "0.5"),
       "study.toml:8:1: orders would go round in a cycle, IND > MEX > SGP > IND; take one of these steps out"},
      {divert("IND", "MEX", "0.5") + divert("MEX", "SGP", "0.5") + divert("SGP", "VNM", "0.5"),
       "study.toml:8:1: orders would be diverted more than twice, IND > MEX > SGP > VNM; take one of these steps out"},
  });
}

TEST(LoadStudy, warns_of_a_divert_from_where_nothing_is_refused) {
  test::StudyFolder folder;
  folder.write("study.toml", test::kStudyText + divert("USA", "MEX", "0.5"));
  EXPECT_EQ(folder.warnings(),
            "study.toml:8:1: USA is a Tier 1 destination, where no meter refuses an order; nothing will be "
            "diverted from there");
}

TEST(StudyErrors, arrangements_are_checked) {
  expect_study_part({
      {R"([[arrangement]]
destination = "ARE"
)",
       R"(study.toml:8:1: arrangement.month_probabilities is missing; add it
study.toml:8:1: arrangement.multiplier is missing; add it)"},
      {R"([[arrangement]]
destination = "DEU"
multiplier = 0.5
month_probabilities = { "2026-01" = 0.3 }
)",
       R"(study.toml:9:15: arrangement for DEU, a Tier 1 destination; only Tier 2 destinations have a cap
study.toml:10:14: arrangement.multiplier is 0.5; it must be a number between 1 and 1000000)"},
      {R"([[arrangement]]
destination = "CHN"
multiplier = 2
month_probabilities = { "2026-01" = 0.3 }
)",
       R"(study.toml:9:15: arrangement for CHN, a Tier 3 destination; only Tier 2 destinations have a cap)"},
      {R"([[arrangement]]
destination = "AER"
multiplier = 2
month_probabilities = { "2026-01" = 0.3 }
)",
       R"(study.toml:9:15: unknown destination 'AER'; did you mean 'ARE'?)"},
      {R"([[arrangement]]
destination = "ARE"
multiplier = 2
month_probabilities = { "2026-01" = 0.3, "2026-02" = 0.8 }
)",
       R"(study.toml:11:23: month_probabilities add up to 1.1; they must add up to at most 1)"},
      {R"([[arrangement]]
destination = "ARE"
multiplier = 2
month_probabilities = { "2028-01" = 0.3, "2024-12" = 0.1, "Jan" = 0.1, "2026-01" = 1.5 }
)",
       R"(study.toml:11:25: month is 2028-01; it must lie within the study, 2025-01 to 2027-12
study.toml:11:42: month is 2024-12; it must lie within the study, 2025-01 to 2027-12
study.toml:11:59: 'Jan' is no month; write it as "2026-01"
study.toml:11:84: arrangement.month_probabilities.2026-01 is 1.5; it must be a number between 0 and 1)"},
      {R"([[arrangement]]
destination = "ARE"
multiplier = 20000
month_probabilities = { "2026-01" = 0.3 }
)",
       R"(study.toml:10:14: multiplier is 20000, which makes the cap 15800000000000 TPP; a cap may be at most 8796093022208 (2^43))"},
      {R"([[arrangement]]
destination = "ARE"
multiplier = 2
month_probabilities = { "2026-01" = 0.3 }
[[arrangement]]
destination = "ARE"
multiplier = 2
month_probabilities = { "2026-01" = 0.3 }
)",
       R"(study.toml:13:15: second arrangement for ARE; a destination may have one)"},
      {R"(arrangement = 5
)",
       R"(study.toml:8:1: unknown key 'arrangement'; known here are adapt, months, name, regime, seed, start, trials)"},
  });
}

}  // namespace
}  // namespace headroom::test
