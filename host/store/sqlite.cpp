#include "host/store/sqlite.h"

#include <sqlite3.h>

namespace headroom {
namespace {

void check(int code, sqlite3* database) {
  if (code != SQLITE_OK) throw SqlError(database ? sqlite3_errmsg(database) : sqlite3_errstr(code));
}

}  // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
void Database::Close::operator()(sqlite3* database) const { sqlite3_close(database); }

Statement::Statement(sqlite3* database, std::string_view sql) : database_(database) {
  sqlite3_stmt* statement = nullptr;
  check(sqlite3_prepare_v2(database, sql.data(), int(sql.size()), &statement, nullptr), database);
  statement_.reset(statement);
}

void Statement::fail() const { throw SqlError(sqlite3_errmsg(database_)); }

Statement& Statement::bind(int at, std::string_view text) {
  // A copy: the text may be gone before the step. An empty view may point nowhere, which would be NULL.
  const char* const bytes = text.empty() ? "" : text.data();
  check(sqlite3_bind_text64(statement_.get(), at, bytes, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8), database_);
  return *this;
}

Statement& Statement::bind(int at, i64 number) {
  check(sqlite3_bind_int64(statement_.get(), at, number), database_);
  return *this;
}

Statement& Statement::bind(int at, double number) {
  check(sqlite3_bind_double(statement_.get(), at, number), database_);
  return *this;
}

bool Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code != SQLITE_ROW && code != SQLITE_DONE) fail();
  return code == SQLITE_ROW;
}

void Statement::run() {
  while (step()) continue;
  check(sqlite3_reset(statement_.get()), database_);
}

std::string Statement::text(int column) const {
  const auto* const bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
  return bytes ? std::string(bytes, std::size_t(sqlite3_column_bytes(statement_.get(), column))) : "";
}

i64 Statement::number(int column) const { return sqlite3_column_int64(statement_.get(), column); }

std::optional<double> Statement::real(int column) const {
  if (sqlite3_column_type(statement_.get(), column) == SQLITE_NULL) return std::nullopt;
  return sqlite3_column_double(statement_.get(), column);
}

Database::Database(const std::filesystem::path& file, Access access, double patience_s) {
  sqlite3* database = nullptr;
  // Who may only read the file gets it so. Who may write clears up behind itself even where it only reads: a reader
  // without that right would leave the files of the log behind.
  const int how = SQLITE_OPEN_READWRITE | (access == Access::make ? SQLITE_OPEN_CREATE : 0);
  const int code = sqlite3_open_v2(file.c_str(), &database, how, nullptr);
  database_.reset(database);  // it is there even where it could not be opened, and knows why
  check(code, database);
  check(sqlite3_busy_timeout(database, int(patience_s * 1000)), database);
}

void Database::execute(const char* sql) {
  check(sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr), database_.get());
}

i64 Database::pragma(std::string_view name) {
  Statement statement = prepare("PRAGMA " + std::string(name));
  return statement.step() ? statement.number(0) : 0;
}

i64 Database::last_id() const { return sqlite3_last_insert_rowid(database_.get()); }

}  // namespace headroom
