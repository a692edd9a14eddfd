// us_shipments.csv: what US end users have had of each chip, by month; a product limit is a share of it.
#include <map>
#include <set>

#include <fmt/format.h>

#include "host/base/text.h"
#include "host/model/columns.h"
#include "host/model/demand.h"
#include "host/model/load_parts.h"
#include "host/model/names.h"

namespace headroom {
namespace {

constexpr std::string_view kFile = "us_shipments.csv";

class UsShipmentsReader {
 public:
  explicit UsShipmentsReader(Loading& load) : load_(load) {}

  void read(RowReader& row) {
    UsShipment shipment;
    const Chip* chip = nullptr;
    if (row.read_name("chip", shipment.chip)) {
      chip = find_chip(load_.study, load_.catalogue, shipment.chip);
      if (!chip) row.error("chip", unknown_chip_text(shipment.chip, load_.study, load_.catalogue));
    }
    if (row.read_month("month", shipment.month)) check_window(row, shipment.month);
    row.read(kUsUnits, shipment.units);
    if (!row.ok()) return;
    const auto [at, is_new] = line_of_.emplace(std::pair(shipment.chip, shipment.month), row.place().line);
    if (!is_new) {
      return row.error("month", fmt::format("second row of {} in {}, after line {}; keep one row", shipment.chip,
                                            to_string(shipment.month), at->second));
    }
    u64& total = total_[shipment.chip];
    total += u64(shipment.units) * chip->tpp;  // of at most 2^43 and 2^64 - 2^33: cannot overflow
    if (total > kMaxCapTpp) {
      row.error("units", fmt::format("the shipments of {} add up to {} TPP; they may come to at most {} (2^43)",
                                     shipment.chip, total, kMaxCapTpp));
      total = 0;
    }
    load_.study.us_shipments.push_back(std::move(shipment));
  }

 private:
  // A study may begin inside the window: what US end users had before still counts.
  void check_window(RowReader& row, YearMonth month) {
    const Regime& regime = load_.study.regime;
    const int at = months_between(regime.window_start, month);
    if (!load_.rules_known || (at >= 0 && at < regime.window_months)) return;
    row.error("month", fmt::format("month is {}; it must lie within the window of regime {}, {} to {}",
                                   to_string(month), in_quotes(regime.name), to_string(regime.window_start),
                                   to_string(plus_months(regime.window_start, regime.window_months - 1))));
  }

  Loading& load_;
  std::map<std::pair<std::string, YearMonth>, int> line_of_;
  std::map<std::string, u64> total_;
};

}  // namespace

void read_us_shipments(const CsvTable& table, Loading& load) {
  if (load.rules_known && !load.study.regime.product_limit) {
    leave_out({std::string(kFile)}, fmt::format("{} serves a product limit", kFile), load);
    return;
  }
  UsShipmentsReader reader(load);
  for (const CsvRow& fields : table.rows) {
    RowReader row(table, fields, load.problems);
    reader.read(row);
  }
}

void check_product_limit(bool has_table, Loading& load) {
  if (!load.rules_known || !load.study.regime.product_limit) return;
  const Study& study = load.study;
  const Regime& regime = study.regime;
  std::set<std::string> destinations, without_row, without_bandwidth;
  std::set<std::string_view> with_row;
  for (const UsShipment& row : study.us_shipments) with_row.insert(row.chip);
  const auto see = [&](const std::string& destination, const Chip& chip) {
    if (!regime.limits_products(destination) || !regime.counts(chip)) return;
    if (!chip.bandwidth_gbs && chip.tpp < regime.product_limit->tpp_below) without_bandwidth.insert(chip.id);
    if (!regime.limits_products(destination, chip)) return;
    destinations.insert(destination);
    if (with_row.count(chip.id) == 0) without_row.insert(chip.id);
  };
  for (const Stream& stream : study.streams) {
    for (int q = 0; q < study.quarters(); ++q) {
      for (const ChipShare& chip : chip_shares(study, load.catalogue, stream.chips, q))
        if (chip.share > 0) see(stream.destination, *chip.chip);
    }
  }
  for (const BookOrder& order : study.book) {
    see(order.destination, *find_chip(study, load.catalogue, order.chip));
  }
  if (destinations.size() > 1) {
    load.problems.error({}, fmt::format("regime {} sets one limit for {} together, and meters are kept by destination; "
                                        "send that demand to one of them",
                                        in_quotes(regime.name), listed({destinations.begin(), destinations.end()})));
  }
  if (!has_table && !destinations.empty()) {
    load.problems.error({std::string(kFile)},
                        fmt::format("regime {} limits licences to {} by shipments to US end users, which the study "
                                    "does not say; add the file with chip,month,units",
                                    in_quotes(regime.name), *destinations.begin()));
  } else if (!without_row.empty()) {
    load.problems.warn({std::string(kFile)},
                       fmt::format("no row for {}; the limit is 0 and every order for it is refused",
                                   listed({without_row.begin(), without_row.end()})));
  }
  if (!without_bandwidth.empty()) {
    load.problems.warn({}, fmt::format("no mem_bw_gbs is known of {}; it stays denied to {}",
                                       listed({without_bandwidth.begin(), without_bandwidth.end()}),
                                       listed(regime.product_limit->destinations)));
  }
}

}  // namespace headroom
