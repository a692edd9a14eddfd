#include "host/engine/fallback.h"

#include <utility>

namespace headroom {
namespace {

class FallbackEngine : public Engine {
 public:
  FallbackEngine(std::unique_ptr<Engine> first, std::function<std::unique_ptr<Engine>()> second)
      : first_(std::move(first)), make_second_(std::move(second)) {}

  // Of the second where the first has done nothing.
  std::string name() const override { return second_ && by_first_ == 0 ? second_->name() : first_->name(); }
  std::string detail() const override {
    if (!second_) return first_->detail();
    return first_->detail() + "; the " + second_->name() + " engine did the rest: " + second_->detail();
  }
  EngineTimes times() const override { return first_->times(); }

  u64 run(const Tables& tables, TrialRange range, const std::atomic<bool>& stop, Tally* tally,
          ExhaustedBits* exhausted) override {
    const u64 done = on_first([&] { return first_->run(tables, range, stop, tally, exhausted); });
    if (!second_) return done;
    const TrialRange rest{range.first + done, range.count - done};
    ExhaustedBits bits(exhausted ? tables.destination_count : 0, rest.count);
    const u64 more = second_->run(tables, rest, stop, tally, exhausted ? &bits : nullptr);
    if (exhausted) exhausted->merge(done, bits);
    return done + more;
  }
  u64 run_conditional(const ConditionalTables& tables, TrialRange range, const std::atomic<bool>& stop,
                      ConditionalTally* tally) override {
    const u64 done = on_first([&] { return first_->run_conditional(tables, range, stop, tally); });
    if (!second_) return done;
    return done + second_->run_conditional(tables, {range.first + done, range.count - done}, stop, tally);
  }
  u64 run_weighted(const Tables& tables, const Tilt& tilt, TrialRange range, const std::atomic<bool>& stop,
                   WeightTally* tally) override {
    const u64 done = on_first([&] { return first_->run_weighted(tables, tilt, range, stop, tally); });
    if (!second_) return done;
    return done + second_->run_weighted(tables, tilt, {range.first + done, range.count - done}, stop, tally);
  }

 private:
  // What the first does, while there is no second; makes that where the first is lost.
  template <class Run>
  u64 on_first(Run run) {
    if (second_) return 0;
    u64 done = 0;
    try {
      done = run();
    } catch (const EngineLost& lost) {
      done = lost.done;
      second_ = make_second_();
    }
    by_first_ += done;
    return done;
  }

  std::unique_ptr<Engine> first_, second_;  // the second once it is needed
  std::function<std::unique_ptr<Engine>()> make_second_;
  u64 by_first_ = 0;  // trials
};

}  // namespace

std::unique_ptr<Engine> make_fallback_engine(std::unique_ptr<Engine> first,
                                             std::function<std::unique_ptr<Engine>()> second) {
  return std::make_unique<FallbackEngine>(std::move(first), std::move(second));
}

}  // namespace headroom
