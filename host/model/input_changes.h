// Which inputs of two runs differ, in words.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "host/io/folder.h"

namespace headroom {

// One value, row, table entry or file that the two have not alike.
struct InputChange {
  std::string file;                     // "market.csv", "regime/tiers.csv"
  std::string what;                     // "SGP/cloud orders_per_month", "study.seed"; empty: the file itself
  std::optional<std::string> from, to;  // nothing: the first, or the second, has no such thing
};

// Of the files of two studies, by name; a table's rows are told apart by their keys, wherever they stand. What means
// the same (12 and 12.0, another order of rows or keys, comments, quotes) is no change. A file that cannot be read as
// what its name says is compared as a whole.
std::vector<InputChange> input_changes(const std::vector<InputFile>& first, const std::vector<InputFile>& second);

// "market.csv: SGP/cloud orders_per_month 12 -> 18", "book.csv: ACME-1 added: ARE, ACME, ...".
std::string to_string(const InputChange& change);

}  // namespace headroom
