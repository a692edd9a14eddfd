// headroom data regimes --lint: what is wrong with regimes.
#pragma once
#include <filesystem>
#include <string>

namespace headroom {

struct LintOptions {
  std::string regime;  // a bundled name or a folder; empty: all bundled ones
  std::filesystem::path data_root;
  bool json = false;
};

// Returns the exit code: 0 when nothing is wrong, 2 when something is. Findings go to standard error as problems of any
// input do, and a line a regime to standard output; with `json` both go there as headroom.lint/1.
int lint_regimes(const LintOptions& options);

}  // namespace headroom
