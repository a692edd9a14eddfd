#include "host/app/run_options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "host/app/estimate.h"
#include "host/app/points.h"
#include "host/app/terminal.h"
#include "host/base/problems.h"
#include "host/base/text.h"
#include "host/io/number.h"

namespace headroom {
namespace {

using Words = std::vector<std::string_view>;

constexpr double kMaxDevice = 1023;

// Plain, and those that stand in host/app/estimate.cpp.
Words estimators() {
  Words words = {"plain"};
  for (const std::string_view name : estimator_names()) words.push_back(name);
  return words;
}

void check_estimator(const RunOptions& options, Problems& problems) {
  check_word("--estimator", options.estimator, estimators(), problems);
  const bool looks = !options.half_width_text.empty() || !options.relative_text.empty();
  if (looks && options.estimator != "plain" && options.estimator != "importance")
    problems.error({}, "--until-half-width and --until-relative need --estimator plain or importance; leave them out");
  if (!options.joint_level_text.empty() && options.estimator != "plain")
    problems.error({}, "--joint-level needs --estimator plain; leave out one of them");
  if (!options.save_every_text.empty() && !simulates(options.estimator))
    problems.error({},
                   fmt::format("--save-every says after how many trials to save, and --estimator {} runs none; leave "
                               "out one of them",
                               options.estimator));
  if (options.estimator != "plain" && (options.all_scenarios || !options.scenarios.empty()))
    problems.error({}, "scenarios are compared trial by trial: they need --estimator plain; leave out one of them");
}

std::optional<double> real_option(const char* option, const std::string& text, const Range& range, Problems& problems) {
  if (text.empty()) return std::nullopt;
  const auto read = read_real(option, text, range);
  if (!read.value) problems.error({}, read.message);
  return read.value;
}

}  // namespace

void check_word(const char* option, const std::string& typed, const Words& words, Problems& problems) {
  if (std::find(words.begin(), words.end(), typed) != words.end()) return;
  problems.error({}, fmt::format("{}: {}", option,
                                 unknown_name("choice", typed, words,
                                              fmt::format("it must be one of {}", fmt::join(words, ", ")))));
}

std::vector<int> device_numbers(const std::string& text, Problems& problems) {
  std::vector<int> numbers;
  for (std::size_t at = 0; !text.empty() && at <= text.size();) {
    const std::size_t comma = std::min(text.find(',', at), text.size());
    const auto number =
        whole_option("--device", text.substr(at, comma - at) + (comma == at ? "," : ""), 0, problems, kMaxDevice);
    if (number && std::find(numbers.begin(), numbers.end(), int(*number)) != numbers.end()) {
      problems.error({}, fmt::format("--device names {} twice; name each device once", *number));
    }
    if (number) numbers.push_back(int(*number));
    at = comma + 1;
  }
  return numbers;
}

std::optional<u64> whole_option(const char* option, const std::string& text, double low, Problems& problems,
                                double high) {
  if (text.empty()) return std::nullopt;
  const auto read = read_whole(option, text, {.low = low, .high = high});
  if (!read.value) problems.error({}, read.message);
  return read.value ? std::optional<u64>(*read.value) : std::nullopt;
}

std::vector<std::string> option_words(const CLI::App& command) {
  std::vector<std::string> words;
  for (const CLI::Option* option : command.get_options()) {
    if (option->count() == 0 || option->get_positional()) continue;
    const std::string name = "--" + option->get_lnames().front();
    if (option->get_expected_max() == 0) {
      words.push_back(name);
    } else {
      for (const std::string& value : option->results()) words.push_back(fmt::format("{}={}", name, value));
    }
  }
  return words;
}

RunOptions parsed_options(const std::string& study, const std::vector<std::string>& words) {
  CLI::App app;
  RunOptions options;
  options.add_to(app);
  std::vector<std::string> all(words.rbegin(), words.rend());  // CLI11 takes them from the back
  all.insert(all.begin(), {study, "--"});
  try {
    app.parse(all);
  } catch (const CLI::ParseError& error) {
    throw InputError(fmt::format("{}; 'headroom run --help' says how", error.what()));
  }
  options.words = words;
  options.typed = fmt::format("run {} {}", study, fmt::join(words, " "));
  options.check();
  return options;
}

void add_word(CLI::App& command, const char* name, std::string& value, const char* type, const char* text) {
  command.add_option(name, value, text)->type_name(type)->allow_extra_args(false);
}

void RunOptions::add_to(CLI::App& command) {
  command
      .add_option(
          "STUDY", study,
          "a folder with study.toml, that file, or a bundled name; with --resume also a run\nfolder, or nothing "
          "where --out names it")
      ->type_name("");
  const auto option = [&](const char* name, std::string& value, const char* type, const char* text) {
    add_word(command, name, value, type, text);
  };
  option("--trials", trials_text, "N", "how many trials; default: what the study says");
  option("--first-trial", first_trial_text, "A", "number of the first trial; default 0");
  option("--seed", seed_text, "S", "instead of the study's seed");
  option("--regime", regime, "R", "instead of the study's regime: a bundled name or a folder");
  option("--engine", engine.engine, "NAME", "auto, cpu, reference or cuda; default auto");
  option("--isa", engine.isa, "NAME", "of the cpu engine: auto, avx512, avx2, neon or scalar; default auto");
  option("--device", devices_text, "LIST", "CUDA devices, as 0,1; default: the first");
  option("--threads", threads_text, "N", "threads of the CPU; default: all");
  option("--out", out, "DIR", "the run folder; default runs/STUDY-SEED-FIRST-TRIALS");
  command.add_flag("--json", json, "print the result as JSON");
  command.add_flag("--quiet", quiet, "print no progress, warnings or remarks");
  option("--progress", progress, "WHEN",
         "auto, always, never or json; default auto: a line on a terminal, else nothing;\nalways: lines, where that "
         "is no terminal one a minute; json: a line a second");
  command.add_flag("--resume", resume,
                   "go on with the unfinished run in the run folder, with the options it was given");
  option("--save-every", save_every_text, "N",
         "trials between saves, of importance whole blocks of 1,024; default: as many as take\nabout a second");
  option("--estimator", estimator, "NAME", fmt::format("{}; default plain", fmt::join(estimators(), ", ")).c_str());
  add_point_options(command, this);
  option("--until-half-width", half_width_text, "H",
         "stop when half of every interval of P(exhausted) is at most this; looks at\n16384, 32768, ... trials, for "
         "which the intervals allow; --trials is then the most");
  option("--until-relative", relative_text, "R", "the same, at most this share of the estimate; or either, given both");
  command.add_option("--until-destination", until.destinations, "only its interval counts for stopping; repeatable")
      ->type_name("DEST")
      ->allow_extra_args(false);
  option("--joint-level", joint_level_text, "L", "show intervals that hold together at this level, as 0.95");
  command
      .add_option(
          "--fail-if", fail_if,
          "exit 4 when crossed, as 'p_exhausted(IND) > 0.2'; also p_critical, refused_tpp,\nutilisation; repeatable")
      ->type_name("TEST")
      ->allow_extra_args(false);
  command.add_option("--scenario", scenarios, "also run this scenario on the same trials; repeatable")
      ->type_name("NAME")
      ->allow_extra_args(false);
  command.add_flag("--all-scenarios", all_scenarios, "also run every scenario of the study");
  option("--history", history, "FILE",
         "where the run is recorded; default runs.sqlite beside the run folder;\nnone: nowhere");
  option("--data", data, "DIR", "files there win over the bundled data; also HEADROOM_DATA");
}

void RunOptions::check() {
  Problems problems;
  if (study.empty() && !(resume && !out.empty())) problems.error({}, "no STUDY given; 'headroom run --help' says how");
  trials = whole_option("--trials", trials_text, 1, problems);
  first_trial = whole_option("--first-trial", first_trial_text, 0, problems).value_or(0);
  seed = whole_option("--seed", seed_text, 0, problems);
  engine.threads = int(whole_option("--threads", threads_text, 1, problems, kMaxThreads).value_or(0));
  engine.devices = device_numbers(devices_text, problems);
  check_word("--engine", engine.engine, {"auto", "cpu", "reference", "cuda"}, problems);
  check_word("--isa", engine.isa, {"auto", "avx512", "avx2", "neon", "scalar"}, problems);
  if (engine.isa != "auto" && (engine.engine == "reference" || engine.engine == "cuda")) {
    problems.error({}, fmt::format("--isa {} is for the cpu engine, not for {}; leave out one of them", engine.isa,
                                   engine.engine));
  }
  check_word("--progress", progress, {"auto", "always", "never", "json"}, problems);
  check_estimator(*this, problems);
  check_points(this, problems);
  const Range share{.low = 0, .high = 1, .above_low = true, .below_high = true};
  until.half_width = real_option("--until-half-width", half_width_text, share, problems);
  until.relative = real_option("--until-relative", relative_text, share, problems);
  joint_level = real_option("--joint-level", joint_level_text, share, problems);
  if (!until.destinations.empty() && half_width_text.empty() && relative_text.empty())
    problems.error({},
                   "--until-destination says for whom to stop but not when; add --until-half-width or "
                   "--until-relative");
  save_every = whole_option("--save-every", save_every_text, 1, problems).value_or(0);
  stop_on_errors(problems);
}

ProgressStyle RunOptions::progress_style() const {
  if (progress == "never") return ProgressStyle::none;
  if (progress == "json") return ProgressStyle::json;
  if (stderr_is_terminal()) return ProgressStyle::terminal;
  return progress == "always" ? ProgressStyle::lines : ProgressStyle::none;
}

TrialRange checked_range(u64 first, u64 trials) {
  constexpr u64 end = u64(1) << 63;
  if (first < end && trials <= end - first) return {first, trials};
  throw InputError(
      fmt::format("--first-trial {} and {} trials pass 2^63; fewer trials, or an earlier first one", first, trials));
}

}  // namespace headroom
