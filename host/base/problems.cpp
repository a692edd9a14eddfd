#include "host/base/problems.h"

#include <algorithm>

namespace headroom {
namespace {

std::vector<Problem> sorted(std::vector<Problem> all) {
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

std::string joined(const std::vector<Problem>& all) {
  std::string text;
  for (const Problem& problem : all) text += (text.empty() ? "" : "\n") + to_string(problem);
  return text;
}

}  // namespace

std::vector<Problem> Problems::errors() const { return sorted(errors_); }
std::vector<Problem> Problems::warnings() const { return sorted(warnings_); }

std::string to_string(const Problem& problem) {
  const Place& at = problem.place;
  if (at.file.empty()) return problem.message;
  std::string text = at.file;
  if (at.line > 0) text += ":" + std::to_string(at.line) + ":" + std::to_string(at.column);
  return text + ": " + problem.message;
}

InputError::InputError(std::vector<Problem> all) : std::runtime_error(joined(all)), problems(std::move(all)) {}

void stop_on_errors(const Problems& problems) {
  if (!problems.ok()) throw InputError(problems.errors());
}

}  // namespace headroom
