// The decision table for model weights: the first row by priority that fits decides.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/hd.h"
#include "host/io/csv.h"
#include "host/rules/day.h"

namespace headroom {

// A condition of a row: "any" fits everything, "a|b" either.
class Pattern {
 public:
  Pattern() = default;
  explicit Pattern(std::string_view text);

  bool is_any() const { return words_.empty(); }
  bool fits(std::string_view word) const;
  const std::vector<std::string>& words() const { return words_; }

 private:
  std::vector<std::string> words_;
};

struct WeightRule {
  int line = 0;  // of its table
  std::string id;
  u64 priority = 0;
  Pattern model_class, fine_tuned, place_tier, parent_tier, veu, facility;
  std::string outcome;
  std::string decision, authorisation, paragraph, fact;
  std::string again_as;              // instead of a decision: the class that the model is judged as, once more
  std::optional<Day> facility_from;  // before that day the condition on the facility is none
  std::string basis, certainty, note;

  // Nothing else fitted: the table does not know such a case, so the input is wrong.
  bool is_fallback() const;
};

// What the table is asked. Empty: the file says nothing.
struct WeightsCase {
  std::string model_class, fine_tuned;
  int place_tier = 2, parent_tier = 2;
  std::string veu, facility;
  Day date;
};

struct WeightsFound {
  std::vector<const WeightRule*> chain;  // the row that fits; behind a row that says "judge again" the one found then
  std::string missing;                   // or: the column that must be filled before the table can answer
  bool answered() const { return missing.empty() && !chain.empty() && !chain.back()->is_fallback(); }
};

using WeightsTable = std::vector<WeightRule>;  // by priority

// Whether a row fits a case; what the case leaves empty stands in no row's way.
bool fits(const WeightRule& rule, const WeightsCase& asked);

WeightsFound find_rule(const WeightsTable& table, const WeightsCase& asked);
// "W05>W09".
std::string to_string(const std::vector<const WeightRule*>& chain);

// Words that a column of the table tells apart, sorted.
std::vector<std::string> words_of(const WeightsTable& table, Pattern WeightRule::*column);

// Reads what load_regime has checked already, and the columns that only rulings need.
WeightsTable read_weights_table(const InputFile& file, Problems& problems);

}  // namespace headroom
