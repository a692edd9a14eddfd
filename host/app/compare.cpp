// headroom compare: what differs between two runs, in their answers and in what they were asked.
#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "host/app/commands.h"
#include "host/app/compare_output.h"
#include "host/app/interrupt.h"
#include "host/app/record.h"
#include "host/app/run_options.h"
#include "host/app/simulate.h"
#include "host/app/terminal.h"
#include "host/base/text.h"
#include "host/stats/estimate.h"

namespace headroom {
namespace {

constexpr const char* kCompareExamples =
    "Examples:\n"
    "  headroom compare runs/monday runs/tuesday             differences, and which inputs changed\n"
    "  headroom compare 41 42                                the same by their numbers in the history\n"
    "  headroom compare runs/monday runs/tuesday --paired    both again on the same trials: narrower\n"
    "  headroom compare runs/monday 42 --json\n";

struct CompareOptions {
  std::string a, b, history, trials_text, data;
  bool paired = false, json = false, quiet = false;
  std::optional<u64> trials;  // read from that
};

void check(CompareOptions* options) {
  Problems problems;
  options->trials = whole_option("--trials", options->trials_text, 1, problems);
  if (options->trials && !options->paired) problems.error({}, "--trials goes with --paired; add that, or leave it out");
  stop_on_errors(problems);
}

void compare_inputs(Comparison* what) {
  for (const Side* side : {&what->a, &what->b}) {
    if (!side->run.empty()) continue;
    what->why_no_inputs =
        fmt::format("of run {} there is only what the history keeps ({})", side->typed, side->why_not);
    return;
  }
  what->inputs = input_changes(what->a.inputs, what->b.inputs);
}

std::vector<ComparedDestination> unpaired_rows(const Side& a, const Side& b) {
  std::set<std::string> all;
  for (const Side* side : {&a, &b})
    for (const auto& [iso3, row] : side->destinations) all.insert(iso3);
  std::vector<ComparedDestination> rows;
  for (const std::string& iso3 : all) {
    ComparedDestination& row = rows.emplace_back();
    row.iso3 = iso3;
    for (const auto& [side, to] : {std::pair(&a, &row.a), std::pair(&b, &row.b)}) {
      const auto at = side->destinations.find(iso3);
      if (at == side->destinations.end()) continue;
      *to = at->second.exhausted;
      if (row.name.empty()) row.name = at->second.name;
    }
    if (row.a && row.b) row.difference = unpaired_difference(a, b, iso3);
  }
  return rows;
}

// The study of a side, checked to be what was run, with the seed that both are to have.
Inputs study_with_seed(const Side& side, u64 seed, const CompareOptions& options) {
  if (side.run.empty())
    throw InputError(
        fmt::format("--paired: run {} cannot be run again, {}; give a run folder", side.typed, side.why_not));
  const std::filesystem::path data = data_root(options.data);
  Inputs inputs =
      read_run_inputs(side.run, side.seed, std::stoull(side.study_digest, nullptr, 16), data, options.quiet);
  if (seed == side.seed) return inputs;
  return read_inputs(side.run + "/study", {std::nullopt, seed, data}, true);
}

void add_paired_rows(const Result& a, const ScenarioResult& b, Comparison* what) {
  std::map<std::string, ComparedDestination> rows;
  for (const DestinationResult& one : a.destinations) {
    ComparedDestination& row = rows[one.label.iso3];
    row.name = one.label.name;
    row.a = one.exhausted;
  }
  for (const ScenarioDestination& one : b.destinations) {
    ComparedDestination& row = rows[one.iso3];
    row.name = one.name;
    row.b = one.exhausted;
    row.difference = one.difference;
  }
  for (auto& [iso3, row] : rows) {
    row.iso3 = iso3;
    what->rows.push_back(std::move(row));
  }
}

// Both studies once more, trial by trial on the addresses of A. Returns the exit code.
int run_paired(const CompareOptions& options, Comparison* what) {
  const Side &a = what->a, &b = what->b;
  const Inputs first = study_with_seed(a, a.seed, options);
  Inputs second = study_with_seed(b, a.seed, options);
  const u64 both = std::min(a.trials, b.trials);
  const TrialRange range =
      checked_range(a.first_trial, options.trials.value_or(both ? both : first.loaded.study.trials));
  std::vector<ScenarioRun> runs;
  runs.push_back(paired_with(first.compiled, b.name, std::move(second.compiled)));
  const Tables tables = first.compiled.tables();
  Tally tally(tally_shape(tables));
  std::string note;
  const auto engine = make_engine({}, &note);
  const Interrupt interrupt;
  Progress progress(range.count, !options.quiet && stderr_is_terminal());
  what->paired = true;
  what->first_trial = range.first;
  what->seed = a.seed;
  what->trials = simulate(*engine, tables, range, interrupt.flag(), progress, &tally, &runs);
  const ScenarioResult changed = make_scenario_result(b.name, runs[0].compiled, runs[0].tally, runs[0].pairs);
  what->exhausted = changed.exhausted_difference;
  add_paired_rows(make_result(first.compiled, first.loaded.study, tally, {{range.first, what->trials}},
                              {engine->name(), engine->detail()}),
                  changed, what);
  if (what->trials == range.count) return kDone;
  say(fmt::format("stopped by a signal after {} of {} trials", what->trials, range.count));
  return kStopped;
}

int compare(CompareOptions& options) {
  check(&options);
  const std::filesystem::path history = default_history(options.history);
  const Side a = read_side(options.a, history), b = read_side(options.b, history);
  Comparison what{a, b, false, 0, 0, 0, {}, {}, {}, {}};
  compare_inputs(&what);
  int code = kDone;
  if (options.paired) {
    code = run_paired(options, &what);
  } else {
    what.rows = unpaired_rows(a, b);
  }
  print_result(options.json ? comparison_json(what) : comparison_text(what));
  return code;
}

}  // namespace

void add_compare(CLI::App& app, Work* work) {
  CLI::App* command = app.add_subcommand("compare", "what differs between two runs: answers and inputs");
  command->footer(kCompareExamples);
  const auto options = std::make_shared<CompareOptions>();
  command->add_option("A", options->a, "a run folder, or a run's number in the history")->required()->type_name("");
  command->add_option("B", options->b, "another")->required()->type_name("");
  const auto option = [&](const char* name, std::string& value, const char* type, const char* text) {
    add_word(*command, name, value, type, text);
  };
  command->add_flag("--paired", options->paired, "run both studies again on the same trials");
  option("--trials", options->trials_text, "N", "how many of them; default: as many as both runs have");
  option("--history", options->history, "FILE", "the history; default runs/runs.sqlite, else runs.sqlite here");
  command->add_flag("--json", options->json, "print JSON");
  command->add_flag("--quiet", options->quiet, "print no progress, warnings or remarks");
  option("--data", options->data, "DIR", "files there win over the bundled data; also HEADROOM_DATA");
  command->callback([=] { *work = [options] { return compare(*options); }; });
}

}  // namespace headroom
