// Engines and witnesses that are right but for one fault, planted to be found.
#pragma once
#include <functional>

#include "host/engine/engine.h"
#include "host/engine/tally_place.h"
#include "host/engine/witness.h"

namespace headroom::testing {

// Spoils what the reference engine makes of a range that holds the trial.
class FaultyEngine : public Engine {
 public:
  using Spoil = std::function<void(TrialRange range, Tally* tally, ExhaustedBits* bits)>;

  FaultyEngine(u64 trial, Spoil spoil) : trial_(trial), spoil_(std::move(spoil)) {}
  std::string name() const override { return "faulty"; }
  std::string detail() const override { return "reference, with a fault"; }
  u64 runs() const { return runs_; }

  u64 run(const Tables& tables, TrialRange range, const std::atomic<bool>& stop, Tally* tally,
          ExhaustedBits* exhausted) override {
    ++runs_;
    const u64 done = right_->run(tables, range, stop, tally, exhausted);
    if (trial_ >= range.first && trial_ - range.first < range.count) spoil_(range, tally, exhausted);
    return done;
  }

 private:
  std::unique_ptr<Engine> right_ = make_reference_engine(1);
  u64 trial_;
  Spoil spoil_;
  u64 runs_ = 0;
};

// Takes trials in batches, of which each whole one counts its last trial `times` times; perhaps only in what the
// destinations come to one by one, and not in books, companies and what they come to together.
class LastOfBatchEngine : public Engine {
 public:
  LastOfBatchEngine(u64 batch, u64 times, bool only_destinations = false)
      : batch_(batch), times_(times), only_destinations_(only_destinations) {}
  std::string name() const override { return "faulty"; }
  std::string detail() const override { return "reference, with a fault"; }

  u64 run(const Tables& tables, TrialRange range, const std::atomic<bool>& stop, Tally* tally,
          ExhaustedBits* exhausted) override {
    right_->run(tables, range, stop, tally, exhausted);
    Tally last(tally->shape);
    for (u64 end = batch_; end <= range.count; end += batch_)
      right_->run(tables, {range.first + end - 1, 1}, stop, &last);
    if (only_destinations_) {
      for (u64 i = 0; i < last.counters.size(); ++i)
        if (!is_of_destination(counter_place(last.shape, i).part)) last.counters[i] = 0;
      for (u64 i = 0; i < last.sums.size(); ++i)
        if (!is_of_destination(sum_place(last.shape, i).part)) last.sums[i] = {};
    }
    for (u64 i = 0; i < last.counters.size(); ++i) tally->counters[i] += (times_ - 1) * last.counters[i];
    for (u64 i = 0; i < last.sums.size(); ++i) {
      const Sum more = last.sums[i];
      Sum& sum = tally->sums[i];
      sum = times_ ? (sum.add(more), sum) : Sum{sum.low - more.low, sum.high - more.high - (sum.low < more.low)};
    }
    return range.count;
  }

 private:
  std::unique_ptr<Engine> right_ = make_reference_engine(1);
  u64 batch_, times_;  // 0 or 2
  bool only_destinations_;
};

// Asks a witness something else than it was asked: question `which` with another lowest bit.
class AlteredWitness : public Witness {
 public:
  AlteredWitness(Witness& right, std::size_t which) : right_(right), which_(which) {}
  std::vector<Answer> answers(const Tables& tables, const std::vector<Question>& questions) override {
    std::vector<Question> altered = questions;
    altered[which_].a ^= 1;
    return right_.answers(tables, altered);
  }
  std::vector<Event> ledger(const Tables& tables, u64 trial, u32 number) override {
    return right_.ledger(tables, trial, number);
  }

 private:
  Witness& right_;
  std::size_t which_;
};

// Tells every order it meets to be a unit too large.
class LyingWitness : public Witness {
 public:
  explicit LyingWitness(u64 line) : line_(line) {}
  std::vector<Answer> answers(const Tables& tables, const std::vector<Question>& questions) override {
    return right_->answers(tables, questions);
  }
  std::vector<Event> ledger(const Tables& tables, u64 trial, u32 number) override {
    std::vector<Event> events = right_->ledger(tables, trial, number);
    if (line_ < events.size()) ++events[line_].x;
    return events;
  }

 private:
  std::unique_ptr<Witness> right_ = make_cpu_witness();
  u64 line_;
};

}  // namespace headroom::testing
