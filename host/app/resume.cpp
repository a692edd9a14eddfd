#include "host/app/resume.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "host/app/commands.h"
#include "host/app/fail_if.h"
#include "host/app/finished.h"
#include "host/app/inputs.h"
#include "host/app/terminal.h"
#include "host/base/digest.h"
#include "host/base/text.h"
#include "host/store/run_folder.h"

namespace headroom {
namespace fs = std::filesystem;
namespace {

// Options that change no bit of the result may be given anew; those of the second list are compared by what they come
// to. All others must be as they were typed.
constexpr std::array<std::string_view, 11> kFree = {"--engine",  "--isa",        "--device", "--threads",
                                                    "--json",    "--quiet",      "--data",   "--progress",
                                                    "--fail-if", "--save-every", "--history"};
constexpr std::array<std::string_view, 6> kByValue = {"--trials", "--first-trial", "--seed",
                                                      "--regime", "--scenario",    "--all-scenarios"};
constexpr std::array<std::string_view, 2> kOfThisCall = {"--resume", "--out"};

template <class List>
bool holds(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

std::string_view name_of(std::string_view word) { return word.substr(0, word.find('=')); }

std::vector<std::string> of_name(const std::vector<std::string>& words, std::string_view name) {
  std::vector<std::string> same;
  std::copy_if(words.begin(), words.end(), std::back_inserter(same),
               [&](const std::string& word) { return name_of(word) == name; });
  return same;
}

std::string as_typed(const std::vector<std::string>& words) {
  return words.empty() ? "no such option" : fmt::format("{}", fmt::join(words, " "));
}

[[noreturn]] void refuse(const fs::path& out, const std::string& why) {
  throw InputError(fmt::format("{}: {}", in_quotes(out.string()), why));
}

std::vector<std::string> merged_words(const std::vector<std::string>& begun, const std::vector<std::string>& typed,
                                      const fs::path& out) {
  std::vector<std::string> words = begun;
  Problems problems;
  for (const std::string& word : typed) {
    const std::string_view name = name_of(word);
    if (holds(kOfThisCall, name)) continue;
    if (!holds(kFree, name) && !holds(kByValue, name) && of_name(begun, name) != of_name(typed, name)) {
      problems.error({}, fmt::format("{}: begun with {}, not with {}; leave it out to go on, or give another --out",
                                     in_quotes(out.string()), as_typed(of_name(begun, name)), printable(word)));
    }
    words.erase(
        std::remove_if(words.begin(), words.end(), [&](const std::string& old) { return name_of(old) == name; }),
        words.end());
  }
  stop_on_errors(problems);
  std::copy_if(typed.begin(), typed.end(), std::back_inserter(words),
               [](const std::string& word) { return !holds(kOfThisCall, name_of(word)); });
  return words;
}

std::string range_text(const TrialRange& range) {
  return fmt::format("trials {} to {}", range.first, range.first + range.count - 1);
}

LoadOptions load_options(const RunOptions& options) {
  return {options.regime.empty() ? std::nullopt : std::optional(options.regime), options.seed, data_root(options.data)};
}

// Where scenarios are asked for they are those of the finished run.
void check_scenarios(const RunOptions& typed, const Study& study, const FinishedRun& run, const fs::path& out) {
  if (!typed.all_scenarios && typed.scenarios.empty()) return;
  std::vector<std::string> asked;
  for (const Scenario& scenario : study.scenarios)
    if (typed.all_scenarios || holds(typed.scenarios, scenario.name)) asked.push_back(scenario.name);
  if (asked == run.scenarios) return;
  refuse(out, "a finished run with other scenarios is there; give another --out, or leave out --resume to replace it");
}

std::string why_other_run(const Checkpoint& saved, const RunIdentity& asked, const Tally& tally,
                          const std::vector<ScenarioRun>& scenarios) {
  const SavedTallies& study = saved.study;
  if (study.seed != asked.seed) return fmt::format("it is of seed {}, the run of {}", study.seed, asked.seed);
  if (study.study_digest != asked.study_digest || !(study.tally.shape == tally.shape)) {
    return fmt::format("it is of a study with digest {}, the run of {}", hex(study.study_digest),
                       hex(asked.study_digest));
  }
  const bool begins = study.ranges.size() == 1 && study.ranges[0].first == asked.range.first &&
                      study.ranges[0].count <= asked.range.count;
  if (!begins) return fmt::format("it does not hold the first of {}", range_text(asked.range));
  const auto same = [](const SavedScenario& a, const ScenarioRun& b) {
    return a.name == b.name && a.digest == b.compiled.digest() && a.tally.shape == b.tally.shape &&
           a.pairs.exhausted.size() == b.pairs.exhausted.size() && a.pairs.more.size() == b.pairs.more.size();
  };
  const bool all = std::equal(saved.scenarios.begin(), saved.scenarios.end(), scenarios.begin(), scenarios.end(), same);
  return all ? "" : "it is of other scenarios";
}

// The run folder that is meant.
fs::path resumed_out(const RunOptions& typed) {
  if (!typed.out.empty()) return typed.out;
  const bool is_run = has_unfinished(typed.study) || is_run_folder(typed.study);
  if (is_run && !Folder::on_disk(typed.study).has("study.toml")) return typed.study;
  const Study study = read_inputs(typed.study, load_options(typed), true).loaded.study;
  return run_out("", study, checked_range(typed.first_trial, typed.trials.value_or(study.trials)));
}

bool is_study(const std::string& typed, const fs::path& out) { return !typed.empty() && fs::path(typed) != out; }

RunOptions resumed_options(const UnfinishedRun& run, const fs::path& out, const RunOptions& typed) {
  if (run.manifest().version != HEADROOM_VERSION) {
    refuse(out, fmt::format("begun by headroom {}, and this is {}; go on with that one, or run it again with another "
                            "--out",
                            run.manifest().version, HEADROOM_VERSION));
  }
  const std::string study = (unfinished_folder(out) / "study").string();
  RunOptions options = parsed_options(study, merged_words(run.manifest().words, typed.words, out));
  options.out = out.string();
  options.resume = true;
  if (of_name(typed.words, "--regime").empty()) options.regime.clear();  // the copy of the study has it
  return options;
}

}  // namespace

TakenUp take_up(RunOptions* options) {
  const fs::path out = resumed_out(*options);
  TakenUp taken{UnfinishedRun::take_up(out)};
  if (taken.run) {
    *options = resumed_options(*taken.run, out, *options);
    return taken;
  }
  options->out = out.string();
  taken.finished = is_run_folder(out);
  if (!taken.finished && !is_study(options->study, out))
    refuse(out, "no run is there; give the folder of one, or a STUDY to begin with");
  return taken;
}

RunManifest run_manifest(const RunOptions& options, const RunIdentity& identity) {
  RunManifest manifest{HEADROOM_VERSION, {}, identity.study_digest, identity.seed, identity.range};
  const auto absolute = [](const std::string& path) { return fs::absolute(path).lexically_normal().string(); };
  for (const std::string& word : options.words) {
    const std::string_view name = name_of(word);
    if (holds(kOfThisCall, name) || name == "--data") continue;
    std::error_code error;
    const bool folder = name == "--regime" && fs::is_directory(options.regime, error);
    manifest.words.push_back(folder ? "--regime=" + absolute(options.regime) : word);
  }
  if (const fs::path data = data_root(options.data); !data.empty())
    manifest.words.push_back("--data=" + absolute(data.string()));
  return manifest;
}

void check_same_run(const UnfinishedRun& run, const RunIdentity& asked, const std::string& typed_study,
                    const RunOptions& options) {
  const RunManifest& begun = run.manifest();
  const fs::path out = options.out;
  const auto differs = [&](const std::string& there, const std::string& here) {
    refuse(out, fmt::format("the run there is of {}, this would be {}; leave the option out to go on, or give another "
                            "--out",
                            there, here));
  };
  if (asked.seed != begun.seed) differs(fmt::format("seed {}", begun.seed), std::to_string(asked.seed));
  if (asked.range.first != begun.range.first || asked.range.count != begun.range.count)
    differs(range_text(begun.range), range_text(asked.range));
  const auto check_digest = [&](u64 digest, std::string_view of) {
    if (digest == begun.study_digest) return;
    refuse(out, fmt::format("begun with a study of digest {}, and {} gives {}; leave that out to go on with the copy "
                            "in the run folder, or give another --out",
                            hex(begun.study_digest), of, hex(digest)));
  };
  check_digest(asked.study_digest, options.regime.empty() ? "its copy with this data" : "--regime");
  if (!is_study(typed_study, out)) return;
  RunOptions of_study = options;
  const std::vector<std::string> regimes = of_name(begun.words, "--regime");
  if (of_study.regime.empty() && !regimes.empty())
    of_study.regime = regimes.back().substr(regimes.back().find('=') + 1);
  check_digest(read_inputs(typed_study, load_options(of_study), true).compiled.digest(), "STUDY now");
}

u64 take_up_tallies(UnfinishedRun& run, const fs::path& out, const RunIdentity& asked, Tally* tally,
                    std::vector<ScenarioRun>* scenarios) {
  NewestSave newest =
      run.newest([&](const Checkpoint& saved) { return why_other_run(saved, asked, *tally, *scenarios); });
  if (!newest.checkpoint && !newest.damaged.empty()) {
    say_problems(newest.damaged);
    refuse(out, fmt::format("no save of the run can be used; put one back, or delete {} to begin again",
                            in_quotes(unfinished_folder(out).string())));
  }
  say_warnings(newest.damaged);
  if (!newest.checkpoint) return 0;
  *tally = std::move(newest.checkpoint->study.tally);
  for (std::size_t i = 0; i < scenarios->size(); ++i) {
    ScenarioRun& to = (*scenarios)[i];
    SavedScenario& from = newest.checkpoint->scenarios[i];
    to.tally = std::move(from.tally);
    to.pairs.exhausted = std::move(from.pairs.exhausted);
    to.pairs.more = std::move(from.pairs.more);
  }
  return tally->trials;
}

int code_of(const std::vector<Threshold>& thresholds, const Result& result, const RunCall& call) {
  const std::vector<std::string> lines = crossed(thresholds, result);
  for (const std::string& line : lines) say((call.label.empty() ? "" : call.label + ": ") + line);
  return lines.empty() ? kDone : kThresholdCrossed;
}

int show_finished(const RunOptions& typed, const RunCall& call) {
  const fs::path out = typed.out;
  const FinishedRun run = read_finished(out);
  RunOptions options = typed;
  if (!options.seed) options.seed = run.result.seed;
  const std::string study = is_study(typed.study, out) ? typed.study : (out / "study").string();
  const Inputs inputs = read_inputs(study, load_options(options), true);
  if (inputs.compiled.digest() != run.study_digest) {
    refuse(out, fmt::format("a finished run of another study, seed or rules is there (digest {}, asked for {}); give "
                            "another --out, or leave out --resume to replace it",
                            hex(run.study_digest), hex(inputs.compiled.digest())));
  }
  const TrialRange asked{typed.first_trial_text.empty() ? run.range.first : typed.first_trial,
                         typed.trials.value_or(run.range.count)};
  if (asked.first != run.range.first || asked.count != run.range.count) {
    refuse(out, fmt::format("a finished run of {} is there; give another --out, or leave out --resume to replace it",
                            range_text(run.range)));
  }
  check_scenarios(typed, inputs.loaded.study, run, out);
  Problems problems;
  const std::vector<Threshold> thresholds = parse_thresholds(typed.fail_if, inputs.compiled, problems);
  stop_on_errors(problems);
  if (!typed.quiet && call.print)
    say(fmt::format("{}: the run is finished; nothing is left to do", in_quotes(out.string())));
  if (call.print) print_result(typed.json ? run.json : run.table);
  return code_of(thresholds, run.result, call);
}

}  // namespace headroom
