// A range of trials, cut into batches that threads take in turns.
#pragma once
#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "host/engine/engine.h"

namespace headroom {

// Each thread makes a worker of its own by `make()` and calls worker->run(offset, count) for one batch after the other;
// worker->tally is merged into `tally` at the end. Batches are taken in order and finished once taken, so that what is
// done is a whole range: returns its length. `batch` is a multiple of 64, so that no two threads share a word of
// ExhaustedBits. Rethrows what a thread throws.
template <class Sums, class Make>
u64 run_in_batches(u64 trials, u64 batch, int threads, const std::atomic<bool>& stop, Sums* tally, Make make) {
  const u64 batches = (trials + batch - 1) / batch;
  std::atomic<u64> next{0};
  std::mutex merging;
  std::exception_ptr failure;
  u64 done = 0;
  const auto work = [&] {
    try {
      const auto worker = make();
      while (!stop.load(std::memory_order_relaxed)) {
        const u64 taken = next.fetch_add(1);
        if (taken >= batches) break;
        const u64 offset = taken * batch;
        worker->run(offset, std::min(batch, trials - offset));
      }
      const std::lock_guard lock(merging);
      done += worker->tally.trials;
      tally->merge(worker->tally);
    } catch (...) {
      const std::lock_guard lock(merging);
      if (!failure) failure = std::current_exception();
      next = batches;
    }
  };
  std::vector<std::thread> others;
  for (int t = 1; t < threads; ++t) others.emplace_back(work);
  work();
  for (std::thread& thread : others) thread.join();
  if (failure) std::rethrow_exception(failure);
  return done;
}

inline std::string count_of_threads(int threads) {
  return std::to_string(threads) + (threads == 1 ? " thread" : " threads");
}

}  // namespace headroom
