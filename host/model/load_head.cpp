// study.toml: the study itself, its factors, and how the market behaves.
#include <map>

#include <fmt/format.h>

#include "host/base/text.h"
#include "host/model/columns.h"
#include "host/model/load_parts.h"

namespace headroom {
namespace {

constexpr Range kRho{.low = -1, .high = 1, .above_low = true, .below_high = true};

void read_rho(TomlTable& factors, std::string_view name, double& rho) {
  if (auto table = factors.table(name)) {
    table->need({"rho"});
    table->read("rho", rho, kRho);
    table->finish();
  }
}

void read_groups(TomlTable& factors, Loading& load) {
  auto groups = factors.table("groups");
  if (!groups) return;
  std::map<std::string, std::string> group_of;
  for (const std::string& name : groups->keys()) {
    std::vector<TomlText> destinations;
    if (name.empty()) load.problems.error(groups->key_place(name), "a group has an empty name; give it one");
    groups->read(name, destinations);
    for (const TomlText& one : destinations) {
      if (!check_destination("destination", one.text, one.place, load)) continue;
      const auto [at, is_new] = group_of.emplace(one.text, name);
      if (is_new) {
        load.study.factors.groups[name].push_back(one.text);
      } else {
        load.problems.error(
            one.place, fmt::format("destination '{}' stands in group {} already; keep it in one group, once", one.text,
                                   in_quotes(at->second)));
      }
    }
  }
}

void read_student_t(TomlTable& factors, int& degrees) {
  int typed = 0;
  if (!factors.read("student_t", typed, {.low = 0, .high = 1e6})) return;
  degrees = typed;
  if (typed == 1 || typed == 2) {
    factors.error("student_t", fmt::format("factors.student_t is {}; it must be 0 (Gaussian) or at least 3", typed));
  }
}

}  // namespace

StudyHead read_study_head(TomlTable& root, const LoadOptions& options, Loading& load) {
  StudyHead head;
  Study& study = load.study;
  root.need({"study"});
  auto table = root.table("study");
  if (!table) return head;
  table->need({"name", "regime", "start", "months", "seed"});
  table->read_name("name", study.name);
  if (study.name.find('/') != std::string::npos) {
    table->error("name", fmt::format("study.name is {}; it must hold no '/'", in_quotes(study.name)));
  }
  if (table->read_name("regime", head.regime.text)) head.regime.place = table->place("regime");
  table->read("start", study.start);
  table->read("months", study.months, {.low = 1, .high = double(kMaxMonths)});
  table->read("trials", study.trials, {.low = 1});
  table->read("seed", study.seed, {.low = 0});
  table->read("adapt", study.adapts);
  study.seed = options.seed.value_or(study.seed);
  study.adapts = study.adapts || options.regime.has_value();
  table->finish();
  return head;
}

void check_window(TomlTable& root, Loading& load) {
  const Study& study = load.study;
  const Regime& regime = study.regime;
  const int first = months_between(regime.window_start, study.start);
  const bool said_already =
      study.months == 0 || study.start.year == 0 || regime.window_months == 0 || regime.window_start.year == 0;
  if (said_already) return;
  if (first >= 0 && first + study.months <= regime.window_months) return;
  auto table = root.table("study");
  const auto span = [](YearMonth start, int months) {
    return fmt::format("{} to {}", to_string(start), to_string(plus_months(start, months - 1)));
  };
  table->error("start", fmt::format("the study runs from {}; it must lie within the window of regime {}, {}",
                                    span(study.start, study.months), in_quotes(regime.name),
                                    span(regime.window_start, regime.window_months)));
}

void read_factors(TomlTable& root, Loading& load) {
  auto table = root.table("factors");
  if (!table) return;
  Factors& factors = load.study.factors;
  read_rho(*table, "global", factors.global_rho);
  if (auto region = table->table("region")) {
    region->need({"rho"});
    region->read("rho", factors.region_rho, kRho);
    region->read("correlation_with_global", factors.correlation_with_global, {.low = -1, .high = 1});
    region->finish();
  }
  if (table->has("own")) {
    factors.own_rho = 0;
    read_rho(*table, "own", *factors.own_rho);
  }
  read_student_t(*table, factors.student_t);
  read_groups(*table, load);
  table->finish();
}

void read_market_options(TomlTable& root, Loading& load) {
  auto table = root.table("market");
  if (!table) return;
  std::string pipeline = "empty";
  table->read_choice("pipeline", pipeline, {"empty", "steady"});
  load.study.steady_pipeline = pipeline == "steady";
  table->finish();
}

Behaviour read_behaviour(TomlTable& owner) {
  Behaviour behaviour;
  auto table = owner.table("behaviour");
  if (!table) return behaviour;
  if (auto rush = table->table("rush")) {
    behaviour.rush = Behaviour::Rush{};
    rush->need({"threshold", "factor"});
    rush->read("threshold", behaviour.rush->threshold, kProbability);
    rush->read("factor", behaviour.rush->factor, {.low = 1, .high = 1000});
    rush->finish();
  }
  if (bool split = false; table->read("split", split)) behaviour.split = split;
  if (auto wait = table->table("wait")) {
    behaviour.wait = Behaviour::Wait{};
    wait->need({"probability", "months"});
    wait->read("probability", behaviour.wait->probability, kProbability);
    wait->read("months", behaviour.wait->months, {.low = 1, .high = double(kMaxMonths)});
    wait->finish();
  }
  table->finish();
  return behaviour;
}

}  // namespace headroom
