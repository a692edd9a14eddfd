// Trials of one range, handed out to ranks of unequal speed: half of what is left, shared by all, and so ever less.
#pragma once
#include <algorithm>
#include <atomic>
#include <mutex>

#include "host/engine/engine.h"

namespace headroom {

// What is handed out is finished by whoever has it, so that it is always the first so many trials of the range. Any
// function may be called from any thread.
class HandOut {
 public:
  HandOut(u64 trials, u64 takers, const std::atomic<bool>& stop) : trials_(trials), takers_(takers), stop_(stop) {}

  // Trials counted from the start of the range; a count of 0: there are no more, or `stop` is true.
  TrialRange take() {
    const std::lock_guard lock(mutex_);
    if (stop_.load()) trials_ = next_;
    const u64 left = trials_ - next_, fair = left / (2 * takers_) / kStep * kStep;
    const TrialRange taken{next_, std::min(left, std::max(fair, kFewest))};
    next_ += taken.count;
    return taken;
  }
  void close() {
    const std::lock_guard lock(mutex_);
    trials_ = next_;
  }
  u64 handed_out() const {
    const std::lock_guard lock(mutex_);
    return next_;
  }

  static constexpr u64 kStep = 64, kFewest = 4 * kStep;  // packs of lanes are full

 private:
  mutable std::mutex mutex_;
  u64 trials_, next_ = 0;
  const u64 takers_;
  const std::atomic<bool>& stop_;
};

}  // namespace headroom
