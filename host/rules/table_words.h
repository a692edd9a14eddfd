// Words that the tables of rulings share: decisions, certainties, days.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/io/row.h"
#include "host/rules/day.h"

namespace headroom {

// allowed; counted (allowed, against the allocation); refused; prohibited (presumption of denial); licence (one is
// needed and no presumption is stated); not_controlled; unresolved.
const std::vector<std::string_view>& decision_words();
// What the holder of a validated end user authorisation may be.
const std::vector<std::string_view>& veu_words();
// From sure to doubtful.
const std::vector<std::string_view>& certainty_words();
// The more doubtful of two; an empty one says nothing.
const std::string& weaker(const std::string& a, const std::string& b);

void check_decision(RowReader& row, const std::string& decision);
void read_certainty(RowReader& row, std::string& certainty);                      // empty is high
void read_day(RowReader& row, std::string_view column, std::optional<Day>& day);  // empty is none

// Parts of "a; b".
std::vector<std::string> parts_of(std::string_view text);

}  // namespace headroom
