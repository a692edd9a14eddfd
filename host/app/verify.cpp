// headroom verify: the CPU and each GPU compared bit for bit.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "host/app/commands.h"
#include "host/app/interrupt.h"
#include "host/app/run_options.h"
#include "host/app/terminal.h"
#include "host/app/verify_output.h"
#include "host/base/text.h"
#include "host/engine/device_facts.h"

namespace headroom {
namespace {

constexpr const char* kVerifyExamples =
    "Examples:\n"
    "  headroom verify                          what to run first on a new card: smoke, R2 and every-rule\n"
    "  headroom verify --device 0,1 --json      these devices only, as JSON\n"
    "  headroom verify my-study --trials 1000000\n"
    "  headroom verify R2 --first-trial 4711 --trials 1    one trial; where it differs, both ledgers\n";

// Every rule, the study whose speed counts, and a small one that is quick to read: seconds on any card.
constexpr const char* kDefaultStudies[] = {"smoke", "R2", "every-rule"};
// No whole number of batches of any size that is a power of two: the last batch is compared half full.
constexpr u64 kDefaultTrials = 20'001;

struct VerifyOptions {
  // As typed; empty: not given.
  std::string study, trials_text, first_text, seed_text, regime, devices_text, threads_text, data;
  bool json = false, quiet = false;

  // Read from that.
  std::optional<u64> trials, seed;
  u64 first = 0;
  int threads = 0;
  std::vector<int> devices;
};

void check(VerifyOptions* options) {
  Problems problems;
  options->trials = whole_option("--trials", options->trials_text, 1, problems);
  options->first = whole_option("--first-trial", options->first_text, 0, problems).value_or(0);
  options->seed = whole_option("--seed", options->seed_text, 0, problems);
  options->threads = int(whole_option("--threads", options->threads_text, 1, problems, kMaxThreads).value_or(0));
  options->devices = device_numbers(options->devices_text, problems);
  stop_on_errors(problems);
}

VerifyTask read_task(const std::string& typed, const VerifyOptions& options) {
  VerifyTask task{typed, options.regime, {}, checked_range(options.first, options.trials.value_or(kDefaultTrials))};
  task.inputs = read_inputs(
      typed,
      {options.regime.empty() ? std::nullopt : std::optional(options.regime), options.seed, data_root(options.data)},
      options.quiet);
  if (task.inputs.compiled.capped.empty())
    throw InputError(
        fmt::format("{}: no destination has a cap, so that no trial of it runs on a device; verify another study",
                    in_quotes(typed)));
  return task;
}

std::vector<VerifyTask> read_tasks(const VerifyOptions& options) {
  std::vector<VerifyTask> tasks;
  if (!options.study.empty()) {
    tasks.push_back(read_task(options.study, options));
  } else {
    for (const char* name : kDefaultStudies) tasks.push_back(read_task(name, options));
  }
  return tasks;
}

// Those that were asked for, or all there are; none where CUDA finds none.
std::vector<int> devices_of(const VerifyOptions& options, const CudaFacts& facts) {
  if (!facts.devices.empty() && !options.devices.empty()) return options.devices;
  std::vector<int> all;
  for (const DeviceFacts& device : facts.devices) all.push_back(device.number);
  return all;
}

int verify(VerifyOptions& options) {
  check(&options);
  const std::vector<VerifyTask> tasks = read_tasks(options);
  EngineChoice choice;
  choice.engine = "cpu";
  choice.threads = options.threads;
  std::string note;
  const std::unique_ptr<Engine> cpu = make_engine(choice, &note);
  const CudaFacts facts = cuda_facts();
  const std::vector<int> devices = devices_of(options, facts);
  Verification what{cpu->detail(), {}, devices.empty() ? facts.why_none + "; " + advice_without_device() : ""};
  const Interrupt interrupt;
  const bool shows = !options.quiet && stderr_is_terminal();
  Progress progress(devices.size() * tasks.size() * tasks.front().range.count, shows);
  u64 done = 0;
  for (const int device : devices) {
    if (interrupt.flag()) break;
    what.devices.push_back(verify_device(device, tasks, *cpu, interrupt.flag(), progress, &done));
  }
  progress.clear();
  if (interrupt.flag()) {
    say("stopped by a signal; nothing is verified");
    return kStopped;
  }
  if (devices.empty()) say("nothing was verified: " + what.why_none);
  if (options.json || !devices.empty()) print_result(options.json ? verify_json(what) : verify_text(what));
  return what.equal() == true ? kDone : kFailed;
}

}  // namespace

void add_verify(CLI::App& app, Work* work) {
  CLI::App* command = app.add_subcommand("verify", "CPU and GPUs compared bit for bit; run it first on a new card");
  command->footer(kVerifyExamples);
  const auto options = std::make_shared<VerifyOptions>();
  command->add_option("STUDY", options->study, "a study as of run; default: smoke, R2 and every-rule")->type_name("");
  const auto option = [&](const char* name, std::string& value, const char* type, const char* text) {
    add_word(*command, name, value, type, text);
  };
  option("--trials", options->trials_text, "N", "how many trials of each study; default 20,001");
  option("--first-trial", options->first_text, "A", "number of the first trial; default 0");
  option("--seed", options->seed_text, "S", "instead of the study's seed");
  option("--regime", options->regime, "R", "instead of the study's regime: a bundled name or a folder");
  option("--device", options->devices_text, "LIST", "CUDA devices, as 0,1; default: all");
  option("--threads", options->threads_text, "N", "threads of the CPU; default: all");
  command->add_flag("--json", options->json, "print JSON");
  command->add_flag("--quiet", options->quiet, "print no progress, warnings or remarks");
  option("--data", options->data, "DIR", "files there win over the bundled data; also HEADROOM_DATA");
  command->callback([=] { *work = [options] { return verify(*options); }; });
}

}  // namespace headroom
