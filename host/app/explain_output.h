// What `headroom explain` prints: tables for people, JSON.
#pragma once
#include <optional>
#include <string>

#include "host/app/find_trials.h"
#include "host/app/replay.h"
#include "host/rules/trial_words.h"

namespace headroom {

struct Explanation {
  const Inputs& inputs;
  std::string scenario;  // empty: the study itself
  u64 trial = 0;
  const std::optional<Rulebook>& words;  // nothing: no paragraph is named
  Replay replay;
};

std::string explain_text(const Explanation& what);
std::string explain_json(const Explanation& what);  // headroom.explain/1

struct Search {
  const Inputs& inputs;
  std::string scenario, kind, subject;  // "exhausted" and a destination, "refused-book" and a row
  FoundTrials found;
};

std::string found_text(const Search& what);
std::string found_json(const Search& what);  // headroom.explain/1

// "refused_cap", "waits", "uveu", ...: what became of an order, or of what was left of it.
std::string ending_name(const LedgerOrder& order);

// The rulings that the orders have come to, each once, by name.
std::vector<const NamedRuling*> rulings_used(const Explanation& what);

}  // namespace headroom
