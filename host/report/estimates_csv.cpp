#include "host/report/csv.h"
#include "host/report/csv_line.h"

namespace headroom {
namespace {

void add(const std::optional<Probability>& p, CsvLine* line) { p ? line->probability(*p) : line->nothing(3); }
void add(const std::optional<double>& number, CsvLine* line) { number ? line->number(*number) : line->nothing(1); }

}  // namespace

void write_destinations_csv(const Estimates& estimates, const Sink& out) {
  out("iso3,name,cap_tpp,p_exhausted,p_exhausted_low,p_exhausted_high,p_critical,p_critical_low,p_critical_high,"
      "p_exhausted_without_factors,p_exhausted_without_factors_low,p_exhausted_without_factors_high,"
      "variance_removed,effective_trials,gain,refused\n");
  for (const DestinationEstimate& row : estimates.destinations) {
    CsvLine line;
    line.text(row.label.iso3).text(row.label.name).number(row.label.cap_tpp);
    add(row.refused.empty() ? std::optional(row.exhausted) : std::nullopt, &line);
    add(row.critical, &line);
    add(row.independent, &line);
    add(row.variance_removed, &line);
    add(row.effective_trials, &line);
    add(row.gain, &line);
    out(line.text(row.refused).end());
  }
}

void write_timeline_csv(const Estimates& estimates, const Sink& out) {
  out("iso3,month,p_exhausted,p_exhausted_low,p_exhausted_high,p_critical\n");
  for (const DestinationEstimate& row : estimates.destinations) {
    for (std::size_t m = 0; m < row.by_month.size(); ++m) {
      CsvLine line;
      line.text(row.label.iso3).text(to_string(plus_months(estimates.start, int(m)))).probability(row.by_month[m]);
      row.critical_by_month.empty() ? line.nothing(1) : line.number(row.critical_by_month[m]);
      out(line.end());
    }
  }
}

}  // namespace headroom
