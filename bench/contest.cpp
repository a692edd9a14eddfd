#include "bench/contest.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "bench/answers.h"
#include "host/app/bench_contestants.h"
#include "host/base/clocks.h"
#include "host/base/digest.h"

namespace headroom::bench {
namespace {

// Trials of the engine that peers are compared with, for each of a peer's: its own error should not count much.
constexpr u64 kEngineTrials = 2;

// A peer in a contest: what it runs, and all that it has answered.
struct Entry {
  std::unique_ptr<Peer> peer;
  Answers answers;
};

std::unique_ptr<Peer> make_peer(const std::string& name, const LoadedStudy& loaded, std::string* why_not) {
  if (name == "std-cpp") return make_std_cpp(loaded);
  if (name == "scalar-counter") return make_scalar_counter(loaded);
  return name == "numpy" ? make_numpy(loaded, why_not) : make_r(loaded, why_not);
}

BenchRow row_of(const std::string& engine, const std::string& isa, int threads) {
  BenchRow row;
  row.engine = engine;
  row.isa = isa;
  row.threads = threads;
  return row;
}

// Measures as measure() does an engine.
Measurement measure(Entry& entry, TrialRange range) {
  const auto processors = [&] { return process_seconds() + entry.peer->helper_seconds(); };
  Measurement took;
  const double wall = wall_seconds(), before = processors();
  entry.answers.merge(entry.peer->run(range.first, range.count));
  took.wall = wall_seconds() - wall;
  took.processors = processors() - before;
  return took;
}

class Contest {
 public:
  Contest(const Inputs& inputs, const Choice& choice)
      : inputs_(inputs), tables_(inputs.compiled.tables()), choice_(choice) {
    for (const std::string& name : kPeers)
      if (name == kPeers.front() || std::count(choice.peers.begin(), choice.peers.end(), name)) add_peer(name);
    contestants_.push_back(open_contestant(row_of("reference", "scalar", 1), tables_, 0));
    for (const std::string& isa : instruction_sets()) {
      if (isa == "scalar") continue;  // one lane of the CPU engine is the reference engine
      contestants_.push_back(open_contestant(row_of("cpu", isa, 1), tables_, 0));
      if (choice.threads > 1) contestants_.push_back(open_contestant(row_of("cpu", isa, choice.threads), tables_, 0));
    }
  }

  BenchRounds run() {
    choose_trials(contestants_, tables_, choice_.trials);
    for (auto& entry : entries_) entry->answers = {};  // the rounds begin with the same trials again
    LoadMeter meter;
    double helpers = helper_seconds();
    std::vector<double> loads;
    const auto other_load = [&]() -> std::optional<double> {
      const double now = helper_seconds();
      const std::optional<double> load = meter.lap(now - helpers);
      helpers = now;
      if (!choice_.any_load) return load;
      loads.push_back(load.value_or(0));
      return std::nullopt;
    };
    BenchRounds rounds = run_rounds(contestants_, tables_, choice_.rounds, other_load);
    if (choice_.any_load) {
      rounds.other_load.assign(loads.begin() + 1, loads.end());  // the first is of the warming up
      rounds.disturbed = *std::max_element(rounds.other_load.begin(), rounds.other_load.end()) > kMostOtherLoad;
    }
    return rounds;
  }

  void void_wrong_peers() {
    u64 most = 0;
    for (const auto& entry : entries_) most = std::max(most, entry->answers.trials);
    const Answers right = engine_answers(kEngineTrials * most);
    std::vector<std::string> names;
    for (const DestinationLabel& label : inputs_.compiled.capped) names.push_back(label.iso3);
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      BenchRow& row = contestants_[i].row;
      if (row.rounds.empty()) continue;
      const std::vector<std::string> found = differences(entries_[i]->answers, right, names);
      if (found.empty()) continue;
      row.rounds.clear();
      row.failed = true;
      row.why_not = fmt::format("void: it answers otherwise than the engines: {}", fmt::join(found, "; "));
    }
    if (contestants_.front().row.failed) throw RunError("std-cpp is " + contestants_.front().row.why_not);
  }

  std::vector<BenchRow> rows() && {
    std::vector<BenchRow> rows;
    for (Contestant& one : contestants_) rows.push_back(std::move(one.row));
    return rows;
  }

 private:
  void add_peer(const std::string& name) {
    auto entry = std::make_shared<Entry>();
    Contestant one;
    one.row = row_of(name, "scalar", 1);
    entry->peer = make_peer(name, inputs_.loaded, &one.row.why_not);
    if (entry->peer) one.outsider = [entry](TrialRange range) { return measure(*entry, range); };
    if (entry->peer) one.row.why_not.clear();
    contestants_.push_back(std::move(one));
    entries_.push_back(std::move(entry));
  }

  double helper_seconds() const {
    double seconds = 0;
    for (const auto& entry : entries_) seconds += entry->peer ? entry->peer->helper_seconds() : 0;
    return seconds;
  }

  Answers engine_answers(u64 trials) const {
    Tally tally(tally_shape(tables_));
    headroom::measure(*make_cpu_engine("auto", choice_.threads), tables_, {0, trials}, &tally);
    return answers_of(tally);
  }

  const Inputs& inputs_;
  const Tables tables_;
  const Choice& choice_;
  std::vector<std::shared_ptr<Entry>> entries_;  // of the first contestants
  std::vector<Contestant> contestants_;
};

}  // namespace

BenchReport run_contest(const Inputs& inputs, const Choice& choice) {
  BenchReport report;
  report.machine = machine_facts();
  report.build = build_facts();
  report.study = inputs.loaded.study.name;
  report.digest = hex(inputs.compiled.digest());
  report.model_orders = market_orders(inputs.compiled);
  Contest contest(inputs, choice);
  report.rounds = contest.run();
  contest.void_wrong_peers();
  report.rows = std::move(contest).rows();
  report.peak_memory_bytes = peak_memory_bytes();
  return report;
}

}  // namespace headroom::bench
