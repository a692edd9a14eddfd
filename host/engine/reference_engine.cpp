// The reference engine: one lane, nothing clever. It is what the rules mean; every other engine is compared with it.
// Threads take batches of trials; within a batch destinations are the outer loop, so that a destination's tables stay
// in the cache.
#include <memory>

#include "host/engine/batches.h"
#include "host/engine/company_runs.h"
#include "host/engine/conditional_pass.h"
#include "host/engine/joint.h"
#include "host/engine/trial_memory.h"
#include "host/engine/weighted_pass.h"

namespace headroom {
namespace {

constexpr u64 kBatch = 256;  // a multiple of 64, so that no two threads share a word of ExhaustedBits

// One thread's.
class Worker {
 public:
  Tally tally;

  Worker(const Tables& tables, u64 first, ExhaustedBits* exhausted)
      : tally(tally_shape(tables)),
        tables_(tables),
        first_(first),
        exhausted_(exhausted),
        joint_(tables.destination_count, kBatch),
        memory_(tables, kBatch),
        companies_(tables) {}

  void run(u64 offset, u64 count) {
    const TrialRange batch{first_ + offset, count};
    TallyBook<Tally> book(tally.shape, &tally);
    joint_.clear();
    for (u64 i = 0; i < count; ++i) memory_.begin(i, batch.first + i, &book);
    for (u32 i = 0; i < tables_.destination_count; ++i) run_destination(tables_.words[tables_.run_order + i], batch);
    companies_.run(tables_, batch, &tally);
    joint_.tally(u32(count), &tally);
    if (exhausted_) joint_.mark(u32(count), offset, exhausted_);
    tally.trials += count;
  }

 private:
  void run_destination(u32 d, TrialRange batch) {
    const TallyShape& shape = tally.shape;
    TallyBook<Tally> book(shape, &tally);
    for (u64 i = 0; i < batch.count; ++i) {
      const Outcome<OneLane> out = memory_.walk(d, i, batch.first + i, &book);
      for_each_total(shape, out, [&](bool is_sum, u32 index, u64 x) {
        if (is_sum) {
          tally.sum(shape.sum(d, index), x);
        } else {
          tally.count(shape.counter(d, index), x);
        }
      });
      tally_bins(shape, d, out, tally);
      joint_.note(u32(i), d, exhaustion_key(out, memory_.month_end()));
    }
  }

  const Tables& tables_;
  u64 first_;
  ExhaustedBits* exhausted_;
  JointBatch joint_;
  TrialMemory memory_;
  CompanyRuns companies_;
};

class ReferenceEngine : public Engine {
 public:
  explicit ReferenceEngine(int threads) : threads_(threads) {}
  std::string name() const override { return "reference"; }
  std::string detail() const override { return count_of_threads(threads_); }

  u64 run(const Tables& tables, TrialRange range, const std::atomic<bool>& stop, Tally* tally,
          ExhaustedBits* exhausted) override {
    return run_in_batches(range.count, kBatch, threads_, stop, tally,
                          [&] { return std::make_unique<Worker>(tables, range.first, exhausted); });
  }
  u64 run_conditional(const ConditionalTables& tables, TrialRange range, const std::atomic<bool>& stop,
                      ConditionalTally* tally) override {
    return run_conditional_on_host(nullptr, threads_, tables, range, stop, tally);
  }
  u64 run_weighted(const Tables& tables, const Tilt& tilt, TrialRange range, const std::atomic<bool>& stop,
                   WeightTally* tally) override {
    return run_weighted_on_host(nullptr, threads_, tables, tilt, range, stop, tally);
  }

 private:
  int threads_;
};

}  // namespace

std::unique_ptr<Engine> make_reference_engine(int threads) {
  return std::make_unique<ReferenceEngine>(std::max(threads, 1));
}

}  // namespace headroom
