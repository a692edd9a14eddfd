// headroom suite: many runs from one file, none of which stops the others.
#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iterator>

#include "host/app/commands.h"
#include "host/app/interrupt.h"
#include "host/app/run_study.h"
#include "host/app/suite_state.h"
#include "host/app/terminal.h"
#include "host/base/text.h"
#include "host/store/atomic_write.h"
#include "host/store/run_lock.h"

namespace headroom {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSuiteExamples =
    "Examples:\n"
    "  headroom suite overnight.toml                       a run folder a member below runs/suite-overnight\n"
    "  headroom suite overnight.toml --resume              go on after any end; what is done is not run again\n"
    "  headroom suite overnight.toml --trials 1000 --out try\n"
    "  headroom suite overnight.toml --fail-if 'p_exhausted(IND) > 0.2' --json > suite.json\n";

// Options of `headroom run` that are passed on to every member.
struct Passed {
  const char *name, *type, *text;
};
constexpr Passed kPassed[] = {
    {"--trials", "N", "trials of every member, instead of what the file says"},
    {"--engine", "NAME", "as of run"},
    {"--isa", "NAME", "as of run"},
    {"--device", "LIST", "as of run"},
    {"--threads", "N", "as of run"},
    {"--progress", "WHEN", "as of run, a member at a time"},
    {"--save-every", "N", "as of run"},
    {"--data", "DIR", "as of run"},
};

struct SuiteOptions {
  std::string file, out;
  std::vector<std::string> words;  // options of `headroom run` that hold for every member
  std::vector<std::string> fail_if, passed = std::vector<std::string>(std::size(kPassed));
  bool json = false, quiet = false, resume = false;
};

// One that is at work: nobody else is.
struct SuiteWork {
  fs::path out;
  SuiteOrigin origin;
  InputFile text;
  Suite suite;
  RunLock lock;
  std::vector<MemberStatus> members;

  void save() const { write_file_atomically(out / "suite.json", suite_json(suite, origin, members)); }
};

[[noreturn]] void refuse_folder(const fs::path& out, std::string_view why) {
  throw InputError(fmt::format("{}: {}", in_quotes(out.string()), why));
}

InputFile read_file(const fs::path& path) {
  Problems problems;
  const auto file = Folder::on_disk(path.parent_path()).read(path.filename().string(), problems);
  if (!file) throw InputError(problems.errors());
  return *file;
}

// What stands in `out`: nothing that would be lost.
void check_out(const fs::path& out, bool resume) {
  std::error_code error;
  if (!fs::exists(out, error) || fs::is_empty(out, error)) return;
  if (!fs::exists(out / "suite.json", error)) refuse_folder(out, "not empty and no suite's folder; give another --out");
  if (!resume && !parse_suite_json(read_file(out / "suite.json")).ended)
    refuse_folder(out, "an unfinished suite is there; --resume goes on with it; or give another --out");
}

std::string name_of(const std::string& word) { return word.substr(0, word.find('=')); }

// An option typed anew takes the place of all of its name.
std::vector<std::string> with_typed(std::vector<std::string> words, const std::vector<std::string>& typed) {
  std::erase_if(words, [&](const std::string& old) {
    return std::any_of(typed.begin(), typed.end(),
                       [&](const std::string& word) { return name_of(word) == name_of(old); });
  });
  words.insert(words.end(), typed.begin(), typed.end());
  return words;
}

// Options that are not typed again are those that the suite was begun with; its file, where none is given, is the copy,
// read as if it lay where the file was.
void read_suite(const SuiteOptions& options, SuiteWork* work) {
  std::optional<OlderSuite> older;
  const auto look_for_older = [&](const fs::path& out) {
    std::error_code error;
    if (options.resume && fs::exists(out / "suite.json", error))
      older = parse_suite_json(read_file(out / "suite.json"));
  };
  if (!options.out.empty()) look_for_older(options.out);
  if (options.file.empty() && !older)
    refuse_folder(options.out, "no suite is there; give the folder of one, or a FILE");
  work->origin.file =
      options.file.empty() ? older->origin.file : fs::absolute(options.file).lexically_normal().string();
  work->text = read_file(options.file.empty() ? fs::path(options.out) / "suite.toml" : fs::path(options.file));
  Problems problems;
  work->suite = parse_suite(work->text, fs::path(work->origin.file).parent_path(), problems);
  stop_on_errors(problems);
  work->out = options.out.empty() ? fs::path("runs") / ("suite-" + work->suite.name) : fs::path(options.out);
  if (!older) look_for_older(work->out);
  work->origin.words = with_typed(older ? older->origin.words : std::vector<std::string>(), options.words);
}

SuiteWork begin(const SuiteOptions& options) {
  SuiteWork work;
  read_suite(options, &work);
  check_out(work.out, options.resume);
  make_folders(work.out);
  std::optional<RunLock> lock = RunLock::take(work.out / "lock");
  if (!lock) {
    refuse_folder(work.out, fmt::format("{} is at work there; wait for it, or give another --out",
                                        lock_holder(work.out / "lock").value_or("another process")));
  }
  work.lock = std::move(*lock);
  work.members.resize(work.suite.members.size());
  write_file_atomically(work.out / "suite.toml", work.text.text);
  work.save();
  return work;
}

std::string joined(const InputError& error) {
  std::vector<std::string> lines;
  for (const Problem& problem : error.problems) lines.push_back(to_string(problem));
  return fmt::format("{}", fmt::join(lines, "; "));
}

// Those of the suite win, but for thresholds, which add up.
RunOptions member_options(const SuiteMember& member, const fs::path& out, const SuiteWork& suite, bool resume) {
  std::vector<std::string> own, thresholds, words;
  for (const std::string& word : member.words) (name_of(word) == "--fail-if" ? thresholds : own).push_back(word);
  words = with_typed(own, suite.origin.words);
  words.insert(words.end(), thresholds.begin(), thresholds.end());
  words.push_back("--out=" + out.string());
  words.push_back("--quiet");
  if (resume) words.push_back("--resume");
  return parsed_options(member.study, words);
}

// Runs one, or finds that it is done. Whatever goes wrong is its own.
MemberStatus run_member(const SuiteMember& member, const SuiteWork& suite, const SuiteOptions& options,
                        const std::string& label, const std::atomic<bool>& stop) {
  const fs::path out = suite.out / member.name;
  MemberStatus status;
  try {
    const int code =
        run_study(member_options(member, out, suite, options.resume), {stop, label, false, !options.quiet});
    status.crossed = code == kThresholdCrossed;
    if (code == kStopped) return {MemberState::stopped, "stopped by a signal; --resume goes on with it", false, {}};
    if (code == kFailed) return {MemberState::failed, "its engine was lost; --resume goes on with it", false, {}};
    status.run = read_finished(out);
    status.state = MemberState::done;
    return status;
  } catch (const InputError& error) {
    return {MemberState::failed, joined(error), false, {}};
  } catch (const std::bad_alloc&) {
    return {MemberState::failed, "out of memory", false, {}};
  } catch (const std::exception& error) {
    return {MemberState::failed, error.what(), false, {}};
  }
}

int exit_code(const std::vector<MemberStatus>& members) {
  const auto any = [&](auto is) { return std::any_of(members.begin(), members.end(), is); };
  if (any([](const auto& one) { return one.state == MemberState::failed; })) return kFailed;
  return any([](const auto& one) { return one.crossed; }) ? kThresholdCrossed : kDone;
}

int suite(const SuiteOptions& options) {
  if (options.file.empty() && (!options.resume || options.out.empty()))
    throw InputError("no FILE given; 'headroom suite --help' says how");
  (void)parsed_options("any", options.words);  // what is wrong with them is wrong for every member
  const Interrupt interrupt;
  SuiteWork work = begin(options);
  const std::size_t count = work.members.size();
  for (std::size_t i = 0; i < count && !interrupt.flag(); ++i) {
    const SuiteMember& member = work.suite.members[i];
    work.members[i].state = MemberState::running;
    work.save();
    const std::string label = fmt::format("{} of {}, {}", i + 1, count, member.name);
    work.members[i] = run_member(member, work, options, label, interrupt.flag());
    work.save();
    if (work.members[i].state == MemberState::failed) say(fmt::format("{}: {}", label, work.members[i].why));
  }
  print_result(options.json ? suite_json(work.suite, work.origin, work.members) : suite_text(work.suite, work.members));
  if (!options.quiet) say("suite folder: " + work.out.string());
  const bool all_ended = std::none_of(work.members.begin(), work.members.end(), [](const MemberStatus& one) {
    return one.state == MemberState::waiting || one.state == MemberState::stopped;
  });
  return all_ended ? exit_code(work.members) : kStopped;
}

}  // namespace

void add_suite(CLI::App& app, Work* work) {
  CLI::App* command = app.add_subcommand("suite", "run the studies, regimes, scenarios and seeds that a file lists");
  command->footer(kSuiteExamples);
  const auto options = std::make_shared<SuiteOptions>();
  command->add_option("FILE", options->file, "a suite file; with --resume none is needed where --out names the folder")
      ->type_name("");
  add_word(*command, "--out", options->out, "DIR", "the folder of the suite; default runs/suite-NAME");
  command->add_flag("--resume", options->resume, "go on; members that are done are not run again");
  command->add_flag("--json", options->json, "print suite.json instead of the table");
  command->add_flag("--quiet", options->quiet, "print no progress or remarks");
  command->add_option("--fail-if", options->fail_if, "exit 4 when a member crosses it, as of run; repeatable")
      ->type_name("TEST")
      ->allow_extra_args(false);
  for (std::size_t i = 0; i < std::size(kPassed); ++i)
    add_word(*command, kPassed[i].name, options->passed[i], kPassed[i].type, kPassed[i].text);
  command->callback([=] {
    for (std::size_t i = 0; i < std::size(kPassed); ++i)
      if (!options->passed[i].empty())
        options->words.push_back(fmt::format("{}={}", kPassed[i].name, options->passed[i]));
    for (const std::string& test : options->fail_if) options->words.push_back("--fail-if=" + test);
    *work = [options] { return suite(*options); };
  });
}

}  // namespace headroom
