#include "host/app/history_output.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "host/report/grid.h"

namespace headroom {
namespace {

using Json = nlohmann::ordered_json;
using Cells = std::vector<std::string>;

Cells head_cells(const RecordedRun& run) { return {std::to_string(run.id), run.finished, run.name}; }

std::string runs_text(const std::vector<RecordedRun>& runs) {
  std::vector<Cells> rows;
  for (const RecordedRun& run : runs) {
    Cells cells = head_cells(run);
    const std::string studied = run.study_digest.substr(0, 8);
    cells.insert(cells.end(), {studied, run.regime, grouped(run.trials), run.engine, fmt::format("{:.1f}", run.seconds),
                               std::to_string(run.exit), run.folder});
    rows.push_back(std::move(cells));
  }
  return grid({{"Id", Align::right},
               {"Finished"},
               {"Study"},
               {"Tables"},
               {"Regime"},
               {"Trials", Align::right},
               {"Engine"},
               {"Seconds", Align::right},
               {"Exit", Align::right},
               {"Folder"}},
              rows);
}

std::string estimates_text(const std::vector<RecordedRun>& runs, const std::string& destination) {
  std::vector<Cells> rows;
  for (const RecordedRun& run : runs) {
    for (const RecordedEstimate& one : run.estimates) {
      Cells cells = head_cells(run);
      const Probability& p = one.exhausted;
      cells.insert(cells.end(), {one.scenario.empty() ? "-" : one.scenario, grouped(run.trials), chance(p.estimate),
                                 fmt::format("{} to {}", chance(p.low), chance(p.high))});
      rows.push_back(std::move(cells));
    }
  }
  return grid({{"Id", Align::right},
               {"Finished"},
               {"Study"},
               {"Scenario"},
               {"Trials", Align::right},
               {fmt::format("P({} exhausted)", destination), Align::right},
               {"95% interval"}},
              rows);
}

Json estimate_json(const RecordedEstimate& one) {
  const Probability& p = one.exhausted;
  Json json = {{"scenario", one.scenario.empty() ? Json(nullptr) : Json(one.scenario)},
               {"iso3", one.iso3},
               {"p_exhausted", {{"estimate", p.estimate}, {"low", p.low}, {"high", p.high}, {"level", p.level}}},
               {"difference", nullptr}};
  if (const auto& d = one.difference)
    json["difference"] = {{"estimate", d->estimate}, {"low", d->low}, {"high", d->high}, {"level", d->level}};
  return json;
}

Json run_json(const RecordedRun& run) {
  Json estimates = Json::array();
  for (const RecordedEstimate& one : run.estimates) estimates.push_back(estimate_json(one));
  return {{"id", run.id},
          {"finished", run.finished},
          {"seconds", run.seconds},
          {"study", {{"name", run.name}, {"seed", run.seed}, {"digest", run.study_digest}}},
          {"regime", {{"name", run.regime}, {"digest", run.regime_digest}}},
          {"first_trial", run.first_trial},
          {"trials", run.trials},
          {"engine", run.engine},
          {"engine_detail", run.engine_detail},
          {"estimator", run.estimator},
          {"tallies_digest", run.tallies_digest},
          {"options", run.options},
          {"exit", run.exit},
          {"folder", run.folder},
          {"estimates", estimates}};
}

}  // namespace

std::string history_text(const std::vector<RecordedRun>& runs, const std::string& destination) {
  return destination.empty() ? runs_text(runs) : estimates_text(runs, destination);
}

std::string history_json(const std::vector<RecordedRun>& runs) {
  Json list = Json::array();
  for (const RecordedRun& run : runs) list.push_back(run_json(run));
  const Json json = {{"schema", "headroom.history/1"}, {"runs", list}};
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace headroom
