// Where two engines part: the fewest trials, found by bisection, whose tallies differ, and which tallies these are.
#pragma once
#include <optional>

#include "host/engine/engine.h"
#include "host/engine/tally_place.h"

namespace headroom {

struct DifferentTally {
  TallyPlace place;
  Sum first, second;  // what each engine says
};

struct Mismatch {
  TrialRange range;                     // differs when run alone; of one trial wherever one alone does
  std::vector<DifferentTally> tallies;  // of that range, one at least
  bool repeats = true;                  // false: the range, run once more, did not differ
  // The second engine has all of the range but this trial, or has this one twice, in all that differs. Looked for where
  // no trial differs alone.
  std::optional<u64> lost, doubled;
  u64 runs = 0;  // of each engine

  // The trial to replay, if it is known.
  std::optional<u64> trial() const;
};

// Nothing: the engines agree on every tally, and on which trials exhausted which destination. Once `stop` turns true
// what comes back means nothing. Throws RunError as the engines do.
std::optional<Mismatch> find_mismatch(Engine& first, Engine& second, const Tables& tables, TrialRange range,
                                      const std::atomic<bool>& stop);

// The destination or, with numbers behind all destinations, the company that a tally belongs to. Nothing: it is of all
// destinations, or of a book row that meets no meter.
std::optional<u32> number_of(const Tables& tables, const TallyPlace& place);

// Whose ledger shows how tallies come to differ, as a number_of. A destination comes before those to which it sends
// orders. Nothing: only tallies across destinations differ.
std::optional<u32> number_to_replay(const Tables& tables, const std::vector<DifferentTally>& tallies);

}  // namespace headroom
