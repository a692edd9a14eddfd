// The history of runs: one SQLite file beside the run folders. Writers at the same time wait for each other (a
// write-ahead log, a busy timeout, one transaction a run).
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "host/base/hd.h"
#include "host/stats/result.h"

namespace headroom {

constexpr i64 kHistorySchema = 1;         // user_version of the file; one that is newer is left alone
constexpr i64 kHistoryMark = 0x68647268;  // its application_id, "hdrh": no other program's file is touched
constexpr std::string_view kHistoryName = "runs.sqlite";

// P(exhausted) by the end of the horizon.
struct RecordedEstimate {
  std::string scenario;  // empty: the study itself
  std::string iso3;
  Probability exhausted;
  std::optional<Difference> difference;  // scenario less study, paired
};

struct RecordedRun {
  i64 id = 0;            // given by record()
  std::string finished;  // UTC, as 2026-03-31T04:00:00Z
  double seconds = 0;    // on the wall, from reading the study to the run folder
  std::string name, study_digest, regime, regime_digest, tallies_digest;  // digests as 16 hexadecimal digits
  std::string options;                                                    // the words typed after `headroom`
  std::string engine, engine_detail, estimator;
  u64 seed = 0, first_trial = 0, trials = 0;
  int exit = 0;
  std::string
      folder;  // relative to the file where it lies beside or below it, so that both can be moved; else absolute
  std::vector<RecordedEstimate> estimates;
};

// Adds the run, in one transaction; returns its id. The file, not its folder, is made where it is not there. Waits up
// to `patience_s` for other writers. Throws RunError, what is wrong and what would be right: no database, another
// program's, of a newer schema, no permission, locked for too long.
i64 record(const std::filesystem::path& file, const RecordedRun& run, double patience_s = 20);

// Which runs are wanted; what is empty or absent restricts nothing.
struct HistoryFilter {
  std::string study = {};        // its name or the digest of its tables
  std::string since = {};        // finished at or after this: a day, or a time as in `finished`
  std::string destination = {};  // only runs that have it, and only its estimates
  std::optional<i64> id = {};
  u64 limit = 20;  // the last so many
};

// The runs, the last recorded first. Throws InputError where the file is none, RunError as above.
std::vector<RecordedRun> recorded(const std::filesystem::path& file, const HistoryFilter& filter);

}  // namespace headroom
