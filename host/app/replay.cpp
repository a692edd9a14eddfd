#include "host/app/replay.h"

#include <algorithm>

#include "host/engine/trial_memory.h"

namespace headroom {

Replay replay(const Inputs& inputs, u64 trial, const std::optional<std::string>& destination) {
  const CompiledStudy& compiled = inputs.compiled;
  const Tables tables = compiled.tables();
  const auto is_asked = [&](const std::string& iso3) { return !destination || *destination == iso3; };
  std::vector<bool> asked;
  for (const DestinationLabel& label : compiled.capped) asked.push_back(is_asked(label.iso3));

  Replay result;
  TrialLedger ledger(inputs.loaded.study, inputs.loaded.catalogue, compiled, trial);
  TrialMemory memory(tables, 1);
  memory.begin(0, trial, &ledger);
  for (const u32 d : walks_for(tables, asked, false)) {
    ledger.open(d);
    memory.walk(d, 0, trial, &ledger);
    PlaceLedger place = ledger.close();
    if (asked[d]) result.places.push_back(std::move(place));
  }
  for (const DestinationLabel& label : compiled.uncapped) {
    if (!is_asked(label.iso3)) continue;
    PlaceLedger place = ledger.uncapped(label.iso3);
    if (destination || !place.orders.empty()) result.places.push_back(std::move(place));
  }
  std::sort(result.places.begin(), result.places.end(),
            [](const PlaceLedger& a, const PlaceLedger& b) { return a.iso3 < b.iso3; });
  result.book_ends = ledger.book_ends();
  return result;
}

}  // namespace headroom
