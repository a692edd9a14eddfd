// One trial again, from its address alone.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "host/app/inputs.h"
#include "host/rules/trial_ledger.h"

namespace headroom {

struct Replay {
  std::vector<PlaceLedger> places;       // sorted by alpha-3
  std::vector<LedgerBookEnd> book_ends;  // of all destinations that were walked, and of what met no meter
};

// The ledgers of one destination of the study, or of all of them. Without a cap a destination has only book orders,
// and is left out of "all" where none came. Throws RunError: a destination ran away.
Replay replay(const Inputs& inputs, u64 trial, const std::optional<std::string>& destination);

}  // namespace headroom
