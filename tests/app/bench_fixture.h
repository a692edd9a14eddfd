// Rows of a bench with engines that only pretend.
#pragma once
#include <gtest/gtest.h>

#include "host/app/bench_contestants.h"
#include "host/app/bench_rounds.h"

namespace headroom::testing {

struct Log {
  struct Run {
    std::string who;
    TrialRange range;
  };
  std::vector<Run> runs;
};

// Tallies nothing but a digest's worth of trials; one trial may come out wrong, from one run on every run may fail.
class FakeEngine : public Engine {
 public:
  FakeEngine(std::string who, Log* log) : who_(std::move(who)), log_(log) {}
  std::string name() const override { return who_; }
  std::string detail() const override { return loses_one_at && runs_ >= loses_one_at ? "device 1 lost" : ""; }
  u64 run(const Tables&, TrialRange range, const std::atomic<bool>&, Tally* tally, ExhaustedBits*) override {
    log_->runs.push_back({who_, range});
    times_.upload_s += 1;
    times_.kernels_s += 2;
    ++runs_;
    if (fails_from && runs_ >= fails_from) throw RunError("the device is lost");
    if (range.first <= wrong_trial && wrong_trial < range.first + range.count) ++tally->counters[0];
    tally->trials += range.count;
    return range.count - (falls_short ? 1 : 0);
  }
  EngineTimes times() const override { return times_; }

  u64 wrong_trial = ~u64(0);
  int fails_from = 0, loses_one_at = 0;  // counted in runs; 0: never
  bool falls_short = false;

 private:
  std::string who_;
  Log* log_;
  EngineTimes times_;
  int runs_ = 0;
};

class Bench : public ::testing::Test {
 protected:
  FakeEngine& add(const std::string& engine, u64 trials, int threads = 1) {
    Contestant one;
    one.row.engine = engine;
    one.row.isa = "some";
    one.row.threads = threads;
    if (engine == "cuda") one.row.devices = {int(contestants_.size())};
    one.row.trials = trials;
    auto fake = std::make_unique<FakeEngine>(name_of(one.row), &log_);
    FakeEngine& kept = *fake;
    one.engine = std::move(fake);
    contestants_.push_back(std::move(one));
    return kept;
  }
  // A program that is no engine; from one run on it may fail.
  void add_outsider(u64 trials, u32 fails_from = ~0u) {
    Contestant one;
    one.row.engine = "outsider";
    one.row.trials = trials;
    one.outsider = [this, fails_from, runs = 0u](TrialRange range) mutable {
      log_.runs.push_back({"outsider", range});
      if (++runs >= fails_from) throw RunError("it has died");
      return Measurement{2.0, 1.5, {}};
    };
    contestants_.push_back(std::move(one));
  }
  BenchRounds run(u32 wanted = 5) {
    return run_rounds(contestants_, Tables{}, wanted, [] { return std::optional(0.0); });
  }
  std::string refusal() {
    try {
      run();
    } catch (const TalliesDiffer& error) {
      return error.what();
    }
    return "not refused";
  }

  Log log_;
  std::vector<Contestant> contestants_;
};

}  // namespace headroom::testing
