// headroom_compare: engines and their peers side by side, in turns. A speed is printed only where the answers agree.
#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <cstdio>

#include "bench/contest.h"
#include "bench/split.h"
#include "host/app/bench_output.h"
#include "host/base/problems.h"
#include "host/base/text.h"

namespace headroom::bench {
namespace {

constexpr const char* kFooter =
    "Every round runs each row once. Rounds in which others use more than 10 % of the machine are run again; where too "
    "few\n"
    "were quiet nothing is printed. bench/wholes.py makes the tables of the README.\n";

struct Options {
  std::string study = "baseline-2025";
  Choice choice{kPeers, std::nullopt, 5, machine_facts().cores, false};
  bool json = false;
};

// Peers play by every rule that the reference workload R2 has.
void refuse_what_peers_lack(const Study& study) {
  if (study.behaviour.split.value_or(false) || !study.diverts.empty() || !study.position.empty() ||
      study.regime.allocation.lapse.share > 0 || study.regime.allocation.tier2_parent_counted)
    throw InputError(
        "the peers know no split, divert, lapse, position or parent that counts at home; compare on a study without "
        "them");
  if (!study.regime.allocation.cap_tpp || study.regime.product_limit)
    throw InputError("the peers know allocations alone; compare on a study whose regime has one");
}

// Peers know no companies. They touch no destination, so both sides go without.
Inputs read_without_companies(const std::string& where) {
  Inputs inputs = read_inputs(where, {}, true);
  inputs.loaded.study.companies.clear();
  Problems problems;
  inputs.compiled = compile(inputs.loaded.study, inputs.loaded.catalogue, problems);
  return inputs;
}

std::string text_of(const BenchReport& report, const std::vector<Step>& steps) {
  std::string text = bench_head(report) + "\n" + bench_speeds(report) + "\n" + split_text(steps);
  for (const BenchRow& row : report.rows)
    if (!row.why_not.empty()) text += fmt::format("{}: {}\n", row.engine, printable(row.why_not));
  return text + bench_load(report);
}

int run(const Options& options) {
  const Inputs inputs = read_without_companies(options.study);
  refuse_what_peers_lack(inputs.loaded.study);
  const BenchReport report = run_contest(inputs, options.choice);
  if (report.rounds.disturbed && !options.choice.any_load)
    throw RunError(fmt::format("others used {:.0f} % of the machine, so no speed is told; repeat it on a quiet machine",
                               100 * median(report.rounds.other_load)));
  if (report.rounds.other_load.size() < report.rounds.kept && !options.choice.any_load)
    throw RunError(
        "rounds were too short to tell what others use of the machine, so no speed is told; give more --trials");
  const std::vector<Step> steps = split_of(report);
  fmt::print("{}", options.json ? compare_json(report, steps) : text_of(report, steps));
  const auto failed = [](const BenchRow& row) { return row.failed; };
  return std::any_of(report.rows.begin(), report.rows.end(), failed) ? 1 : 0;
}

}  // namespace
}  // namespace headroom::bench

int main(int argc, char** argv) {
  headroom::bench::Options options;
  headroom::bench::Choice& choice = options.choice;
  CLI::App app("Engines and their peers side by side.", "headroom_compare");
  app.footer(headroom::bench::kFooter);
  app.add_option("STUDY", options.study, "a folder with study.toml or a bundled name; default baseline-2025");
  app.add_option("--trials", choice.trials, "trials a measurement; default: what takes about 0.3 s")
      ->check(CLI::Range(1, 100'000'000));
  app.add_option("--rounds", choice.rounds, "rounds; default 5")->check(CLI::Range(1, 1000));
  app.add_option("--threads", choice.threads, "threads of the rows with many; default: all")
      ->check(CLI::Range(1, 1024));
  app.add_option("--peers", choice.peers, "which beside std-cpp; default scalar-counter,numpy,r")
      ->delimiter(',')
      ->check(CLI::IsMember(headroom::bench::kPeers));
  app.add_flag("--any-load", choice.any_load,
               "rounds count whatever others do on the machine; not for figures to quote");
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
