#include "host/app/bench_rounds.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "host/base/clocks.h"
#include "host/base/digest.h"
#include "host/engine/philox_anchor.h"
#include "host/trial/philox.h"

namespace headroom {
namespace {

constexpr u64 kFirstGuess = 256, kMostGrowth = 16, kMostTimed = u64(1) << 40;

u64 rounded_up(double trials, u64 step) {
  return std::max<u64>(u64(std::ceil(std::min(trials, double(kMostTimed)) / double(step))), 1) * step;
}

class RoundRunner {
 public:
  RoundRunner(std::vector<Contestant>& contestants, const Tables& tables)
      : contestants_(contestants), tables_(tables), measured_(contestants.size()), digests_(contestants.size()) {
    for (const Contestant& one : contestants) {
      if (!one.takes_part()) continue;
      if (one.engine) common_ = common_ ? std::min(common_, one.row.trials) : one.row.trials;
      stride_ = std::max(stride_, one.row.trials);
    }
  }

  u64 common() const { return common_; }

  // Rounds run different trials, so that they compare different ones.
  void run(u32 round) {
    const u64 first = round * stride_;
    for (const u32 i : order_of_round(u32(contestants_.size()), round)) {
      if (contestants_[i].takes_part()) with_device_care(contestants_[i], [&] { run_row(i, first); });
    }
    compare({first, common_});
  }

  // What is told of are these of the rounds that were run, counted from the one behind the warm-up.
  void finish(const std::vector<u32>& kept) {
    for (std::size_t i = 0; i < contestants_.size(); ++i) {
      if (!contestants_[i].takes_part()) continue;
      for (const u32 round : kept) contestants_[i].row.rounds.push_back(measured_[i][round + 1]);
    }
  }

 private:
  void run_row(u32 i, u64 first) {
    Contestant& one = contestants_[i];
    if (one.outsider) return measured_[i].push_back(one.outsider({first, one.row.trials}));
    const bool all_are_common = one.row.trials == common_;
    Tally timed(tally_shape(tables_)), common = timed;
    if (!all_are_common) measure(*one.engine, tables_, {first, common_}, &common);
    measured_[i].push_back(measure(*one.engine, tables_, {first, one.row.trials}, &timed));
    digests_[i] = (all_are_common ? timed : common).digest();
    if (first == 0) one.row.digest = hex(digests_[i]);
  }

  void compare(TrialRange common) const {
    std::vector<TalliesOf> all;
    for (std::size_t i = 0; i < contestants_.size(); ++i) {
      if (contestants_[i].engine) all.push_back({&contestants_[i].row, digests_[i]});
    }
    require_equal(all, common);
  }

  std::vector<Contestant>& contestants_;
  const Tables& tables_;
  std::vector<std::vector<Measurement>> measured_;  // by row and round
  std::vector<u64> digests_;                        // of the common trials of the last round
  u64 common_ = 0, stride_ = 0;
};

}  // namespace

Measurement measure(Engine& engine, const Tables& tables, TrialRange range, Tally* tally) {
  const std::atomic<bool> to_the_end{false};
  Measurement took;
  const EngineTimes before = engine.times();
  const std::string detail = engine.detail();
  const double wall = wall_seconds(), processors = process_seconds();
  const u64 done = engine.run(tables, range, to_the_end, tally);
  took.wall = wall_seconds() - wall;
  took.processors = process_seconds() - processors;
  const EngineTimes after = engine.times();
  took.parts = {after.upload_s - before.upload_s, after.kernels_s - before.kernels_s,
                after.download_s - before.download_s};
  if (done != range.count) throw RunError(fmt::format("{} of {} trials were run", done, range.count));
  // One of several devices was lost on the way and the others did its part: that is not the speed of all of them.
  if (engine.detail() != detail) throw RunError(engine.detail());
  return took;
}

void with_device_care(Contestant& one, const std::function<void()>& work) {
  try {
    work();
  } catch (const TalliesDiffer&) {
    throw;
  } catch (const RunError& error) {
    if (one.row.engine != "cuda" && !one.outsider) throw;
    one.row.why_not = error.what();
    one.row.failed = true;
    one.engine.reset();
    one.outsider = nullptr;
  }
}

u64 calibrated(const std::function<double(u64)>& seconds_of, double wanted, u64 step) {
  for (u64 trials = rounded_up(double(kFirstGuess), step);;) {
    const double seconds = seconds_of(trials);
    if (seconds >= wanted / 4) return rounded_up(double(trials) * wanted / seconds, step);
    if (trials >= kMostTimed) return trials;
    const double growth = std::clamp(seconds > 0 ? wanted / seconds : double(kMostGrowth), 2.0, double(kMostGrowth));
    trials = rounded_up(double(trials) * growth, step);
  }
}

std::vector<u32> order_of_round(u32 rows, u32 round) {
  const PhiloxKeys keys = keys_of_rounds({});
  std::vector<u32> order(rows);
  for (u32 i = 0; i < rows; ++i) order[i] = i;
  for (u32 i = rows; i > 1; --i)
    std::swap(order[i - 1], order[philox4x32_10<u32>({{i, round, 0, 0}}, keys).word[0] % i]);
  return order;
}

std::vector<u32> kept_rounds(const std::vector<std::optional<double>>& other_load, u32 wanted) {
  std::vector<u32> all, quiet;
  for (u32 round = 0; round < other_load.size(); ++round) {
    all.push_back(round);
    if (other_load[round].value_or(0) <= kMostOtherLoad && quiet.size() < wanted) quiet.push_back(round);
  }
  return quiet.size() == wanted ? quiet : all;
}

BenchRounds run_rounds(std::vector<Contestant>& contestants, const Tables& tables, u32 wanted,
                       const std::function<std::optional<double>()>& other_load) {
  RoundRunner runner(contestants, tables);
  runner.run(0);
  std::vector<std::optional<double>> loads;
  std::vector<double> philox;
  const auto quiet = [](const std::optional<double>& load) { return load.value_or(0) <= kMostOtherLoad; };
  other_load();  // from here on
  while (loads.size() < 2 * wanted && std::count_if(loads.begin(), loads.end(), quiet) < wanted) {
    philox.push_back(philox_ns_per_word());
    runner.run(u32(loads.size()) + 1);
    loads.push_back(other_load());
  }
  const std::vector<u32> kept = kept_rounds(loads, wanted);
  runner.finish(kept);
  BenchRounds rounds{runner.common(), u32(loads.size()), u32(kept.size()), false, {}, {}};
  for (const u32 round : kept) {
    rounds.disturbed |= !quiet(loads[round]);
    rounds.philox_ns.push_back(philox[round]);
    if (loads[round]) rounds.other_load.push_back(*loads[round]);
  }
  return rounds;
}

void require_equal(const std::vector<TalliesOf>& all, TrialRange range) {
  const auto is_reference = [](const TalliesOf& one) { return one.row->engine == "reference"; };
  auto right = std::find_if(all.begin(), all.end(), is_reference);
  if (right == all.end()) right = all.begin();
  std::string found;
  for (const TalliesOf& one : all) {
    if (one.digest != right->digest)
      found += fmt::format("  {}: {}, but {}: {}\n", name_of(*one.row), hex(one.digest), name_of(*right->row),
                           hex(right->digest));
  }
  if (found.empty()) return;
  throw TalliesDiffer(
      fmt::format("tallies differ in trials {} to {}, so no speed is told:\n{}"
                  "'headroom verify' finds the first trial that differs",
                  range.first, range.first + range.count - 1, found));
}

}  // namespace headroom
