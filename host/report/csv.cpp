#include "host/report/csv.h"

#include <fmt/format.h>

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
    "expected_uveu,expected_exempt,expected_prohibited,orders_diverted_in,tpp_diverted_in";

// One line, field by field.
class Line {
 public:
  Line& text(std::string_view value) {
    separate();
    if (value.find_first_of(",\"\r\n") == std::string_view::npos) {
      line_ += value;
      return *this;
    }
    line_ += '"';
    for (const char c : value) line_.append(c == '"' ? 2 : 1, c);
    line_ += '"';
    return *this;
  }
  template <class Number>
  Line& number(Number value) {
    separate();
    line_ += fmt::format("{}", value);
    return *this;
  }
  Line& probability(const Probability& p) { return number(p.estimate).number(p.low).number(p.high); }
  Line& shares(const ShareSummary& s) { return number(s.mean).number(s.p05).number(s.p50).number(s.p95); }
  Line& nothing(int fields) {
    for (int i = 0; i < fields; ++i) separate();
    return *this;
  }
  std::string end() const { return line_ + "\n"; }

 private:
  void separate() {
    if (started_) line_ += ',';
    started_ = true;
  }
  std::string line_;
  bool started_ = false;
};

void add_months(const std::optional<MonthQuantiles>& months, Line* line) {
  if (!months) {
    line->nothing(3);
    return;
  }
  line->text(to_string(months->p05)).text(to_string(months->p50)).text(to_string(months->p95));
}

std::string destination_line(const DestinationResult& row, bool expectations_exist) {
  Line line;
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
  return line.end();
}

}  // namespace

std::string destinations_csv(const Result& result) {
  std::string text = std::string(kDestinationColumns) + "\n";
  for (const DestinationResult& row : result.destinations) text += destination_line(row, result.expectations_exist);
  return text;
}

std::string timeline_csv(const Result& result) {
  std::string text = "iso3,month,p_exhausted,p_exhausted_low,p_exhausted_high,p_critical\n";
  for (const DestinationResult& row : result.destinations) {
    for (std::size_t m = 0; m < row.exhausted_by_month.size(); ++m) {
      Line line;
      line.text(row.label.iso3).text(to_string(plus_months(result.start, int(m))));
      text += line.probability(row.exhausted_by_month[m]).number(row.critical_by_month[m]).end();
    }
  }
  return text;
}

std::string book_csv(const Result& result) {
  std::string text = "id,destination,p_shipped,p_partly,p_refused,p_absent,mean_month\n";
  for (const BookResult& row : result.book) {
    Line line;
    line.text(row.label.id).text(row.label.destination).number(row.shipped).number(row.partly);
    line.number(row.refused).number(row.absent).text(row.mean_month ? to_string(*row.mean_month) : "");
    text += line.end();
  }
  return text;
}

std::string joint_csv(const Result& result) {
  std::string text = "kind,n,a,b,probability\n";
  for (std::size_t n = 0; n < result.exhausted_count.size(); ++n) {
    text += Line().text("exhausted_count").number(n).nothing(2).number(result.exhausted_count[n]).end();
  }
  for (const auto& pair : result.pairs) {
    text += Line().text("pair").nothing(1).text(pair.a).text(pair.b).number(pair.probability).end();
  }
  return text;
}

}  // namespace headroom
