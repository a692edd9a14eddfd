#include "host/app/compare_output.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "host/base/text.h"
#include "host/report/grid.h"

namespace headroom {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kFewChanges = 60;  // of the inputs, in the text

std::string side_line(char letter, const Side& side) {
  const std::string where = side.run.empty() ? "run " + side.typed : side.run;
  return fmt::format("{}  {}: {}, {} from {}, seed {}, {}, tables {}\n", letter, printable(where), printable(side.name),
                     counted(side.trials, "trial", "trials"), side.first_trial, side.seed, printable(side.estimator),
                     side.study_digest.substr(0, 8));
}

// How the intervals of differences came about.
std::string_view interval_words(const Comparison& what) {
  if (what.paired) return "Clopper-Pearson of the trials in which only one of the two exhausts";
  if (what.a.estimator == "plain" && what.b.estimator == "plain") return "Bonferroni of two Clopper-Pearson at 97.5 %";
  return "Bonferroni of the bounds of either: Clopper-Pearson at 97.5 % where trials were counted, else the "
         "estimator's own";
}

std::string how_text(const Comparison& what) {
  const std::string how = what.paired
                              ? fmt::format(
                                    "Paired: both studies run again on the same {} from {}, seed {}; what "
                                    "they share cancels.\n",
                                    counted(what.trials, "trial", "trials"), what.first_trial, what.seed)
                              : "Not paired: compared as independent runs, though the intervals hold whatever the "
                                "two share; --paired is narrower.\n";
  return fmt::format("{}Intervals: {}.\n", how, interval_words(what));
}

std::string signed_chance(double d) { return fmt::format("{:+.4f}", d == 0 ? 0.0 : d); }

std::vector<std::string> cells(const ComparedDestination& row) {
  const auto told = [](const std::optional<Probability>& p) { return p ? chance(p->estimate) : "-"; };
  std::vector<std::string> cells = {row.name.empty() ? row.iso3 : row.name, told(row.a), told(row.b), "-", "-"};
  if (const auto& d = row.difference) {
    cells[3] = signed_chance(d->estimate);
    cells[4] = fmt::format("{} to {}", signed_chance(d->low), signed_chance(d->high));
  }
  return cells;
}

double size_of(const ComparedDestination& row) { return row.difference ? std::abs(row.difference->estimate) : 2; }

// The largest differences first.
std::string table(const Comparison& what) {
  std::vector<const ComparedDestination*> sorted;
  double level = 0.95;
  for (const ComparedDestination& row : what.rows) {
    sorted.push_back(&row);
    if (row.difference) level = row.difference->level;
  }
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto* x, const auto* y) { return size_of(*x) > size_of(*y); });
  std::vector<std::vector<std::string>> rows;
  for (const ComparedDestination* row : sorted) rows.push_back(cells(*row));
  return grid({{"P(exhausted)"},
               {"A", Align::right},
               {"B", Align::right},
               {"B - A", Align::right},
               {fmt::format("{:.3g}% interval", level * 100)}},
              rows);
}

std::string inputs_text(const Comparison& what) {
  if (!what.inputs) return fmt::format("Inputs are not compared: {}.\n", what.why_no_inputs);
  if (what.inputs->empty()) return "Inputs: no difference.\n";
  std::string text = "Inputs that differ, A -> B:\n";
  const std::size_t shown = what.inputs->size() > kFewChanges + 1 ? kFewChanges : what.inputs->size();
  for (std::size_t i = 0; i < shown; ++i) text += "  " + to_string((*what.inputs)[i]) + "\n";
  if (shown < what.inputs->size())
    text += fmt::format("  and {} more; --json lists all\n", what.inputs->size() - shown);
  return text;
}

Json side_json(const Side& side) {
  return {{"run", side.run.empty() ? Json(nullptr) : Json(side.run)},
          {"study", {{"name", side.name}, {"seed", side.seed}, {"digest", side.study_digest}}},
          {"trials", side.trials},
          {"first_trial", side.first_trial},
          {"engine", side.engine},
          {"estimator", side.estimator}};
}

template <class Interval>
Json interval_json(const std::optional<Interval>& p) {
  if (!p) return nullptr;
  return {{"estimate", p->estimate}, {"low", p->low}, {"high", p->high}, {"level", p->level}};
}

Json row_json(const ComparedDestination& row) {
  return {{"iso3", row.iso3},
          {"name", row.name.empty() ? Json(nullptr) : Json(row.name)},
          {"a", interval_json(row.a)},
          {"b", interval_json(row.b)},
          {"difference", interval_json(row.difference)}};
}

Json changes_json(const std::vector<InputChange>& changes) {
  Json list = Json::array();
  for (const InputChange& change : changes) {
    list.push_back({{"file", change.file},
                    {"what", change.what},
                    {"from", change.from ? Json(*change.from) : Json(nullptr)},
                    {"to", change.to ? Json(*change.to) : Json(nullptr)},
                    {"text", to_string(change)}});
  }
  return list;
}

}  // namespace

std::string comparison_text(const Comparison& what) {
  std::string text = side_line('A', what.a) + side_line('B', what.b) + how_text(what) + "\n" + table(what) + "\n";
  if (const auto& d = what.exhausted)
    text += fmt::format("Destinations exhausted, mean number: {:+.4f} ({:+.4f} to {:+.4f}).\n", d->estimate, d->low,
                        d->high);
  if (what.a.study_digest == what.b.study_digest) text += "Both ran the same tables and seed.\n";
  return text + inputs_text(what);
}

std::string comparison_json(const Comparison& what) {
  Json rows = Json::array();
  for (const ComparedDestination& row : what.rows) rows.push_back(row_json(row));
  Json json;
  json["schema"] = "headroom.compare/1";
  json["a"] = side_json(what.a);
  json["b"] = side_json(what.b);
  json["method"] = what.paired ? "paired" : "independent";
  json["interval"] = interval_words(what);
  json["paired_on"] = nullptr;
  if (what.paired)
    json["paired_on"] = {{"first_trial", what.first_trial}, {"trials", what.trials}, {"seed", what.seed}};
  json["exhausted_difference"] = interval_json(what.exhausted);
  json["destinations"] = rows;
  json["inputs"] = what.inputs ? changes_json(*what.inputs) : Json(nullptr);
  if (!what.inputs) json["why_no_inputs"] = what.why_no_inputs;
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace headroom
