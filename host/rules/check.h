// All rows of a file ruled on: decisions, what they hang on, and what must be done with them.
#pragma once
#include <string>
#include <vector>

#include "host/rules/judge.h"

namespace headroom {

// What a row would come to if an open point were read otherwise, in this row and in all before it.
struct OtherOutcome {
  std::string reading, words, fact;  // "general_tier1", "stopped", "26"
  std::string decision, authorisation;
};

struct CheckedRow {
  LedgerRow row;
  Ruling ruling;
  std::vector<OtherOutcome> open_readings;  // only those that change the decision or the authorisation
  std::vector<std::string> duties;          // each with its paragraph
  std::vector<std::string> other_ways;      // that a refusal leaves
};

struct Checked {
  std::string regime, title, status;
  std::vector<CheckedRow> rows;  // in the order in which they were judged
  std::map<MeterKey, Meter> meters;
};

Checked check(std::vector<LedgerRow> rows, const Rulebook& book);

}  // namespace headroom
