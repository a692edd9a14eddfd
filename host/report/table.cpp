#include "host/report/table.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include <fmt/format.h>

#include "host/base/text.h"
#include "host/report/companies.h"
#include "host/report/grid.h"

namespace headroom {
namespace {

using Rows = std::vector<const DestinationResult*>;

constexpr std::size_t kFew = 3;  // so many destinations that were never exhausted still have rows of their own

std::string head(const Result& result, const Regime& regime) {
  std::string text = fmt::format("{}: {}, seed {}, engine {}", printable(result.study_name),
                                 counted(result.trials, "trial", "trials"), result.seed, result.engine);
  if (!result.engine_detail.empty()) text += fmt::format(" ({})", printable(result.engine_detail));
  const int months = result.destinations.empty() ? 0 : int(result.destinations.front().exhausted_by_month.size());
  return text + "\n" + rules_line(regime, result.start, months) + "\n";
}

Rows sorted_rows(const Result& result) {
  Rows rows;
  for (const DestinationResult& row : result.destinations) rows.push_back(&row);
  std::stable_sort(rows.begin(), rows.end(), [](const DestinationResult* a, const DestinationResult* b) {
    return std::tuple(-a->exhausted.estimate, -a->refused_tpp_mean, std::string_view(a->label.name)) <
           std::tuple(-b->exhausted.estimate, -b->refused_tpp_mean, std::string_view(b->label.name));
  });
  return rows;
}

std::vector<std::string> cells(const DestinationResult& row) {
  const Probability p = row.exhausted_jointly.value_or(row.exhausted);
  return {row.label.name,
          chance(p.estimate),
          fmt::format("{} to {}", chance(p.low), chance(p.high)),
          row.exhaustion_month ? to_string(row.exhaustion_month->p50) : "-",
          row.use_at_first_refusal ? fmt::format("{:.3f}", row.use_at_first_refusal->mean) : "-",
          amount(row.refused_tpp_mean),
          chance(row.critical.estimate),
          fmt::format("{:.3f}", row.utilisation.mean),
          row.independent ? fine_chance(row.independent->estimate) : "-"};
}

std::string interval_head(const Result& result) {
  return result.jointly ? fmt::format("{:.6g} % jointly", 100 * result.jointly->level) : "95 % interval";
}

// "80 more destinations: never exhausted in 1,000,000 trials (P below 3.7e-06)."
std::string never_exhausted(const Rows& rows, u64 trials) {
  const auto by_critical = [](const auto* a, const auto* b) { return a->critical.estimate < b->critical.estimate; };
  const DestinationResult* nearest_one = *std::max_element(rows.begin(), rows.end(), by_critical);
  const Probability p = rows.front()->exhausted_jointly.value_or(rows.front()->exhausted);
  std::string text = fmt::format("{} more destinations: never exhausted in {} (P below {:.2g}).", rows.size(),
                                 counted(trials, "trial", "trials"), p.high);
  if (nearest_one->critical.estimate > 0) {
    text += fmt::format(" Highest P(critical) among them: {}, {}.", chance(nearest_one->critical.estimate),
                        printable(nearest_one->label.name));
  }
  return text + "\n";
}

double mean_number_exhausted(const Result& result) {
  double mean = 0;
  for (std::size_t n = 0; n < result.exhausted_count.size(); ++n) mean += double(n) * result.exhausted_count[n];
  return mean;
}

// "Stopped after 65,536 of at most 1,000,000 trials (look 3): half of every interval is at most 0.005. ..."
std::string stopped_text(const Stopped& s, u64 trials) {
  std::string why;
  const double half_width = s.half_width.value_or(0), relative = s.relative.value_or(0);
  switch (s.reason) {
    case StopReason::half_width: why = fmt::format("half of every interval is at most {:.3g}", half_width); break;
    case StopReason::relative:
      why = fmt::format("half of every interval is at most {:.3g} times its estimate", relative);
      break;
    case StopReason::either:
      why = fmt::format("half of every interval is at most {:.3g} or {:.3g} times its estimate", half_width, relative);
      break;
    case StopReason::trials: why = "that was all, and some interval is wider than asked for"; break;
    case StopReason::signal: why = "a signal came"; break;
    case StopReason::ended: why = "the work failed"; break;
  }
  return fmt::format("Stopped after {} of at most {} (look {}): {}. All intervals allow for the looks.\n",
                     grouped(trials), counted(s.most_trials, "trial", "trials"), s.looks, why);
}

std::string joint_text(const JointIntervals& joint) {
  return fmt::format("The {} intervals of P(exhausted) hold together at {:.6g} % (Bonferroni).\n", joint.intervals,
                     100 * joint.level);
}

std::string foot(const Result& result) {
  double caps = 0;
  for (const DestinationResult& row : result.destinations) caps += static_cast<double>(row.label.cap_tpp);
  std::string text;
  if (result.stopped) text += stopped_text(*result.stopped, result.trials);
  if (result.jointly) text += joint_text(*result.jointly);
  text += fmt::format(
      "Exhausted at the end, mean number: {:.2f} of {}.\n"
      "Allocation left unused, mean: {} TPP; the caps, without arrangements, sum to {}.\n",
      mean_number_exhausted(result), counted(result.destinations.size(), "destination", "destinations"),
      amount(result.unused_tpp), amount(caps));
  if (!result.uncapped.empty()) {
    text += fmt::format("{} of the study without a cap or a limit.\n",
                        counted(result.uncapped.size(), "destination", "destinations"));
  }
  return text;
}

// Under rules that count nothing, what they come to all the same.
std::string nothing_counted(const Result& result) {
  std::string text = "No destination of the study has a cap.\n";
  if (!result.expectations_exist || result.uncapped.empty()) return text;
  Expected sum;
  for (const DestinationLabel& label : result.uncapped) {
    sum.exempt += label.expected.exempt;
    sum.licensed += label.expected.licensed;
    sum.uveu += label.expected.uveu;
    sum.prohibited += label.expected.prohibited;
  }
  text += "Orders expected in a trial:\n";
  std::vector<std::vector<std::string>> lines;
  const auto add = [&](const char* what, double orders) { lines.push_back({what, fmt::format("{:.1f}", orders)}); };
  add("without a licence", sum.exempt);
  add("under a licence that meets no quantity", sum.licensed);
  if (sum.uveu > 0) add("by universal validated end users", sum.uveu);
  add("prohibited", sum.prohibited);
  return text + grid({{"How", Align::left}, {"Orders", Align::right}}, lines);
}

std::string diverted_text(const Result& result) {
  if (result.diverted.empty()) return {};
  std::vector<std::vector<std::string>> lines;
  for (const DivertResult& row : result.diverted)
    lines.push_back({row.label.from, row.label.to, fmt::format("{:.3f}", row.orders), amount(row.tpp)});
  return "\nRefused orders that went elsewhere, mean a trial:\n" +
         grid({{"From", Align::left}, {"To", Align::left}, {"Orders", Align::right}, {"TPP", Align::right}}, lines);
}

constexpr std::size_t kMostChanges = 12;  // rows of a scenario

// "+0.125", with a sign.
std::string signed_chance(double p) { return fmt::format("{:+.4f}", p); }

// The breaches of companies, if they are not those of the study.
std::string changed_companies(const ScenarioResult& scenario, const Result& result) {
  const auto breaches = [](const std::vector<CompanyResult>& companies) {
    std::vector<double> all;
    for (const CompanyResult& row : companies) {
      for (const CompanyLook& look : row.looks) all.push_back(look.breach.estimate);
      for (const Probability& p : row.broken_in) all.push_back(p.estimate);
    }
    return all;
  };
  if (breaches(scenario.companies) == breaches(result.companies)) return {};
  return companies_text(scenario.companies, result.trials);
}

// What one scenario changes: the destinations whose probability of exhaustion moves most, and surely.
std::string scenario_text(const ScenarioResult& scenario, const Result& result) {
  std::vector<const ScenarioDestination*> moved;
  for (const ScenarioDestination& row : scenario.destinations)
    if (row.difference && (row.difference->low > 0 || row.difference->high < 0)) moved.push_back(&row);
  std::stable_sort(moved.begin(), moved.end(), [](const auto* a, const auto* b) {
    return std::abs(a->difference->estimate) > std::abs(b->difference->estimate);
  });
  const Difference& more = scenario.exhausted_difference;
  std::string text = fmt::format(
      "\nScenario {}: mean number exhausted {:.2f}, {:+.2f} against the study (95 % interval {:+.2f} to {:+.2f}).\n",
      printable(scenario.name), scenario.mean_exhausted, more.estimate, more.low, more.high);
  const std::string companies = changed_companies(scenario, result);
  if (moved.empty()) return text + "No probability of exhaustion moves beyond its sampling error.\n" + companies;
  std::vector<std::vector<std::string>> lines;
  for (const ScenarioDestination* row : moved) {
    if (lines.size() == kMostChanges) break;
    const Difference& d = *row->difference;
    lines.push_back({row->name, chance(row->exhausted.estimate), signed_chance(d.estimate),
                     fmt::format("{} to {}", signed_chance(d.low), signed_chance(d.high))});
  }
  text += grid({{"Destination", Align::left},
                {"P(exhausted)", Align::right},
                {"Change", Align::right},
                {"95 % interval", Align::right}},
               lines);
  if (moved.size() > lines.size()) text += fmt::format("{} more move by less.\n", moved.size() - lines.size());
  return text + companies;
}

}  // namespace

std::string rules_line(const Regime& regime, YearMonth start, int months) {
  std::string text = printable(regime.title.empty() ? regime.name : regime.title);
  if (!regime.status.empty()) text += fmt::format(" ({})", printable(regime.status));
  if (months > 0) text += fmt::format("; {} to {}", to_string(start), to_string(plus_months(start, months - 1)));
  return text;
}

std::string table_text(const Result& result, const Regime& regime) {
  std::vector<GridColumn> columns = {{"Destination", Align::left},          {"P(exhausted)", Align::right},
                                     {interval_head(result), Align::right}, {"Median month", Align::right},
                                     {"Use at 1st refusal", Align::right},  {"Refused TPP", Align::right},
                                     {"P(critical)", Align::right},         {"Utilisation", Align::right}};
  if (std::any_of(result.destinations.begin(), result.destinations.end(),
                  [](const DestinationResult& row) { return row.independent.has_value(); }))
    columns.push_back({"P without factors", Align::right});  // else grid() leaves the cells out
  std::string text = head(result, regime) + "\n";
  Rows rows = sorted_rows(result);
  const auto first_never =
      std::find_if(rows.begin(), rows.end(), [](const auto* row) { return row->exhausted.estimate <= 0; });
  const Rows never(first_never, rows.end());
  const bool collapse = never.size() > kFew;
  if (collapse) rows.erase(first_never, rows.end());
  std::vector<std::vector<std::string>> lines;
  for (const DestinationResult* row : rows) lines.push_back(cells(*row));
  if (!lines.empty()) text += grid(columns, lines);
  if (collapse) text += never_exhausted(never, result.trials);
  if (!result.destinations.empty()) text += "\n" + foot(result);
  if (result.destinations.empty()) text += nothing_counted(result);
  text += diverted_text(result);
  text += companies_text(result.companies, result.trials);
  for (const ScenarioResult& scenario : result.scenarios) text += scenario_text(scenario, result);
  return text;
}

}  // namespace headroom
