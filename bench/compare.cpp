// headroom_compare: engines and their peer side by side, in one process, one thread each, in turns. Speeds are printed
// only when the answers agree.
#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <cstdio>

#include "bench/answers.h"
#include "bench/measure.h"
#include "bench/peers/std_cpp.h"
#include "host/app/inputs.h"
#include "host/base/clocks.h"
#include "host/base/digest.h"
#include "host/base/problems.h"
#include "host/engine/engine.h"
#include "host/engine/philox_anchor.h"
#include "host/stats/spread.h"

namespace headroom::bench {
namespace {

struct Options {
  std::string study = "baseline-2025";
  u64 trials = 1000;
  u32 rounds = 5;
  bool json = false;
};

struct Outcome {
  Report report;
  std::vector<std::string> differences;
};

// The engines, each on one thread: the reference, then the CPU engine on every instruction set of this machine.
struct Runner {
  std::unique_ptr<Engine> engine;
  Speed speed;
  Tally tally;
};

std::vector<Runner> runners_of(const Tables& tables) {
  std::vector<Runner> runners;
  const Tally empty(tally_shape(tables));
  runners.push_back({make_reference_engine(1), {"reference", "scalar", {}, ""}, empty});
  for (const std::string& isa : instruction_sets())
    if (isa != "scalar") runners.push_back({make_cpu_engine(isa, 1), {"cpu", isa, {}, ""}, empty});
  return runners;
}

// In words, like differences(): engines agree to the last bit.
std::vector<std::string> unequal(const std::vector<Runner>& runners) {
  std::vector<std::string> found;
  for (const Runner& runner : runners)
    if (runner.speed.digest != runners.front().speed.digest)
      found.push_back(fmt::format("{} and reference: other tallies, {} and {}", runner.speed.isa, runner.speed.digest,
                                  runners.front().speed.digest));
  return found;
}

Outcome compare(const Options& options, const Inputs& inputs) {
  StdCpp peer(inputs.loaded);
  const Tables tables = inputs.compiled.tables();
  const std::atomic<bool> stop{false};
  std::vector<Runner> runners = runners_of(tables);
  Answers answers;
  Speed peer_speed{"std-cpp", "scalar", {}, ""};
  std::vector<double> philox;
  for (u32 round = 0; round < options.rounds; ++round) {
    const TrialRange range{round * options.trials, options.trials};
    philox.push_back(philox_ns_per_word());
    double start = thread_seconds();
    answers.merge(peer.run(range.first, range.count));
    double end = thread_seconds();
    peer_speed.trials_per_s.push_back(double(range.count) / (end - start));
    for (Runner& runner : runners) {
      start = thread_seconds();
      runner.engine->run(tables, range, stop, &runner.tally);
      end = thread_seconds();
      runner.speed.trials_per_s.push_back(double(range.count) / (end - start));
    }
  }
  std::vector<Speed> speeds{peer_speed};
  for (Runner& runner : runners) {
    runner.speed.digest = hex(runner.tally.digest());
    speeds.push_back(runner.speed);
  }
  std::vector<std::string> names;
  for (const DestinationLabel& label : inputs.compiled.capped) names.push_back(label.iso3);
  std::vector<std::string> found = differences(answers, answers_of(runners.front().tally), names);
  for (std::string& line : unequal(runners)) found.push_back(std::move(line));
  return {{inputs.loaded.study.name, market_orders(inputs.compiled), median(philox), options.trials, speeds}, found};
}

// The peer plays by every rule that the reference workload R2 has.
void refuse_what_the_peer_lacks(const Study& study) {
  if (study.behaviour.split.value_or(false) || !study.diverts.empty() || !study.position.empty() ||
      study.regime.allocation.lapse.share > 0 || study.regime.allocation.tier2_parent_counted)
    throw InputError(
        "the peer knows no split, divert, lapse, position or parent that counts at home; compare on a study without "
        "them");
  if (!study.regime.allocation.cap_tpp || study.regime.product_limit)
    throw InputError("the peer knows allocations alone; compare on a study whose regime has one");
}

// The peer knows no companies. They touch no destination, so both sides go without.
Inputs read_without_companies(const std::string& where) {
  Inputs inputs = read_inputs(where, {}, true);
  inputs.loaded.study.companies.clear();
  Problems problems;
  inputs.compiled = compile(inputs.loaded.study, inputs.loaded.catalogue, problems);
  return inputs;
}

int run(const Options& options) {
  const Inputs inputs = read_without_companies(options.study);
  refuse_what_the_peer_lacks(inputs.loaded.study);
  const Outcome outcome = compare(options, inputs);
  if (!outcome.differences.empty()) {
    fmt::print(stderr, "the programs answer differently, so their speeds are void:\n");
    for (const std::string& line : outcome.differences) fmt::print(stderr, "  {}\n", line);
    return 1;
  }
  fmt::print("{}", options.json ? as_json(outcome.report) : as_table(outcome.report));
  return 0;
}

}  // namespace
}  // namespace headroom::bench

int main(int argc, char** argv) {
  headroom::bench::Options options;
  CLI::App app("Engines and their peer side by side.", "headroom_compare");
  app.add_option("STUDY", options.study, "a folder with study.toml or a bundled name; default baseline-2025");
  app.add_option("--trials", options.trials, "trials a round; default 1000")->check(CLI::Range(1, 100'000'000));
  app.add_option("--rounds", options.rounds, "rounds; default 5")->check(CLI::Range(1, 1000));
  app.add_flag("--json", options.json, "print headroom.bench/1");
  CLI11_PARSE(app, argc, argv);
  try {
    return headroom::bench::run(options);
  } catch (const headroom::InputError& error) {
    for (const headroom::Problem& problem : error.problems) fmt::print(stderr, "{}\n", headroom::to_string(problem));
    return 2;
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
}
