// market.csv: one row a stream.
#include <algorithm>
#include <tuple>
#include <unordered_map>

#include <fmt/format.h>

#include "host/base/text.h"
#include "host/model/columns.h"
#include "host/model/demand.h"
#include "host/model/load_parts.h"
#include "host/model/route_text.h"

namespace headroom {
namespace {

class MarketReader {
 public:
  explicit MarketReader(Loading& load) : load_(load) {}

  void read(RowReader& row) {
    Stream stream;
    stream.place = row.place();
    read_names(row, stream);
    row.read(kOrdersPerMonth, stream.orders_per_month);
    row.read(kGrowthPerYear, stream.growth_per_year);
    row.read(kConsignees, stream.consignees);
    row.read(kDelayMonths, stream.delay_months);
    read_chips_and_units(row, stream);
    read_routes(row, stream);
    read_betas(row, stream);
    if (row.ok()) load_.study.streams.push_back(std::move(stream));
  }

 private:
  void read_names(RowReader& row, Stream& stream) {
    const bool has_destination = row.read_name("destination", stream.destination);
    const bool has_name = row.read_name("stream", stream.name);
    if (!stream.destination.empty() && !load_.catalogue.country(stream.destination)) {
      check_destination("destination", stream.destination, row.place("destination"), load_);
      ok_destination_ = false;
      return;
    }
    ok_destination_ = !stream.destination.empty();
    if (!has_destination || !has_name) return;
    const auto [at, is_new] = line_of_.emplace(stream.destination + '\n' + stream.name, row.place().line);
    if (is_new) return;
    row.error("stream", fmt::format("second row of stream {} of {}, after line {}; keep one row",
                                    in_quotes(stream.name), stream.destination, at->second));
  }

  void read_chips_and_units(RowReader& row, Stream& stream) {
    bool sized = row.read(kUnitsMedian, stream.units_median);
    sized = row.read(kUnitsLogSd, stream.units_log_sd) && sized;
    sized = row.read(kUnitsMax, stream.units_max) && sized;
    const u32 tpp = row.read_name("chips", stream.chips) ? largest_tpp_of(stream.chips, row) : 0;
    if (sized) blame(row, size_faults(stream, tpp));
  }

  u32 largest_tpp_of(const std::string& chips, RowReader& row) {
    const auto known = largest_tpp_.find(chips);
    if (known != largest_tpp_.end()) return known->second;
    if (!check_chip_or_mix(chips, row.place("chips"), load_)) return 0;
    return largest_tpp_[chips] = largest_tpp(chips, load_);
  }

  void read_routes(RowReader& row, Stream& stream) {
    std::string text, headquarters;
    std::vector<Route> routes;
    if (row.read_text("routes", text)) {
      auto [shares, message] = read_route_shares(text);
      if (!message.empty()) row.error("routes", message);
      stream.routes = std::move(shares);
    }
    for (RouteShare& share : stream.routes) {
      const std::string missing = fit_route(share.route, load_);
      if (!missing.empty()) row.error("routes", missing);
      routes.push_back(share.route);
    }
    row.read_text("headquarters", stream.headquarters);
    check_headquarters(row, stream.headquarters, routes, load_);
  }

  void read_betas(RowReader& row, Stream& stream) {
    bool read = row.read(kBetaGlobal, stream.beta_global);
    read = row.read(kBetaRegion, stream.beta_region) && read;
    std::string own;
    if (row.read_text("beta_own", own) && !own.empty()) read = row.read(kBetaOwn, stream.beta_own) && read;
    const bool comparable = read && ok_destination_;
    const Stream& first =
        comparable ? first_.try_emplace(queue_of(load_.study.regime, stream), stream).first->second : stream;
    blame(row, beta_faults(stream, first, load_));
  }

  Loading& load_;
  bool ok_destination_ = false;
  std::unordered_map<std::string, int> line_of_;      // of a destination's stream
  std::unordered_map<std::string, Stream> first_;     // of a queue
  std::unordered_map<std::string, u32> largest_tpp_;  // of a mix or chip
};

}  // namespace

void read_market(const CsvTable& table, Loading& load) {
  MarketReader reader(load);
  for (const CsvRow& fields : table.rows) {
    RowReader row(table, fields, load.problems);
    reader.read(row);
  }
  std::sort(load.study.streams.begin(), load.study.streams.end(), [](const Stream& a, const Stream& b) {
    return std::tie(a.destination, a.name) < std::tie(b.destination, b.name);
  });
}

}  // namespace headroom
