// headroom bench: engines side by side, on the same trials.
#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <algorithm>

#include "host/app/bench_contestants.h"
#include "host/app/bench_output.h"
#include "host/app/commands.h"
#include "host/app/inputs.h"
#include "host/app/run_options.h"
#include "host/app/terminal.h"
#include "host/base/clocks.h"
#include "host/base/digest.h"

namespace headroom {
namespace {

constexpr const char* kBenchExamples =
    "Examples:\n"
    "  headroom bench                              the reference workload R2 on all that this machine has\n"
    "  headroom bench my-study --rounds 9          a study of yours\n"
    "  headroom bench R1 --device 0,1 --json > bench.json\n"
    "  headroom bench R2 --threads 4 --isa avx2    one instruction set, 1 and 4 threads\n";

constexpr double kFewestRounds = 5, kMostRounds = 1000, kMostTrials = 1e12;

struct BenchOptions {
  // As typed; empty: not given.
  std::string study = "R2", trials_text, rounds_text, seed_text, threads_text, devices_text, regime, data;
  bool json = false, quiet = false;

  // Read from that by check().
  BenchChoice choice;
  std::optional<u64> trials, seed;
  u32 rounds = u32(kFewestRounds);

  void add_to(CLI::App& command);
  // Throws InputError with all that is wrong.
  void check(int cores);
};

void BenchOptions::add_to(CLI::App& command) {
  command.add_option("STUDY", study, "a folder with study.toml, that file, or a bundled name; default R2")
      ->type_name("");
  const auto option = [&](const char* name, std::string& value, const char* type, const char* text) {
    add_word(command, name, value, type, text);
  };
  option("--trials", trials_text, "N", "trials a measurement; default: what takes about 0.3 s");
  option("--rounds", rounds_text, "K", "rounds, 5 or more; default 5");
  option("--seed", seed_text, "S", "instead of the study's seed");
  option("--regime", regime, "R", "instead of the study's regime: a bundled name or a folder");
  option("--device", devices_text, "LIST", "CUDA devices, as 0,1; default: each there is");
  option("--threads", threads_text, "N", "threads of the row with many; default: all");
  option("--isa", choice.isa, "NAME", "only avx512, avx2, neon or scalar; default auto: each there is");
  command.add_flag("--json", json, "print headroom.bench/1");
  command.add_flag("--quiet", quiet, "print no warnings or remarks");
  option("--data", data, "DIR", "files there win over the bundled data; also HEADROOM_DATA");
}

void BenchOptions::check(int cores) {
  Problems problems;
  trials = whole_option("--trials", trials_text, 1, problems, kMostTrials);
  rounds = u32(whole_option("--rounds", rounds_text, kFewestRounds, problems, kMostRounds).value_or(rounds));
  seed = whole_option("--seed", seed_text, 0, problems);
  choice.threads = int(whole_option("--threads", threads_text, 1, problems, kMaxThreads).value_or(u64(cores)));
  choice.devices = device_numbers(devices_text, problems);
  check_word("--isa", choice.isa, {"auto", "avx512", "avx2", "neon", "scalar"}, problems);
  stop_on_errors(problems);
}

std::vector<Contestant> open_all(const BenchOptions& options, const Tables& tables, BenchReport* report) {
  const double start = wall_seconds();
  report->cuda = cuda_facts();
  const double driver_s = wall_seconds() - start;
  std::vector<Contestant> contestants;
  for (BenchRow& row : bench_rows(options.choice, instruction_sets(), report->cuda)) {
    const double before = report->compile_study_s + (row.engine == "cuda" ? driver_s : 0);
    contestants.push_back(open_contestant(std::move(row), tables, before));
  }
  return contestants;
}

void measure_all(const BenchOptions& options, const Tables& tables, BenchReport* report) {
  std::vector<Contestant> contestants = open_all(options, tables, report);
  choose_trials(contestants, tables, options.trials);
  LoadMeter meter;
  report->rounds = run_rounds(contestants, tables, options.rounds, [&] { return meter.lap(); });
  measure_crossovers(contestants, tables, options.trials.value_or(u64(kMostTrials)));
  for (Contestant& one : contestants) report->rows.push_back(std::move(one.row));
}

int bench(BenchOptions& options) {
  BenchReport report;
  report.machine = machine_facts();
  report.build = build_facts();
  options.check(report.machine.cores);
  const double start = wall_seconds();
  const Inputs inputs = read_inputs(
      options.study,
      {options.regime.empty() ? std::nullopt : std::optional(options.regime), options.seed, data_root(options.data)},
      options.quiet);
  report.compile_study_s = wall_seconds() - start;
  report.study = inputs.loaded.study.name;
  report.digest = hex(inputs.compiled.digest());
  report.model_orders = market_orders(inputs.compiled);
  if (!options.quiet) say(fmt::format("measuring {} rounds, some seconds each ...", options.rounds));
  measure_all(options, inputs.compiled.tables(), &report);
  report.peak_memory_bytes = peak_memory_bytes();
  print_result(options.json ? bench_json(report) : bench_text(report));
  const auto failed = [](const BenchRow& row) { return row.failed; };
  return std::any_of(report.rows.begin(), report.rows.end(), failed) ? kFailed : kDone;
}

}  // namespace

void add_bench(CLI::App& app, Work* work) {
  CLI::App* command = app.add_subcommand("bench", "how fast the engines are here, side by side, tallies compared");
  command->footer(kBenchExamples);
  const auto options = std::make_shared<BenchOptions>();
  options->add_to(*command);
  command->callback([=] { *work = [options] { return bench(*options); }; });
}

}  // namespace headroom
