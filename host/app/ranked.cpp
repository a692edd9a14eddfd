#include "host/app/ranked.h"

#include <unistd.h>

#include <algorithm>
#include <thread>

#include "host/app/commands.h"
#include "host/app/interrupt.h"
#include "host/base/digest.h"
#include "host/engine/device_facts.h"

namespace headroom {
namespace {

// Of the study and of the scenarios behind it.
struct Known {
  std::vector<Tables> tables;
  u64 digest = 0;
};

Known known_to_all(const Inputs& inputs, const std::vector<ScenarioRun>& scenarios) {
  Known known;
  Digest digest;
  const auto add = [&](const CompiledStudy& study) {
    known.tables.push_back(study.tables());
    digest.add(study.digest());
  };
  add(inputs.compiled);
  for (const ScenarioRun& run : scenarios) add(run.compiled);
  known.digest = digest.value();
  return known;
}

// What a rank that only works needs of a run.
struct Share {
  Inputs inputs;
  std::vector<ScenarioRun> scenarios;
  std::unique_ptr<Engine> engine;
};

Share read_share(const Rank& rank, RunOptions& options) {
  options.check();
  share_machine(rank, &options.engine);
  Share share;
  const auto regime = options.regime.empty() ? std::nullopt : std::optional(options.regime);
  share.inputs = read_inputs(options.study, {regime, options.seed, data_root(options.data)}, true);
  share.scenarios = prepare_scenarios(share.inputs, options.scenarios, options.all_scenarios, true);
  std::string ignored;
  share.engine = make_engine(options.engine, &ignored);
  return share;
}

}  // namespace

void share_machine(const Rank& rank, EngineChoice* choice) {
  if (rank.local_count == 1) return;
  if (choice->threads == 0) {
    // Those that mpirun bound the process to, or the machine's, divided.
    const int bound = int(std::thread::hardware_concurrency()), all = int(::sysconf(_SC_NPROCESSORS_ONLN));
    choice->threads = std::max(1, std::min(bound, all / rank.local_count));
  }
  if (choice->engine != "auto" && choice->engine != "cuda") return;
  std::vector<int> devices = choice->devices;
  if (devices.empty())
    for (const DeviceFacts& device : cuda_facts().devices) devices.push_back(device.number);
  if (!devices.empty()) choice->devices = {devices[std::size_t(rank.local) % devices.size()]};
}

std::unique_ptr<Engine> shared_out(Ranks& ranks, std::unique_ptr<Engine> own, const Inputs& inputs,
                                   const std::vector<ScenarioRun>& scenarios) {
  if (ranks.alone()) return own;
  Known known = known_to_all(inputs, scenarios);
  const std::string trouble = ranks.ready(known.digest, "");
  if (!trouble.empty()) throw RunError(trouble);
  return ranks.share_out(std::move(own), std::move(known.tables));
}

int work_for_the_first(Ranks& ranks, RunOptions& options) {
  const Interrupt rank_0_decides;
  Share share;
  std::string failure;
  try {
    share = read_share(ranks.rank(), options);
  } catch (const std::exception& error) {
    failure = error.what();
  }
  const Known known = failure.empty() ? known_to_all(share.inputs, share.scenarios) : Known{};
  if (ranks.ready(known.digest, failure).empty()) ranks.serve(*share.engine, known.tables);
  return kDone;
}

}  // namespace headroom
