#include "host/store/history.h"

#include <chrono>
#include <thread>

#include <fmt/format.h>

#include "host/base/text.h"
#include "host/store/sqlite.h"

namespace headroom {
namespace fs = std::filesystem;
namespace {

constexpr const char* kTables = R"sql(
CREATE TABLE runs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  finished TEXT NOT NULL, seconds REAL NOT NULL,
  name TEXT NOT NULL, study_digest TEXT NOT NULL, regime TEXT NOT NULL, regime_digest TEXT NOT NULL,
  tallies_digest TEXT NOT NULL, options TEXT NOT NULL,
  engine TEXT NOT NULL, engine_detail TEXT NOT NULL, estimator TEXT NOT NULL,
  seed INTEGER NOT NULL, first_trial INTEGER NOT NULL, trials INTEGER NOT NULL,
  exit INTEGER NOT NULL, folder TEXT NOT NULL);
CREATE TABLE estimates (
  run INTEGER NOT NULL REFERENCES runs(id), scenario TEXT NOT NULL, iso3 TEXT NOT NULL,
  estimate REAL NOT NULL, low REAL NOT NULL, high REAL NOT NULL, level REAL NOT NULL,
  difference REAL, difference_low REAL, difference_high REAL, difference_level REAL,
  PRIMARY KEY (run, scenario, iso3)) WITHOUT ROWID;
CREATE INDEX runs_by_time ON runs(finished);
)sql";

constexpr const char* kColumns =
    "id, finished, seconds, name, study_digest, regime, regime_digest, tallies_digest, options, engine, engine_detail, "
    "estimator, seed, first_trial, trials, exit, folder";

// Seeds use all 64 bits; SQLite's whole numbers have a sign.
i64 as_signed(u64 x) { return static_cast<i64>(x); }

[[noreturn]] void fail(const fs::path& file, std::string_view what) {
  throw RunError(fmt::format("history {}: {}", in_quotes(file.string()), what));
}

// False: an empty file, which has no schema yet. Throws RunError on what is not to be touched. Inside a transaction:
// these are three questions, and another process may make the tables between them.
bool has_schema(Database& database, const fs::path& file) {
  const i64 mark = database.pragma("application_id"), version = database.pragma("user_version");
  if (mark == 0 && version == 0 && database.pragma("schema_version") == 0) return false;
  if (mark != kHistoryMark) fail(file, "this database is another program's; name another file with --history");
  if (version > kHistorySchema)
    fail(file, fmt::format("a newer headroom wrote it (schema {}, this one knows {}) and it is left alone; use that "
                           "headroom, or name another file with --history",
                           version, kHistorySchema));
  return true;
}

// Two that make the file at once meet here, where SQLite does not wait by itself.
void keep_a_log(Database& database, double patience_s) {
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::duration<double>(patience_s);
  while (true) {
    try {
      return database.execute("PRAGMA journal_mode = WAL");
    } catch (const SqlError& error) {
      if (std::string_view(error.what()).find("locked") == std::string_view::npos ||
          std::chrono::steady_clock::now() > give_up)
        throw;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

void make_tables(Database& database) {
  database.execute(kTables);
  database.execute(
      fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", kHistoryMark, kHistorySchema).c_str());
}

i64 insert_run(Database& database, const RecordedRun& run) {
  const std::string columns = kColumns + std::string_view("id, ").size();  // the id is given
  Statement insert = database.prepare("INSERT INTO runs (" + columns + ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
  insert.bind(1, run.finished).bind(2, run.seconds).bind(3, run.name).bind(4, run.study_digest).bind(5, run.regime);
  insert.bind(6, run.regime_digest).bind(7, run.tallies_digest).bind(8, run.options).bind(9, run.engine);
  insert.bind(10, run.engine_detail).bind(11, run.estimator).bind(12, as_signed(run.seed));
  insert.bind(13, as_signed(run.first_trial)).bind(14, as_signed(run.trials)).bind(15, i64(run.exit));
  insert.bind(16, run.folder).run();
  return database.last_id();
}

void insert_estimates(Database& database, i64 id, const std::vector<RecordedEstimate>& estimates) {
  Statement insert = database.prepare("INSERT INTO estimates VALUES (?,?,?,?,?,?,?,?,?,?,?)");
  Statement plain = database.prepare("INSERT INTO estimates VALUES (?,?,?,?,?,?,?,NULL,NULL,NULL,NULL)");
  for (const RecordedEstimate& one : estimates) {
    Statement& to = one.difference ? insert : plain;
    const Probability& p = one.exhausted;
    to.bind(1, id).bind(2, one.scenario).bind(3, one.iso3);
    to.bind(4, p.estimate).bind(5, p.low).bind(6, p.high).bind(7, p.level);
    if (const auto& d = one.difference) to.bind(8, d->estimate).bind(9, d->low).bind(10, d->high).bind(11, d->level);
    to.run();
  }
}

RecordedRun read_run(const Statement& row) {
  RecordedRun run;
  run.id = row.number(0);
  run.finished = row.text(1);
  run.seconds = row.real(2).value_or(0);
  run.name = row.text(3);
  run.study_digest = row.text(4);
  run.regime = row.text(5);
  run.regime_digest = row.text(6);
  run.tallies_digest = row.text(7);
  run.options = row.text(8);
  run.engine = row.text(9);
  run.engine_detail = row.text(10);
  run.estimator = row.text(11);
  run.seed = u64(row.number(12));
  run.first_trial = u64(row.number(13));
  run.trials = u64(row.number(14));
  run.exit = int(row.number(15));
  run.folder = row.text(16);
  return run;
}

RecordedEstimate read_estimate(const Statement& row) {
  RecordedEstimate one{row.text(0), row.text(1), {}, {}};
  const auto at = [&](int column) { return row.real(column).value_or(0); };
  one.exhausted = {at(2), at(3), at(4), at(5)};
  if (row.real(6)) one.difference = {at(6), at(7), at(8), at(9)};
  return one;
}

std::vector<RecordedRun> select_runs(Database& database, const HistoryFilter& filter) {
  Statement select = database.prepare(fmt::format(
      "SELECT {} FROM runs WHERE (?1 = '' OR name = ?1 OR study_digest = ?1) AND finished >= ?2 AND (?3 = 0 OR id = "
      "?3) "
      "AND (?4 = '' OR EXISTS (SELECT 1 FROM estimates WHERE run = id AND iso3 = ?4)) ORDER BY id DESC LIMIT ?5",
      kColumns));
  select.bind(1, filter.study).bind(2, filter.since).bind(3, filter.id.value_or(0));
  select.bind(4, filter.destination).bind(5, as_signed(filter.limit));
  std::vector<RecordedRun> runs;
  while (select.step()) runs.push_back(read_run(select));
  return runs;
}

void select_estimates(Database& database, const std::string& destination, RecordedRun* run) {
  Statement select = database.prepare(
      "SELECT scenario, iso3, estimate, low, high, level, difference, difference_low, difference_high, "
      "difference_level "
      "FROM estimates WHERE run = ?1 AND (?2 = '' OR iso3 = ?2) ORDER BY scenario, iso3");
  select.bind(1, run->id).bind(2, destination);
  while (select.step()) run->estimates.push_back(read_estimate(select));
}

constexpr std::string_view kMoveIt = "move it away and the next run begins a new one, or name another with --history";

}  // namespace

i64 record(const fs::path& file, const RecordedRun& run, double patience_s) {
  try {
    Database database(file, Database::Access::make, patience_s);
    database.execute("BEGIN");
    has_schema(database, file);  // before anything is changed
    database.execute("COMMIT");
    keep_a_log(database, patience_s);
    database.execute("BEGIN IMMEDIATE");
    if (!has_schema(database, file)) make_tables(database);
    const i64 id = insert_run(database, run);
    insert_estimates(database, id, run.estimates);
    database.execute("COMMIT");
    return id;
  } catch (const SqlError& error) {
    fail(file, fmt::format("{}; {}", error.what(), kMoveIt));
  }
}

std::vector<RecordedRun> recorded(const fs::path& file, const HistoryFilter& filter) {
  std::error_code ignored;
  if (!fs::exists(file, ignored))
    throw InputError(fmt::format("history {}: there is none; run a study first, or name the file with --history",
                                 in_quotes(file.string())));
  try {
    Database database(file, Database::Access::open, 20);
    database.execute("BEGIN");  // one picture of it, whoever writes meanwhile
    if (!has_schema(database, file)) return {};
    std::vector<RecordedRun> runs = select_runs(database, filter);
    for (RecordedRun& run : runs) select_estimates(database, filter.destination, &run);
    return runs;
  } catch (const SqlError& error) {
    fail(file, fmt::format("{}; {}", error.what(), kMoveIt));
  }
}

}  // namespace headroom
