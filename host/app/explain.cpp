// headroom explain: one trial again, order by order; or the trials in which something happened.
#include <algorithm>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "host/app/commands.h"
#include "host/app/explain_output.h"
#include "host/app/interrupt.h"
#include "host/app/run_options.h"
#include "host/app/terminal.h"
#include "host/base/text.h"
#include "host/io/number.h"
#include "host/model/names.h"
#include "host/model/scenario.h"
#include "host/report/grid.h"

namespace headroom {
namespace {

constexpr const char* kExplainExamples =
    "Examples:\n"
    "  headroom explain smoke --trial 5 --destination CHL\n"
    "  headroom explain baseline-2025 --find exhausted --destination IND --limit 3\n"
    "  headroom explain my-study --find refused-book=ACME-1 --first-trial 1000\n"
    "  headroom explain my-run --trial 17 --json     a run folder: its study, its seed\n";

constexpr u64 kFew = 10, kMostFound = 100'000;  // trials that --find lists

struct ExplainOptions {
  // As typed; empty: not given.
  std::string study, trial_text, destination, seed_text, regime, scenario, find, limit_text, first_text, data;
  bool json = false, quiet = false;

  // Read from that.
  std::optional<u64> trial, seed, limit, first;
};

void check_find(const ExplainOptions& options, Problems& problems) {
  const std::string kind = options.find.substr(0, options.find.find('='));
  if (kind == "refused-book") {
    if (options.find.size() <= kind.size() + 1)
      problems.error({}, "--find refused-book needs the id of a book order; write refused-book=ID");
    if (!options.destination.empty())
      problems.error({}, "--destination goes with --find exhausted; a book order has its own, leave it out");
  } else if (options.find == "exhausted") {
    if (options.destination.empty()) problems.error({}, "--find exhausted needs a destination; add --destination ISO3");
  } else {
    problems.error({}, "--find: " + unknown_name("event", options.find, {"exhausted", "refused-book=ID"},
                                                 "it must be exhausted or refused-book=ID"));
  }
}

void check(ExplainOptions* options) {
  Problems problems;
  options->trial = whole_option("--trial", options->trial_text, 0, problems);
  options->seed = whole_option("--seed", options->seed_text, 0, problems);
  options->limit = whole_option("--limit", options->limit_text, 1, problems, double(kMostFound));
  options->first = whole_option("--first-trial", options->first_text, 0, problems);
  const bool finds = !options->find.empty(), names_trial = !options->trial_text.empty();
  if (finds) check_find(*options, problems);
  if (finds && names_trial) problems.error({}, "--trial and --find exclude each other; give one");
  if (!finds && !names_trial) problems.error({}, "no trial is named; give --trial N, or look for one with --find");
  for (const auto& [name, typed] :
       {std::pair("--limit", &options->limit_text), std::pair("--first-trial", &options->first_text)}) {
    if (!finds && !typed->empty()) problems.error({}, fmt::format("{} goes with --find; leave it out", name));
  }
  stop_on_errors(problems);
}

// A run folder holds a copy of its study, seed and all.
std::string study_of(const std::string& typed) {
  const Folder folder = Folder::on_disk(typed);
  return !typed.empty() && !folder.has("study.toml") && folder.has("study/study.toml") ? typed + "/study" : typed;
}

Inputs read_study(const ExplainOptions& options, const std::filesystem::path& root) {
  Inputs inputs = read_inputs(
      study_of(options.study),
      {options.regime.empty() ? std::nullopt : std::optional(options.regime), options.seed, root}, options.quiet);
  if (options.scenario.empty()) return inputs;
  Problems problems;
  const Scenario* scenario = find_scenario(inputs.loaded.study, options.scenario);
  if (!scenario) problems.error({"--scenario"}, unknown_scenario_text(options.scenario, inputs.loaded.study));
  stop_on_errors(problems);
  Inputs changed = with_scenario(inputs, *scenario, problems);
  stop_on_errors(problems);
  if (!options.quiet) say_warnings(problems.warnings());
  return changed;
}

void check_destination(const ExplainOptions& options, const CompiledStudy& compiled) {
  const std::string& iso3 = options.destination;
  if (iso3.empty()) return;
  const bool needs_cap = !options.find.empty();
  const auto& others = compiled.uncapped;
  const bool is_uncapped = std::any_of(others.begin(), others.end(), [&](const auto& one) { return one.iso3 == iso3; });
  if (is_uncapped && !needs_cap) return;
  const std::string why = destination_problem(iso3, compiled);
  if (!why.empty()) throw InputError("--destination: " + why);
}

int explain_trial(const ExplainOptions& options, const Inputs& inputs, const std::filesystem::path& root) {
  Problems problems;
  const std::optional<Rulebook> words = find_words(inputs.loaded, root, problems);
  stop_on_errors(problems);
  if (!words && !options.quiet)
    say(fmt::format("regime {} has no rulings.csv; no paragraph is named", in_quotes(inputs.loaded.study.regime.name)));
  const auto destination = options.destination.empty() ? std::nullopt : std::optional(options.destination);
  const Explanation what{inputs, options.scenario, *options.trial, words, replay(inputs, *options.trial, destination)};
  print_result(options.json ? explain_json(what) : explain_text(what));
  return kDone;
}

Wanted wanted_of(const std::string& kind, const std::string& subject, const CompiledStudy& compiled) {
  Wanted wanted;
  wanted.exhausted = kind == "exhausted";
  std::vector<std::string_view> names;
  for (const auto& label : compiled.capped)
    if (wanted.exhausted) names.push_back(label.iso3);
  for (const auto& label : compiled.book)
    if (!wanted.exhausted) names.push_back(label.id);
  const auto at = std::find(names.begin(), names.end(), subject);
  if (at == names.end())
    throw InputError("--find: " + unknown_name("book order", subject, names, "name an id of the study's book.csv"));
  wanted.number = u32(at - names.begin());
  return wanted;
}

// Why the list is shorter than was asked for.
void say_bound(const FoundTrials& found, u64 limit) {
  if (found.trials.size() >= limit) return;
  if (found.stopped)
    return say(fmt::format("stopped by a signal after {}", counted(found.searched, "trial", "trials")));
  if (found.searched < kMostSearched) return;
  say(fmt::format("searched {} and found {}; --first-trial {} goes on", counted(found.searched, "trial", "trials"),
                  found.trials.size(), found.first + found.searched));
}

int explain_search(const ExplainOptions& options, const Inputs& inputs) {
  const std::size_t equals = options.find.find('=');
  const std::string kind = options.find.substr(0, equals),
                    subject = equals == std::string::npos ? options.destination : options.find.substr(equals + 1);
  const Wanted wanted = wanted_of(kind, subject, inputs.compiled);
  const u64 limit = options.limit.value_or(kFew);
  const Interrupt interrupt;
  const Search what{inputs, options.scenario, kind, subject,
                    find_trials(inputs, wanted, options.first.value_or(0), limit, interrupt.flag())};
  print_result(options.json ? found_json(what) : found_text(what));
  if (!options.quiet) say_bound(what.found, limit);
  return what.found.stopped ? kStopped : kDone;
}

int explain(ExplainOptions& options) {
  check(&options);
  const std::filesystem::path root = data_root(options.data);
  const Inputs inputs = read_study(options, root);
  check_destination(options, inputs.compiled);
  return options.find.empty() ? explain_trial(options, inputs, root) : explain_search(options, inputs);
}

}  // namespace

void add_explain(CLI::App& app, Work* work) {
  CLI::App* command = app.add_subcommand("explain", "replay one trial, order by order; or find trials worth a look");
  command->footer(kExplainExamples);
  const auto options = std::make_shared<ExplainOptions>();
  command->add_option("STUDY", options->study, "a study as of run, or a run folder")->required()->type_name("");
  const auto option = [&](const char* name, std::string& value, const char* type, const char* text) {
    add_word(*command, name, value, type, text);
  };
  option("--trial", options->trial_text, "N", "number of the trial");
  option("--destination", options->destination, "ISO3", "only this one; default: all of the study");
  option("--seed", options->seed_text, "S", "instead of the study's seed");
  option("--regime", options->regime, "R", "instead of the study's regime: a bundled name or a folder");
  option("--scenario", options->scenario, "NAME", "the study as this scenario changes it");
  option("--find", options->find, "WHAT", "list trials instead: exhausted (a destination) or refused-book=ID");
  option("--limit", options->limit_text, "N", "how many trials to list; default 10");
  option("--first-trial", options->first_text, "A", "look from this trial on; default 0");
  command->add_flag("--json", options->json, "print JSON");
  command->add_flag("--quiet", options->quiet, "print no warnings or remarks");
  option("--data", options->data, "DIR", "files there win over the bundled data; also HEADROOM_DATA");
  command->callback([=] { *work = [options] { return explain(*options); }; });
}

}  // namespace headroom
