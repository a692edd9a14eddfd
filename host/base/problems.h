// Everything that is wrong with an input, gathered so that a user sees all of it at once.
#pragma once
#include <compare>
#include <stdexcept>
#include <string>
#include <vector>

namespace headroom {

// A place in an input file; line and column count from 1, 0 means "the file as a whole". Columns count bytes.
struct Place {
  std::string file;
  int line = 0;
  int column = 0;

  friend auto operator<=>(const Place&, const Place&) = default;
};

struct Problem {
  Place place;
  std::string message;  // "what is wrong; what would be right"

  friend auto operator<=>(const Problem&, const Problem&) = default;
};

class Problems {
 public:
  void error(Place place, std::string message) { errors_.push_back({std::move(place), std::move(message)}); }
  void warn(Place place, std::string message) { warnings_.push_back({std::move(place), std::move(message)}); }

  bool ok() const { return errors_.empty(); }
  // Sorted by file, line, column, text; without repetition.
  std::vector<Problem> errors() const;
  std::vector<Problem> warnings() const;

 private:
  std::vector<Problem> errors_;
  std::vector<Problem> warnings_;
};

// "file:line:column: message"; a place without a line is "file: message", one without a file is the message alone.
std::string to_string(const Problem& problem);

// Thrown where the command line or an input is wrong (exit code 2); carries every problem found.
struct InputError : std::runtime_error {
  explicit InputError(std::vector<Problem> all);
  explicit InputError(const std::string& message) : InputError({Problem{{}, message}}) {}
  std::vector<Problem> problems;
};

// Throws InputError with the errors of `problems`, if there are any.
void stop_on_errors(const Problems& problems);

// Thrown where the work itself failed: disk full, a device lost (exit code 1).
struct RunError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace headroom
