#include "host/app/resume.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "host/app/asked_run.h"
#include "host/app/terminal.h"
#include "host/base/digest.h"
#include "host/base/text.h"
#include "host/report/grid.h"
#include "host/store/run_folder.h"
#include "host/store/study_copy.h"

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

// The run folder that is meant.
fs::path resumed_out(const RunOptions& typed) {
  if (!typed.out.empty()) return typed.out;
  const bool is_run = has_unfinished(typed.study) || is_run_folder(typed.study);
  if (is_run && !Folder::on_disk(typed.study).has("study.toml")) return typed.study;
  return run_out(typed, read_inputs(typed.study, load_options(typed), true).loaded.study);
}

RunOptions resumed_options(const UnfinishedRun& run, const fs::path& out, const RunOptions& typed) {
  if (run.manifest().version != HEADROOM_VERSION) {
    refuse_run(out,
               fmt::format("begun by headroom {}, and this is {}; go on with that one, or run it again with another "
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
    refuse_run(out, "no run is there; give the folder of one, or a STUDY to begin with");
  return taken;
}

RunManifest run_manifest(const RunOptions& options, const RunIdentity& identity) {
  RunManifest manifest{HEADROOM_VERSION, {}, identity.estimator, identity.study_digest, identity.seed, identity.range};
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
    refuse_run(out,
               fmt::format("the run there is of {}, this would be {}; leave the option out to go on, or give another "
                           "--out",
                           there, here));
  };
  if (asked.estimator != begun.estimator) differs("the estimator " + begun.estimator, "of " + asked.estimator);
  if (asked.seed != begun.seed) differs(fmt::format("seed {}", begun.seed), std::to_string(asked.seed));
  if (asked.range.first != begun.range.first || asked.range.count != begun.range.count)
    differs(range_text(begun.range), range_text(asked.range));
  const auto check_digest = [&](u64 digest, std::string_view of) {
    if (digest == begun.study_digest) return;
    refuse_run(out,
               fmt::format("begun with a study of digest {}, and {} gives {}; leave that out to go on with the copy "
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

std::unique_ptr<Saver> begin_saving(TakenUp& taken, const RunOptions& options, const RunIdentity& identity,
                                    const LoadedStudy& loaded,
                                    const std::function<std::string(const Checkpoint&)>& wrong) {
  if (taken.run) {
    auto saver = std::make_unique<Saver>(std::move(taken.run), identity, options.save_every);
    const u64 done = saver->take_up(options.out, wrong);
    if (!options.quiet) say(fmt::format("going on after {}", counted(done, "trial", "trials")));
    return saver;
  }
  const auto copy = study_copy(loaded.files, {loaded.study.seed, identity.range.count, loaded.study.adapts});
  return std::make_unique<Saver>(UnfinishedRun::begin(options.out, run_manifest(options, identity), copy), identity,
                                 options.save_every);
}

}  // namespace headroom
