// A suite: studies to run one after the other, each with its scenarios.
//
//   [suite]
//   name    = "overnight"
//   trials  = 1_000_000                        # of members that say nothing else
//   fail_if = ["p_exhausted(IND) > 0.2"]       # of every member, beside its own
//   [[member]]
//   study     = "baseline-2025"                # beside the suite file, or bundled; or a list
//   regime    = ["ai-diffusion-2025", "mine"]  # instead of the study's; or one; optional
//   seed      = [1, 2]                         # or one; optional
//   scenarios = "all"                          # or a list of names; they share the member's trials; optional
//   trials    = 100_000                        # optional
//   name      = "base"                         # of its run folder; optional, and only where the member is one run
//   fail_if   = ["p_critical(IND) > 0.5"]      # optional
//
// Lists are taken in all combinations, each a member of its own.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "host/io/folder.h"

namespace headroom {

struct SuiteMember {
  std::string name;                // of its run folder; letters, digits, and ._-
  std::string study, regime;       // as `headroom run` takes them
  std::vector<std::string> words;  // its options, each as "--name=value" or "--name"
};

struct Suite {
  std::string name;
  std::vector<SuiteMember> members;  // their names differ
};

// `beside` is the folder that studies and regimes are looked for in. May only be used when `problems` has no error.
Suite parse_suite(const InputFile& file, const std::filesystem::path& beside, Problems& problems);

}  // namespace headroom
