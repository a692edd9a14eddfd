// What `headroom check` prints: a table for people, JSON, CSV.
#pragma once
#include <string>

#include "host/rules/check.h"

namespace headroom {

std::string check_text(const Checked& checked);
std::string check_json(const Checked& checked);  // headroom.check/1
std::string check_csv(const Checked& checked);   // one row a row of the file; lists are parted by " | "

// "12 rows: 7 allowed, 3 counted, 2 refused".
std::string check_summary(const Checked& checked);

}  // namespace headroom
