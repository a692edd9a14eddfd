// The little of SQLite that the history needs: statements that free themselves, errors that are thrown.
#pragma once
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "host/base/hd.h"

struct sqlite3;
struct sqlite3_stmt;

namespace headroom {

// What SQLite says, e.g. "file is not a database".
struct SqlError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// One statement with its `?`s. Texts and numbers are bound, never written into the SQL.
class Statement {
 public:
  Statement(sqlite3* database, std::string_view sql);

  Statement& bind(int at, std::string_view text);  // counted from 1
  Statement& bind(int at, i64 number);
  Statement& bind(int at, double number);
  bool step();  // true: there is a row
  void run();   // to its end, ready to be bound again

  std::string text(int column) const;  // counted from 0
  i64 number(int column) const;
  std::optional<double> real(int column) const;  // nothing: NULL

 private:
  [[noreturn]] void fail() const;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  sqlite3* database_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

// An open database file. All throw SqlError.
class Database {
 public:
  enum class Access { open, make };  // make: where it is not there

  // Others may hold the file for as long as `patience_s` seconds before that is an error.
  Database(const std::filesystem::path& file, Access access, double patience_s);

  void execute(const char* sql);
  Statement prepare(std::string_view sql) { return Statement(database_.get(), sql); }
  i64 pragma(std::string_view name);  // of a whole number
  i64 last_id() const;                // of the row that was inserted last

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  std::unique_ptr<sqlite3, Close> database_;
};

}  // namespace headroom
