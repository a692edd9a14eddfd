// headroom merge: shards of one study and seed add up to one run.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "host/app/commands.h"
#include "host/app/publish.h"
#include "host/app/shards.h"
#include "host/app/terminal.h"
#include "host/base/digest.h"
#include "host/base/text.h"
#include "host/store/run_folder.h"

namespace headroom {
namespace {

constexpr const char* kExamples =
    "Examples:\n"
    "  headroom run my-study --trials 500000 --out shard-1\n"
    "  headroom run my-study --first-trial 500000 --trials 500000 --out shard-2\n"
    "  headroom merge shard-1 shard-2 --out both\n";

struct MergeOptions {
  std::vector<std::string> runs;
  std::string out, data;
  bool json = false, quiet = false;
};

// The study of the first run, for names; it must be the one that the tallies are of.
Inputs study_of(const Shard& shard, const MergeOptions& options) {
  Inputs inputs =
      read_inputs(shard.study.string(), {std::nullopt, shard.saved.seed, data_root(options.data)}, options.quiet);
  const bool same = inputs.compiled.digest() == shard.saved.study_digest &&
                    tally_shape(inputs.compiled.tables()) == shard.saved.tally.shape;
  if (same) return inputs;
  throw InputError(
      fmt::format("{}: its study has digest {} now, its tallies are of {}; use the headroom and the data that it was "
                  "run with, or run it again",
                  in_quotes(shard.run), hex(inputs.compiled.digest()), hex(shard.saved.study_digest)));
}

int merge(const MergeOptions& options) {
  const std::vector<Shard> shards = read_shards(options.runs);
  const Inputs inputs = study_of(shards.front(), options);
  const std::filesystem::path out = chosen_out(options.out, inputs.loaded.study, "merged");
  check_run_folder(out);
  const SavedTallies sum = add_up(shards);
  if (!options.quiet) {
    for (const std::string& gap : gaps(sum.ranges)) say(gap);
  }
  publish({inputs,
           sum,
           {"merged", fmt::format("{} runs", shards.size())},
           sum.tally.trials,
           out,
           options.json,
           options.quiet});
  return kDone;
}

}  // namespace

void add_merge(CLI::App& app, Work* work) {
  CLI::App* command = app.add_subcommand("merge", "add up runs of one study and seed");
  command->footer(kExamples);
  const auto options = std::make_shared<MergeOptions>();
  command->add_option("RUN", options->runs, "run folders, of different trials")->required()->type_name("");
  command->add_option("--out", options->out, "the run folder; default runs/STUDY-SEED-merged")->type_name("DIR");
  command->add_flag("--json", options->json, "print the result as JSON");
  command->add_flag("--quiet", options->quiet, "print no warnings or remarks");
  command->add_option("--data", options->data, "files there win over the bundled data; also HEADROOM_DATA")
      ->type_name("DIR");
  command->callback([=] { *work = [options] { return merge(*options); }; });
}

}  // namespace headroom
