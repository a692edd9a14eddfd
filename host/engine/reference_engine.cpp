// The reference engine: one lane, nothing clever. It is what the rules mean; every other engine is compared with it.
// Threads take batches of trials; within a batch destinations are the outer loop, so that a destination's tables stay
// in the cache.
#include <algorithm>
#include <exception>
#include <mutex>
#include <thread>

#include "host/engine/company_runs.h"
#include "host/engine/engine.h"
#include "host/engine/joint.h"
#include "host/engine/trial_memory.h"

namespace headroom {
namespace {

constexpr u64 kBatch = 256;  // a multiple of 64, so that no two threads share a word of ExhaustedBits

// The memory of one thread.
struct Worker {
  Tally tally;
  JointBatch joint;
  TrialMemory memory;
  CompanyRuns companies;

  explicit Worker(const Tables& tables)
      : tally(tally_shape(tables)),
        joint(tables.destination_count, kBatch),
        memory(tables, kBatch),
        companies(tables) {}
};

void run_destination(u32 d, TrialRange batch, Worker* w) {
  const TallyShape& shape = w->tally.shape;
  TallyBook<Tally> book(shape, &w->tally);
  for (u64 i = 0; i < batch.count; ++i) {
    const Outcome<OneLane> out = w->memory.walk(d, i, batch.first + i, &book);
    for_each_total(shape, out, [&](bool is_sum, u32 index, u64 x) {
      if (is_sum) {
        w->tally.sum(shape.sum(d, index), x);
      } else {
        w->tally.count(shape.counter(d, index), x);
      }
    });
    tally_bins(shape, d, out, w->tally);
    w->joint.note(u32(i), d, exhaustion_key(out, w->memory.month_end()));
  }
}

void run_batch(const Tables& tables, TrialRange batch, Worker* w) {
  TallyBook<Tally> book(w->tally.shape, &w->tally);
  w->joint.clear();
  for (u64 i = 0; i < batch.count; ++i) w->memory.begin(i, batch.first + i, &book);
  for (u32 i = 0; i < tables.destination_count; ++i) run_destination(tables.words[tables.run_order + i], batch, w);
  w->companies.run(tables, batch, &w->tally);
  w->joint.tally(u32(batch.count), &w->tally);
  w->tally.trials += batch.count;
}

class ReferenceEngine : public Engine {
 public:
  explicit ReferenceEngine(int threads) : threads_(threads) {}
  std::string name() const override { return "reference"; }
  std::string detail() const override { return std::to_string(threads_) + (threads_ == 1 ? " thread" : " threads"); }

  u64 run(const Tables& tables, TrialRange range, const std::atomic<bool>& stop, Tally* tally,
          ExhaustedBits* exhausted) override {
    const u64 batches = (range.count + kBatch - 1) / kBatch;
    std::atomic<u64> next{0};
    std::mutex merging;
    std::exception_ptr failure;
    u64 done = 0;
    const auto work = [&] {
      try {
        Worker worker(tables);
        // Batches are taken in order and finished once taken, so that what is done is a whole range.
        while (!stop.load(std::memory_order_relaxed)) {
          const u64 batch = next.fetch_add(1);
          if (batch >= batches) break;
          const u64 offset = batch * kBatch, count = std::min(kBatch, range.count - offset);
          run_batch(tables, {range.first + offset, count}, &worker);
          if (exhausted) worker.joint.mark(u32(count), offset, exhausted);
        }
        const std::lock_guard lock(merging);
        done += worker.tally.trials;
        tally->merge(worker.tally);
      } catch (...) {
        const std::lock_guard lock(merging);
        if (!failure) failure = std::current_exception();
        next = batches;
      }
    };
    std::vector<std::thread> others;
    for (int t = 1; t < threads_; ++t) others.emplace_back(work);
    work();
    for (std::thread& thread : others) thread.join();
    if (failure) std::rethrow_exception(failure);
    return done;
  }

 private:
  int threads_;
};

}  // namespace

std::unique_ptr<Engine> make_reference_engine(int threads) {
  return std::make_unique<ReferenceEngine>(std::max(threads, 1));
}

}  // namespace headroom
