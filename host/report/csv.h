// The tables of a run folder, line by line. RFC 4180 with a header, UTF-8, lines end in \n; empty = does not exist.
#pragma once
#include "host/base/sink.h"
#include "host/stats/estimates.h"

namespace headroom {

void write_destinations_csv(const Result& result, const Sink& out);  // one row a destination with a cap
void write_timeline_csv(const Result& result, const Sink& out);      // destination x month, cumulative
void write_book_csv(const Result& result, const Sink& out);          // one row an order of the book
// One row a limit of a company and month in which it binds moves or is looked at.
void write_companies_csv(const Result& result, const Sink& out);
// Rows of two kinds: `exhausted_count` (n destinations exhaust) and `pair` (a and b both do; only those that happened).
void write_joint_csv(const Result& result, const Sink& out);

// Of other estimators than the plain one; columns that no such estimator knows are absent.
void write_destinations_csv(const Estimates& estimates, const Sink& out);
void write_timeline_csv(const Estimates& estimates, const Sink& out);

}  // namespace headroom
