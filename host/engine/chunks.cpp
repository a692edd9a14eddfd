#include "host/engine/chunks.h"

#include <algorithm>
#include <utility>

namespace headroom {

Chunks::Chunks(TrialRange range, const std::atomic<bool>& stop, Tally* tally)
    : stop_(stop),
      tally_(tally),
      first_(range.first),
      end_(range.first + range.count),
      merged_(range.first),
      next_(range.first) {}

std::optional<TrialRange> Chunks::take(u64 most) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return stop_.load() || !given_back_.empty() || next_ < end_ || held_ == 0; });
  if (stop_.load()) return std::nullopt;
  TrialRange chunk;
  if (!given_back_.empty()) {
    const auto [from, to] = *given_back_.begin();
    chunk = {from, std::min(most, to - from)};
    given_back_.erase(given_back_.begin());
    if (from + chunk.count < to) given_back_.emplace(from + chunk.count, to);
  } else if (next_ < end_) {
    chunk = {next_, std::min(most, end_ - next_)};
    next_ += chunk.count;
  } else {
    return std::nullopt;
  }
  ++held_;
  return chunk;
}

void Chunks::finish(TrialRange chunk, Tally tally) {
  const std::lock_guard lock(mutex_);
  --held_;
  ahead_.emplace(chunk.first, Ahead{chunk.first + chunk.count, std::move(tally)});
  merge_in_order();
  changed_.notify_all();
}

// Neighbours are merged, so that there are no more tallies than gaps, and no more gaps than devices.
void Chunks::merge_in_order() {
  while (!ahead_.empty() && ahead_.begin()->first == merged_) {
    merged_ = ahead_.begin()->second.end;
    tally_->merge(ahead_.begin()->second.tally);
    ahead_.erase(ahead_.begin());
  }
  for (auto one = ahead_.begin(); one != ahead_.end();) {
    const auto behind = std::next(one);
    if (behind == ahead_.end() || behind->first != one->second.end) {
      one = behind;
      continue;
    }
    one->second.end = behind->second.end;
    one->second.tally.merge(behind->second.tally);
    ahead_.erase(behind);
  }
}

void Chunks::give_back(TrialRange chunk) {
  const std::lock_guard lock(mutex_);
  --held_;
  if (chunk.first < end_) given_back_.emplace(chunk.first, chunk.first + chunk.count);
  changed_.notify_all();
}

void Chunks::run_away(TrialRange chunk) {
  const std::lock_guard lock(mutex_);
  --held_;
  end_ = std::min(end_, chunk.first);
  given_back_.erase(given_back_.lower_bound(end_), given_back_.end());
  changed_.notify_all();
}

u64 Chunks::not_taken() const {
  const std::lock_guard lock(mutex_);
  u64 trials = next_ < end_ ? end_ - next_ : 0;
  for (const auto& [from, to] : given_back_) trials += to - from;
  return trials;
}

u64 Chunks::done() const {
  const std::lock_guard lock(mutex_);
  return merged_ - first_;
}

bool Chunks::complete() const {
  const std::lock_guard lock(mutex_);
  return merged_ >= end_;
}

}  // namespace headroom
