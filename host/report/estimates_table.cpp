#include <algorithm>
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "host/base/text.h"
#include "host/report/grid.h"
#include "host/report/table.h"

namespace headroom {
namespace {

using EstimateRows = std::vector<const DestinationEstimate*>;

std::string head(const Estimates& estimates) {
  std::string text = fmt::format("{}: estimator {}", printable(estimates.study_name), estimates.estimator);
  if (!estimates.method.empty()) text += fmt::format(" ({})", printable(estimates.method));
  if (estimates.trials)
    text += fmt::format(", {}, seed {}", counted(estimates.trials, "trial", "trials"), estimates.seed);
  text += fmt::format(", engine {}", estimates.engine);
  if (!estimates.engine_detail.empty()) text += fmt::format(" ({})", printable(estimates.engine_detail));
  return text + "\n";
}

std::string chance_or_dash(const std::optional<Probability>& p) { return p ? fine_chance(p->estimate) : "-"; }

// An interval, or by how much the solver can be wrong.
std::string bounds(const Probability& p) {
  if (p.level < 1) return fmt::format("{} to {}", fine_chance(p.low), fine_chance(p.high));
  return fmt::format("{:.0e}", std::max(p.high - p.estimate, p.estimate - p.low));
}

EstimateRows sorted_rows(const Estimates& estimates) {
  EstimateRows rows;
  for (const DestinationEstimate& row : estimates.destinations)
    if (row.refused.empty()) rows.push_back(&row);
  std::stable_sort(rows.begin(), rows.end(), [](const auto* a, const auto* b) {
    return std::tuple(-a->exhausted.estimate, std::string_view(a->label.name)) <
           std::tuple(-b->exhausted.estimate, std::string_view(b->label.name));
  });
  return rows;
}

// A column and what stands in it; one that is blank throughout is left out.
struct Column {
  GridColumn head;
  std::string (*cell)(const DestinationEstimate&);
};

std::string number_or_dash(const std::optional<double>& number, const char* digits) {
  return number ? fmt::format(fmt::runtime(digits), *number) : "-";
}

const std::vector<Column> kOptionalColumns = {
    {{"P(critical)", Align::right}, [](const auto& row) { return chance_or_dash(row.critical); }},
    {{"P without factors", Align::right}, [](const auto& row) { return chance_or_dash(row.independent); }},
    {{"Variance removed", Align::right},
     [](const auto& row) { return row.variance_removed ? fmt::format("{:.1f} %", 100 * *row.variance_removed) : "-"; }},
    {{"Trials", Align::right}, [](const auto& row) { return row.trials ? grouped(*row.trials) : std::string("-"); }},
    {{"Effective trials", Align::right},
     [](const auto& row) { return number_or_dash(row.effective_trials, "{:.0f}"); }},
    {{"Gain over plain", Align::right}, [](const auto& row) { return number_or_dash(row.gain, "{:.3g}"); }},
};

std::string rows_text(const EstimateRows& rows, double level) {
  const std::string interval = level < 1 ? fmt::format("{:g} % interval", 100 * level) : "Error below";
  std::vector<GridColumn> columns = {
      {"Destination", Align::left}, {"P(exhausted)", Align::right}, {interval, Align::right}};
  std::vector<std::vector<std::string>> lines;
  for (const DestinationEstimate* row : rows)
    lines.push_back({row->label.name, fine_chance(row->exhausted.estimate), bounds(row->exhausted)});
  for (const Column& column : kOptionalColumns) {
    std::vector<std::string> cells;
    for (const DestinationEstimate* row : rows) cells.push_back(column.cell(*row));
    if (std::all_of(cells.begin(), cells.end(), [](const std::string& cell) { return cell == "-"; })) continue;
    columns.push_back(column.head);
    for (std::size_t i = 0; i < lines.size(); ++i) lines[i].push_back(cells[i]);
  }
  return grid(columns, lines);
}

}  // namespace

std::vector<std::string> refusals(const Estimates& estimates) {
  constexpr std::size_t kMost = 5;
  std::map<std::string, std::vector<std::string>> names;  // by reason
  for (const DestinationEstimate& row : estimates.destinations)
    if (!row.refused.empty()) names[row.refused].push_back(row.label.name);
  std::vector<std::string> lines;
  for (const auto& [reason, places] : names) {
    const auto end = places.begin() + std::ptrdiff_t(std::min(places.size(), kMost));
    lines.push_back(fmt::format("{} ({}{}): {}", counted(places.size(), "destination", "destinations"),
                                fmt::join(places.begin(), end, ", "), end == places.end() ? "" : ", ...", reason));
  }
  return lines;
}

std::string table_text(const Estimates& estimates, const Regime& regime) {
  std::string text = head(estimates) + rules_line(regime, estimates.start, estimates.months) + "\n\n";
  const EstimateRows rows = sorted_rows(estimates);
  if (!rows.empty()) text += rows_text(rows, estimates.level);
  for (const std::string& line : refusals(estimates)) text += "No answer for " + printable(line) + "\n";
  for (const DestinationEstimate* row : rows)
    if (!row->remark.empty()) text += printable(row->label.name) + ": " + printable(row->remark) + ".\n";
  if (!estimates.stopped.empty()) text += fmt::format("Stopped: {}.\n", printable(estimates.stopped));
  return text;
}

}  // namespace headroom
