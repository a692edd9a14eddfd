// headroom merge: shards of one study and seed add up to one run.
#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <fstream>
#include <nlohmann/json.hpp>

#include "host/app/commands.h"
#include "host/app/plain_sums.h"
#include "host/app/publish.h"
#include "host/app/record.h"
#include "host/app/shards.h"
#include "host/app/terminal.h"
#include "host/base/text.h"
#include "host/store/run_folder.h"

namespace headroom {
namespace {

constexpr const char* kMergeExamples =
    "Examples:\n"
    "  headroom run my-study --trials 500000 --out shard-1\n"
    "  headroom run my-study --first-trial 500000 --trials 500000 --out shard-2\n"
    "  headroom merge shard-1 shard-2 --out both\n";

struct MergeOptions {
  std::vector<std::string> runs;
  std::string out, data, history;
  std::string typed;
  bool json = false, quiet = false;
};

// The study of the first run, for names; it must be the one that the tallies are of.
Inputs study_of(const Shard& shard, const MergeOptions& options) {
  const SavedTallies& saved = shard.saved;
  const std::string folder = shard.study.parent_path().string();
  Inputs inputs = read_run_inputs(folder, saved.seed, saved.study_digest, data_root(options.data), options.quiet);
  if (tally_shape(inputs.compiled.tables()) == saved.tally.shape) return inputs;
  throw InputError(
      fmt::format("{}: its tallies have another shape than its study; use the headroom that it was run with",
                  in_quotes(shard.run)));
}

// The scenarios of the sum, compiled again.
std::vector<ScenarioRun> scenarios_of(const Shard& shard, const SavedTallies& sum, const Inputs& inputs, bool quiet) {
  if (sum.scenarios.empty()) return {};
  std::vector<std::string> names;
  for (const SavedScenario& one : sum.scenarios) names.push_back(one.name);
  std::vector<ScenarioRun> runs = prepare_scenarios(inputs, names, false, quiet);
  if (!why_other_scenarios(sum.scenarios, runs).empty()) {
    throw InputError(
        fmt::format("{}: its tallies are of other scenarios than its study has; use the headroom that it was "
                    "run with",
                    in_quotes(shard.run)));
  }
  for (std::size_t i = 0; i < runs.size(); ++i) {
    runs[i].tally = sum.scenarios[i].tally;
    runs[i].pairs.exhausted = sum.scenarios[i].pairs.exhausted;
    runs[i].pairs.more = sum.scenarios[i].pairs.more;
  }
  return runs;
}

// Whether the run looked at its own results, as its result says.
bool stopped_itself(const std::string& run) {
  std::ifstream file(std::filesystem::path(run) / "result.json");
  const auto result = nlohmann::json::parse(file, nullptr, false);
  return result.is_object() && result.contains("stopped");
}

int merge(const MergeOptions& options) {
  const Recorder recorder(options.typed, options.history);
  const std::vector<Shard> shards = read_shards(options.runs);
  const Inputs inputs = study_of(shards.front(), options);
  const std::filesystem::path out = chosen_out(options.out, inputs.loaded.study, "merged");
  check_run_folder(out);
  const SavedTallies sum = add_up(shards);
  const std::vector<ScenarioRun> scenarios = scenarios_of(shards.front(), sum, inputs, options.quiet);
  if (!options.quiet) {
    for (const std::string& gap : gaps(sum.ranges)) say(gap);
    for (const std::string& run : options.runs)
      if (stopped_itself(run))
        say(fmt::format("{}: it stopped when it was sure enough, which the intervals of the sum do not allow for",
                        in_quotes(run)));
  }
  const Result result = publish({inputs,
                                 sum,
                                 {"merged", fmt::format("{} runs", shards.size())},
                                 sum.tally.trials,
                                 out,
                                 options.json,
                                 options.quiet,
                                 &scenarios});
  recorder.record(inputs, result, out, kDone);
  return kDone;
}

}  // namespace

void add_merge(CLI::App& app, Work* work) {
  CLI::App* command = app.add_subcommand("merge", "add up runs of one study and seed");
  command->footer(kMergeExamples);
  const auto options = std::make_shared<MergeOptions>();
  command->add_option("RUN", options->runs, "run folders, of different trials")->required()->type_name("");
  command->add_option("--out", options->out, "the run folder; default runs/STUDY-SEED-merged")->type_name("DIR");
  command->add_flag("--json", options->json, "print the result as JSON");
  command->add_flag("--quiet", options->quiet, "print no warnings or remarks");
  command->add_option("--history", options->history, "as of run; default runs.sqlite beside the run folder")
      ->type_name("FILE");
  command->add_option("--data", options->data, "files there win over the bundled data; also HEADROOM_DATA")
      ->type_name("DIR");
  command->callback([=] {
    options->typed = typed_words(*command);
    *work = [options] { return merge(*options); };
  });
}

}  // namespace headroom
