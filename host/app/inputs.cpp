#include "host/app/inputs.h"

#include <cstdlib>

#include <fmt/format.h>

#include "host/app/terminal.h"
#include "host/base/text.h"

namespace headroom {
namespace fs = std::filesystem;
namespace {

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

void stop_on_errors(const Problems& problems) {
  if (!problems.ok()) throw InputError(problems.errors());
}

}  // namespace

Inputs read_inputs(const std::string& where, const LoadOptions& options, bool quiet) {
  Problems problems;
  Inputs inputs;
  inputs.loaded = load_study(where, options, problems);
  stop_on_errors(problems);
  inputs.compiled = compile(inputs.loaded.study, inputs.loaded.catalogue, problems);
  stop_on_errors(problems);
  if (!quiet) say_warnings(problems.warnings());
  return inputs;
}

fs::path data_root(const std::string& typed) {
  const char* named = std::getenv("HEADROOM_DATA");
  const std::string root = !typed.empty() ? typed : named ? named : "";
  std::error_code error;
  if (root.empty() || fs::is_directory(root, error)) return root;
  throw InputError(fmt::format("{} {}: no folder; give one laid out like the bundled data",
                               typed.empty() ? "HEADROOM_DATA" : "--data", in_quotes(root)));
}

fs::path chosen_out(const std::string& typed, const Study& study, const std::string& tail) {
  if (!typed.empty()) return typed;
  std::string name = fmt::format("{}-{}-{}", study.name.substr(0, 100), study.seed, tail);
  for (char& c : name) {
    if (!is_plain(c)) c = '_';
  }
  if (name.front() == '.') name.front() = '_';
  return fs::path("runs") / name;
}

}  // namespace headroom
