// An engine that is lost in the midst of a range, and another that goes on: nothing is missing and nothing twice.
#include "host/engine/fallback.h"

#include <gtest/gtest.h>

#include "tests/support/rich_study.h"

namespace headroom {
namespace {

using testing::compiled;
using testing::run_reference;

// The reference engine until `trials` are done; then it is lost.
class Failing : public Engine {
 public:
  explicit Failing(u64 trials) : left_(trials) {}
  std::string name() const override { return "failing"; }
  std::string detail() const override { return left_ ? "fine" : "lost"; }
  u64 run(const Tables& tables, TrialRange range, const std::atomic<bool>& stop, Tally* tally,
          ExhaustedBits* exhausted) override {
    const u64 count = std::min(range.count, left_);
    left_ -= make_reference_engine(1)->run(tables, {range.first, count}, stop, tally, exhausted);
    if (count < range.count) throw EngineLost(count, "no more");
    return count;
  }

 private:
  u64 left_;
};

std::unique_ptr<Engine> lost_after(u64 trials) {
  return make_fallback_engine(std::make_unique<Failing>(trials), [] { return make_reference_engine(2); });
}

TEST(FallbackEngine, gives_the_same_tallies_and_bits_wherever_the_first_is_lost) {
  const CompiledStudy study = compiled(testing::rich_study(6));
  const Tables tables = study.tables();
  const std::atomic<bool> stop{false};
  constexpr TrialRange range{70, 300};
  ExhaustedBits right(tables.destination_count, range.count);
  Tally reference(tally_shape(tables));
  make_reference_engine(1)->run(tables, range, stop, &reference, &right);
  for (const u64 at : {u64(0), u64(1), u64(63), u64(64), u64(65), u64(299), u64(300)}) {
    ExhaustedBits bits(tables.destination_count, range.count);
    Tally tally(tally_shape(tables));
    EXPECT_EQ(lost_after(at)->run(tables, range, stop, &tally, &bits), range.count);
    EXPECT_EQ(tally, reference) << at;
    for (u32 d = 0; d < tables.destination_count; ++d) {
      for (u64 t = 0; t < range.count; ++t) EXPECT_EQ(bits.get(d, t), right.get(d, t)) << at << " " << t;
    }
  }
}

TEST(FallbackEngine, says_who_did_the_rest) {
  const CompiledStudy study = compiled(testing::rich_study(2));
  const Tables tables = study.tables();
  const std::atomic<bool> stop{false};
  Tally tally(tally_shape(tables));
  const auto engine = lost_after(10), never = lost_after(0);
  engine->run(tables, {0, 10}, stop, &tally);
  EXPECT_EQ(engine->name(), "failing");
  EXPECT_EQ(engine->detail(), "lost");
  engine->run(tables, {10, 10}, stop, &tally);
  EXPECT_EQ(engine->name(), "failing");
  EXPECT_EQ(engine->detail(), "lost; the reference engine did the rest: 2 threads");
  never->run(tables, {20, 10}, stop, &tally);
  EXPECT_EQ(never->name(), "reference") << "all of it is its work";
  EXPECT_EQ(tally, run_reference(study, {0, 30}));
}

TEST(ExhaustedBits, are_set_across_words_and_forgotten_from_any_trial_on) {
  for (const u64 first : {u64(0), u64(1), u64(31), u64(40), u64(64), u64(100)}) {
    ExhaustedBits bits(2, 200);
    bits.set_64(1, first, ~u64(0));
    for (u64 t = 0; t < 200; ++t) {
      EXPECT_FALSE(bits.get(0, t));
      EXPECT_EQ(bits.get(1, t), t >= first && t < first + 64) << first << " " << t;
    }
    bits.clear_from(first + 5);
    for (u64 t = 0; t < 200; ++t) EXPECT_EQ(bits.get(1, t), t >= first && t < first + 5) << first << " " << t;
  }
}

}  // namespace
}  // namespace headroom
