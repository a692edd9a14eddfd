// The tables of a run folder. RFC 4180 with a header, UTF-8, lines end in \n; empty = does not exist.
#pragma once
#include <string>

#include "host/stats/estimates.h"

namespace headroom {

std::string destinations_csv(const Result& result);  // one row a destination with a cap
std::string timeline_csv(const Result& result);      // destination x month, cumulative
std::string book_csv(const Result& result);          // one row an order of the book
// One row a limit of a company and month in which it binds moves or is looked at.
std::string companies_csv(const Result& result);
// Rows of two kinds: `exhausted_count` (n destinations exhaust) and `pair` (a and b both do; only those that happened).
std::string joint_csv(const Result& result);

// Of other estimators than the plain one; columns that no such estimator knows are absent.
std::string destinations_csv(const Estimates& estimates);
std::string timeline_csv(const Estimates& estimates);

}  // namespace headroom
