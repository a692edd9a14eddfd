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
    u64 done = 0;
    if (!second_) {
      try {
        done = first_->run(tables, range, stop, tally, exhausted);
        by_first_ += done;
        return done;
      } catch (const EngineLost& lost) {
        done = lost.done;
        by_first_ += done;
        second_ = make_second_();
      }
    }
    const TrialRange rest{range.first + done, range.count - done};
    ExhaustedBits bits(exhausted ? tables.destination_count : 0, rest.count);
    const u64 more = second_->run(tables, rest, stop, tally, exhausted ? &bits : nullptr);
    if (exhausted) exhausted->merge(done, bits);
    return done + more;
  }

 private:
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
