#include "host/app/find_trials.h"

#include <optional>

#include "host/engine/trial_memory.h"
#include "host/model/demand.h"

namespace headroom {
namespace {

// Waits for a book row to be refused.
struct RefusalWatch : NoObserver<OneLane> {
  std::optional<u32> row, month;
  void book_ends(const BookRow& of, BookEnd end, u32 at) {
    if (row == of.tally && end == BookEnd::refused) month = at;
  }
};

// The destinations to walk: the one in question and what it needs; a book row may be refused by whom it is sent to.
std::vector<u32> walks_of(const Inputs& inputs, const Tables& tables, const Wanted& wanted) {
  std::vector<bool> marked(tables.destination_count, false);
  const Study& study = inputs.loaded.study;
  const std::string& iso3 =
      wanted.exhausted ? inputs.compiled.capped[wanted.number].iso3 : queue_of(study.regime, study.book[wanted.number]);
  for (u32 d = 0; d < tables.destination_count; ++d) marked[d] = inputs.compiled.capped[d].iso3 == iso3;
  return walks_for(tables, marked, !wanted.exhausted);
}

}  // namespace

FoundTrials find_trials(const Inputs& inputs, const Wanted& wanted, u64 first, u64 limit,
                        const std::atomic<bool>& stop) {
  const Tables tables = inputs.compiled.tables();
  const std::vector<u32> walks = walks_of(inputs, tables, wanted);
  constexpr u64 end = u64(1) << 63;
  TrialMemory memory(tables, 1);
  RefusalWatch watch;
  if (!wanted.exhausted) watch.row = wanted.number;
  FoundTrials found{first, 0, {}, false};
  for (u64 trial = first; trial < end && found.searched < kMostSearched && found.trials.size() < limit; ++trial) {
    if (stop.load(std::memory_order_relaxed)) {
      found.stopped = true;
      break;
    }
    watch.month.reset();
    memory.begin(0, trial, &watch);
    for (const u32 d : walks) {
      const Outcome<OneLane> out = memory.walk(d, 0, trial, &watch);
      if (wanted.exhausted && d == wanted.number && out.exhausted_month != kNever) watch.month = out.exhausted_month;
    }
    ++found.searched;
    if (watch.month) found.trials.push_back({trial, *watch.month});
  }
  return found;
}

}  // namespace headroom
