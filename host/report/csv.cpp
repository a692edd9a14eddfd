#include "host/report/csv.h"

#include "host/report/companies.h"
#include "host/report/csv_line.h"

namespace headroom {
namespace {

constexpr std::string_view kDestinationColumns =
    "iso3,name,cap_tpp,p_exhausted,p_exhausted_low,p_exhausted_high,p_critical,p_critical_low,p_critical_high,"
    "exhaustion_month_p05,exhaustion_month_p50,exhaustion_month_p95,"
    "use_at_first_refusal_mean,use_at_first_refusal_p05,use_at_first_refusal_p50,use_at_first_refusal_p95,"
    "utilisation_mean,utilisation_p05,utilisation_p50,utilisation_p95,refused_tpp_mean,refused_tpp_cvar95,"
    "p_first_to_exhaust,offered_tpp,unused_tpp,"
    "orders_counted,orders_general_tier1,orders_lpp,orders_nveu,orders_refused_cap,orders_refused_lpp,"
    "orders_refused_nveu,orders_prohibited,orders_diverted_out,orders_queue_full,"
    "tpp_counted,tpp_general_tier1,tpp_lpp,tpp_nveu,tpp_refused_cap,tpp_refused_lpp,"
    "tpp_refused_nveu,tpp_prohibited,tpp_diverted_out,tpp_queue_full,"
    "expected_uveu,expected_exempt,expected_prohibited,orders_diverted_in,tpp_diverted_in,"
    "p_exhausted_without_factors,p_exhausted_without_factors_low,p_exhausted_without_factors_high";

void add_months(const std::optional<MonthQuantiles>& months, CsvLine* line) {
  if (!months) {
    line->nothing(3);
    return;
  }
  line->text(to_string(months->p05)).text(to_string(months->p50)).text(to_string(months->p95));
}

std::string destination_line(const DestinationResult& row, bool expectations_exist) {
  CsvLine line;
  line.text(row.label.iso3).text(row.label.name).number(row.label.cap_tpp);
  line.probability(row.exhausted).probability(row.critical);
  add_months(row.exhaustion_month, &line);
  row.use_at_first_refusal ? line.shares(*row.use_at_first_refusal) : line.nothing(4);
  line.shares(row.utilisation).number(row.refused_tpp_mean).number(row.refused_tpp_cvar95);
  line.number(row.p_first_to_exhaust).number(row.offered_tpp).number(row.unused_tpp);
  for (const double orders : row.orders) line.number(orders);
  for (const double tpp : row.tpp) line.number(tpp);
  const Expected& e = row.label.expected;
  expectations_exist ? line.number(e.uveu).number(e.exempt).number(e.prohibited) : line.nothing(3);
  line.number(row.diverted_in).number(row.diverted_in_tpp);
  row.independent ? line.probability(*row.independent) : line.nothing(3);
  return line.end();
}

std::string company_line(const CompanyResult& row, YearMonth month, std::size_t m, const CompanyLook* look) {
  CsvLine line;
  line.text(row.label.company).text(rule_name(row.label.limit.rule)).text(row.label.limit.destination);
  line.text(to_string(month));
  row.broken_by.empty() ? line.nothing(6) : line.probability(row.broken_in[m]).probability(row.broken_by[m]);
  if (!look) return line.nothing(8).end();
  line.text(look->look.date).text(look_name(look->look)).probability(look->breach);
  return line.number(look->slack.p05).number(look->slack.p50).number(look->slack.p95).end();
}

}  // namespace

void write_destinations_csv(const Result& result, const Sink& out) {
  out(kDestinationColumns);
  out("\n");
  for (const DestinationResult& row : result.destinations) out(destination_line(row, result.expectations_exist));
}

void write_timeline_csv(const Result& result, const Sink& out) {
  out("iso3,month,p_exhausted,p_exhausted_low,p_exhausted_high,p_critical\n");
  for (const DestinationResult& row : result.destinations) {
    for (std::size_t m = 0; m < row.exhausted_by_month.size(); ++m) {
      CsvLine line;
      line.text(row.label.iso3).text(to_string(plus_months(result.start, int(m))));
      out(line.probability(row.exhausted_by_month[m]).number(row.critical_by_month[m]).end());
    }
  }
}

void write_book_csv(const Result& result, const Sink& out) {
  out("id,destination,p_shipped,p_partly,p_refused,p_absent,mean_month\n");
  for (const BookResult& row : result.book) {
    CsvLine line;
    line.text(row.label.id).text(row.label.destination).number(row.shipped).number(row.partly);
    line.number(row.refused).number(row.absent).text(row.mean_month ? to_string(*row.mean_month) : "");
    out(line.end());
  }
}

void write_companies_csv(const Result& result, const Sink& out) {
  out("name,rule,destination,month,p_broken_by_move,p_broken_by_move_low,p_broken_by_move_high,p_broken_by_then,"
      "p_broken_by_then_low,p_broken_by_then_high,date,kind,p_breach,p_breach_low,p_breach_high,slack_p05,slack_p50,"
      "slack_p95\n");
  for (const CompanyResult& row : result.companies) {
    std::size_t look = 0;
    for (std::size_t m = 0; m < std::size_t(result.months); ++m) {
      const bool looks = look < row.looks.size() && row.looks[look].look.month == int(m);
      const bool binds = !row.broken_by.empty();
      if (looks || binds)
        out(company_line(row, plus_months(result.start, int(m)), m, looks ? &row.looks[look] : nullptr));
      look += looks;
    }
  }
}

void write_joint_csv(const Result& result, const Sink& out) {
  out("kind,n,a,b,probability\n");
  for (std::size_t n = 0; n < result.exhausted_count.size(); ++n) {
    out(CsvLine().text("exhausted_count").number(n).nothing(2).number(result.exhausted_count[n]).end());
  }
  for (const auto& pair : result.pairs) {
    out(CsvLine().text("pair").nothing(1).text(pair.a).text(pair.b).number(pair.probability).end());
  }
}

}  // namespace headroom
