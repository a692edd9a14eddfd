// A study of small_catalogue written out as the files that a user would write.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/random_study.h"

namespace headroom::testing {

// What may stand in any order is kept apart, a line or a [[table]] each.
struct StudyText {
  std::string head;  // study.toml, up to its [[tables]]
  std::vector<std::string> diverts, arrangements, market, book, position;
  std::vector<std::string> tiers, allowances;
  std::string regime;

  void shuffle(Dice* dice);  // all but the allowances, which stand in the order of time
  void write(const std::filesystem::path& folder) const;
};

StudyText study_text(const Study& study);

}  // namespace headroom::testing
