#include "host/app/record.h"

#include <ctime>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "host/app/terminal.h"
#include "host/base/digest.h"
#include "host/base/text.h"
#include "host/store/history.h"

namespace headroom {
namespace fs = std::filesystem;
namespace {

std::string for_a_shell(const std::string& word) {
  constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./,:=+@%";
  if (!word.empty() && word.find_first_not_of(plain) == std::string::npos) return word;
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

// Of the texts of the rules, as they were read; the study's digest is of the tables that came of them.
u64 regime_digest(const LoadedStudy& loaded) {
  Digest digest;
  for (const InputFile& file : loaded.files) {
    if (file.name.rfind("regime/", 0) != 0) continue;
    for (const std::string* text : {&file.name, &file.text}) {
      digest.add(u64(text->size()));
      digest.add(text->data(), text->size());
    }
  }
  return digest.value();
}

std::string seen_from(const fs::path& file, const fs::path& folder) {
  std::error_code error;
  const fs::path from = fs::weakly_canonical(fs::absolute(file, error), error).parent_path(),
                 to = fs::weakly_canonical(fs::absolute(folder, error), error);
  const fs::path relative = to.lexically_relative(from);
  return (relative.empty() || *relative.begin() == ".." ? to : relative).string();
}

std::vector<RecordedEstimate> answers(const Result& result) {
  std::vector<RecordedEstimate> all;
  for (const DestinationResult& row : result.destinations) all.push_back({"", row.label.iso3, row.exhausted, {}});
  for (const ScenarioResult& scenario : result.scenarios) {
    for (const ScenarioDestination& row : scenario.destinations)
      all.push_back({scenario.name, row.iso3, row.exhausted, row.difference});
  }
  return all;
}

std::vector<RecordedEstimate> answers(const Estimates& estimates) {
  std::vector<RecordedEstimate> all;
  for (const DestinationEstimate& row : estimates.destinations)
    if (row.refused.empty()) all.push_back({"", row.label.iso3, row.exhausted, {}});
  return all;
}

std::string digest_text(u64 digest) { return hex(digest); }
std::string digest_text(const std::optional<u64>& digest) { return digest ? hex(*digest) : ""; }

// `Answer` is Result or Estimates: what they have in common has the same names.
template <class Answer>
RecordedRun described(const LoadedStudy& loaded, const Answer& answer) {
  RecordedRun run;
  run.finished = fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)));
  run.name = answer.study_name;
  run.study_digest = hex(answer.study_digest);
  run.regime = loaded.study.regime.name;
  run.regime_digest = hex(regime_digest(loaded));
  run.tallies_digest = digest_text(answer.tallies_digest);
  run.engine = answer.engine;
  run.engine_detail = answer.engine_detail;
  run.estimator = answer.estimator;
  run.seed = answer.seed;
  run.first_trial = answer.first_trial;
  run.trials = answer.trials;
  run.estimates = answers(answer);
  return run;
}

}  // namespace

std::string typed_words(const CLI::App& command) {
  std::string words = command.get_name();
  std::map<const CLI::Option*, std::size_t> told;  // an option may be given again and again
  for (const CLI::Option* option : command.parse_order()) {
    const bool flag = option->get_expected_max() == 0;
    if (!option->get_lnames().empty()) words += " --" + option->get_lnames().front();
    std::size_t& next = told[option];
    if (!flag && next < option->results().size()) words += " " + for_a_shell(option->results()[next]);
    ++next;
  }
  return words;
}

std::optional<fs::path> history_file(const std::string& typed, const fs::path& out) {
  if (typed == "none") return std::nullopt;
  if (!typed.empty()) return typed;
  std::error_code error;
  const fs::path folder = fs::absolute(out, error).lexically_normal();
  return (folder.has_filename() ? folder : folder.parent_path()).parent_path() / kHistoryName;
}

fs::path default_history(const std::string& typed) {
  if (!typed.empty()) return typed;
  const fs::path usual = fs::path("runs") / kHistoryName;
  std::error_code ignored;
  return fs::exists(kHistoryName, ignored) && !fs::exists(usual, ignored) ? fs::path(kHistoryName) : usual;
}

template <class Answer>
void Recorder::put(const Inputs& inputs, const Answer& answer, const fs::path& out, int exit) const {
  const auto file = history_file(history_, out);
  if (!file) return;
  try {
    RecordedRun run = described(inputs.loaded, answer);
    run.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun_).count();
    run.options = typed_;
    run.exit = exit;
    run.folder = seen_from(*file, out);
    headroom::record(*file, run);
  } catch (const std::exception& error) {
    say(fmt::format("the run is not recorded: {}", error.what()));
  }
}

void Recorder::record(const Inputs& inputs, const Result& result, const fs::path& out, int exit) const {
  put(inputs, result, out, exit);
}

void Recorder::record(const Inputs& inputs, const Estimates& estimates, const fs::path& out, int exit) const {
  put(inputs, estimates, out, exit);
}

}  // namespace headroom
