#include "host/app/compare_sides.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "host/base/text.h"
#include "host/report/json.h"
#include "host/stats/difference.h"
#include "host/stats/intervals.h"
#include "host/store/history.h"

namespace headroom {
namespace fs = std::filesystem;
namespace {

using Json = nlohmann::ordered_json;

Probability probability(const Json& json) {
  return {json.at("estimate"), json.at("low"), json.at("high"), json.at("level")};
}

// Throws Json::exception on anything else than a result.
void read_result(const std::string& text, Side* side, std::string* tallies_digest) {
  const Json json = Json::parse(text);
  if (json.at("schema") != kResultSchema) throw InputError("its schema is another");
  const Json& study = json.at("study");
  side->name = study.at("name");
  side->study_digest = study.at("digest");
  side->seed = study.at("seed");
  side->estimator = json.at("estimator");
  side->engine = json.at("engine");
  side->first_trial = json.at("first_trial");
  side->trials = json.at("trials");
  *tallies_digest = json.at("tallies_digest");
  for (const Json& row : json.at("destinations"))
    side->destinations[row.at("iso3")] = {row.at("name"), probability(row.at("p_exhausted"))};
}

void add_inputs(const Folder& folder, const std::string& prefix, Side* side, Problems& problems) {
  for (const std::string& name : folder.files()) {
    if (const auto file = folder.read(name, problems)) side->inputs.push_back({prefix + name, file->text});
  }
}

Side read_folder(const std::string& folder, std::string* tallies_digest) {
  Problems problems;
  Side side;
  side.typed = side.run = folder;
  const auto file = Folder::on_disk(folder).read("result.json", problems);
  if (!file) throw InputError(problems.errors());
  try {
    read_result(file->text, &side, tallies_digest);
  } catch (const std::exception& error) {
    throw InputError(fmt::format("{}: no result of headroom ({}); give a run folder as it was written", file->name,
                                 printable(error.what())));
  }
  add_inputs(Folder::on_disk(fs::path(folder) / "study"), "", &side, problems);
  add_inputs(Folder::on_disk(fs::path(folder) / "study/regime"), "regime/", &side, problems);
  stop_on_errors(problems);
  return side;
}

Side as_recorded(const RecordedRun& run) {
  Side side;
  side.name = run.name;
  side.study_digest = run.study_digest;
  side.estimator = run.estimator;
  side.engine = run.engine;
  side.seed = run.seed;
  side.first_trial = run.first_trial;
  side.trials = run.trials;
  for (const RecordedEstimate& one : run.estimates) {
    if (one.scenario.empty()) side.destinations[one.iso3] = {"", one.exhausted};
  }
  return side;
}

// The folder of the run where the run is still in it, else what the history keeps.
Side read_recorded(const RecordedRun& run, const fs::path& history) {
  const fs::path folder =
      fs::path(run.folder).is_absolute() ? fs::path(run.folder) : history.parent_path() / run.folder;
  std::string why = "its folder is gone";
  if (Folder::on_disk(folder).has("result.json")) {
    std::string tallies_digest;
    Side side = read_folder(folder.string(), &tallies_digest);
    if (tallies_digest == run.tallies_digest && side.study_digest == run.study_digest) return side;
    why = "its folder holds another run now";
  }
  Side side = as_recorded(run);
  side.why_not = why;
  return side;
}

bool is_number(const std::string& text) {
  return !text.empty() && text.size() < 19 && text.find_first_not_of("0123456789") == std::string::npos;
}

// With bounds that miss with `miss` at most; `miss` is what it is where the estimator leaves no choice.
Probability bounded(const Side& side, const Probability& p, double* miss) {
  const auto n = static_cast<double>(side.trials);
  if (side.estimator == "exact") *miss = 0;
  if (side.estimator != "plain") {
    if (side.estimator != "exact") *miss = 1 - p.level;
    return p;
  }
  return clopper_pearson(std::min(side.trials, u64(std::llround(p.estimate * n))), side.trials, 1 - *miss);
}

}  // namespace

Side read_side(const std::string& typed, const fs::path& history) {
  std::string ignored;
  if (!is_number(typed) || Folder::on_disk(typed).has("result.json")) return read_folder(typed, &ignored);
  const std::vector<RecordedRun> found = recorded(history, {.id = std::stoll(typed)});
  if (found.empty())
    throw InputError(fmt::format("{}: history {} has no run of this number; 'headroom history' lists them", typed,
                                 in_quotes(history.string())));
  Side side = read_recorded(found.front(), history);
  side.typed = typed;
  return side;
}

Difference unpaired_difference(const Side& a, const Side& b, const std::string& iso3) {
  double miss_a = 0.025, miss_b = 0.025;
  const Probability first = bounded(a, a.destinations.at(iso3).exhausted, &miss_a),
                    second = bounded(b, b.destinations.at(iso3).exhausted, &miss_b);
  const double level = std::round((1 - miss_a - miss_b) * 1e12) / 1e12;  // 0.95 and not 0.9499999999999999
  return bounded_difference(first, second, level);
}

}  // namespace headroom
