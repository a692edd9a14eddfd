#include "host/app/what_if.h"

#include <algorithm>

#include "host/app/terminal.h"
#include "host/model/scenario.h"

namespace headroom {
namespace {

ScenarioRun prepare(const Inputs& inputs, const Scenario& scenario, Problems& problems) {
  CompiledStudy changed = with_scenario(inputs, scenario, problems).compiled;
  if (!problems.ok()) return ScenarioRun();
  return paired_with(inputs.compiled, scenario.name, std::move(changed));
}

}  // namespace

ScenarioRun paired_with(const CompiledStudy& first, std::string name, CompiledStudy second) {
  ScenarioRun run;
  run.name = std::move(name);
  run.compiled = std::move(second);
  run.tally = Tally(tally_shape(run.compiled.tables()));
  const auto& capped = first.capped;
  std::vector<std::optional<u32>> partner;
  for (const DestinationLabel& label : run.compiled.capped) {
    const auto at = std::find_if(capped.begin(), capped.end(), [&](const auto& one) { return one.iso3 == label.iso3; });
    partner.push_back(at == capped.end() ? std::nullopt : std::optional<u32>(u32(at - capped.begin())));
  }
  run.pairs = PairTally(u32(capped.size()), std::move(partner));
  return run;
}

std::vector<ScenarioRun> prepare_scenarios(const Inputs& inputs, const std::vector<std::string>& names, bool all,
                                           bool quiet) {
  const Study& study = inputs.loaded.study;
  Problems problems;
  for (const std::string& name : names) {
    if (!find_scenario(study, name)) problems.error({"--scenario"}, unknown_scenario_text(name, study));
  }
  std::vector<ScenarioRun> runs;
  for (const Scenario& scenario : study.scenarios) {
    if (all || std::find(names.begin(), names.end(), scenario.name) != names.end())
      runs.push_back(prepare(inputs, scenario, problems));
  }
  stop_on_errors(problems);
  if (!quiet) say_warnings(problems.warnings());
  return runs;
}

void run_scenario(Engine& engine, TrialRange range, const ExhaustedBits& study, ScenarioRun* scenario) {
  const Tables tables = scenario->compiled.tables();
  ExhaustedBits bits(tables.destination_count, range.count);
  const std::atomic<bool> to_the_end{false};  // the study's own trials are done: a pair needs both
  engine.run(tables, range, to_the_end, &scenario->tally, &bits);
  scenario->pairs.add(study, bits, range.count);
}

}  // namespace headroom
