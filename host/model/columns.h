// The columns of market.csv and book.csv: which numbers each may hold. Rows, scenarios and companies read by the same.
#pragma once
#include <array>
#include <string>
#include <vector>

#include "host/io/row.h"
#include "host/model/study.h"

namespace headroom {

constexpr Range kBetaRange{.low = -kMaxBeta, .high = kMaxBeta};
constexpr Range kOrdersRange{.low = 0, .high = 1e9};
constexpr Range kGrowthRange{.low = -1, .high = 1000, .above_low = true};
constexpr Range kMedianRange{.low = 0, .high = 4294967295.0, .above_low = true};
constexpr Range kLogSdRange{.low = 0, .high = 100};
constexpr Range kUnitsRange{.low = 1, .high = 4294967295.0};
constexpr Range kDelayRange{.low = 0, .high = 1200};
constexpr Range kProbability{.low = 0, .high = 1};

constexpr NumberColumn kOrdersPerMonth{"orders_per_month", NumberKind::real, kOrdersRange};
constexpr NumberColumn kGrowthPerYear{"growth_per_year", NumberKind::real, kGrowthRange};
constexpr NumberColumn kUnitsMedian{"units_median", NumberKind::real, kMedianRange};
constexpr NumberColumn kUnitsLogSd{"units_log_sd", NumberKind::real, kLogSdRange};
constexpr NumberColumn kUnitsMax{"units_max", NumberKind::whole, kUnitsRange};
constexpr NumberColumn kConsignees{"consignees", NumberKind::whole, {.low = 1, .high = double(kMaxConsignees)}};
constexpr NumberColumn kDelayMonths{"delay_months", NumberKind::real, kDelayRange};
constexpr NumberColumn kBetaGlobal{"beta_global", NumberKind::real, kBetaRange};
constexpr NumberColumn kBetaRegion{"beta_region", NumberKind::real, kBetaRange};
constexpr NumberColumn kBetaOwn{"beta_own", NumberKind::real, kBetaRange};
constexpr NumberColumn kUnitsLow{"units_low", NumberKind::whole, kUnitsRange};
constexpr NumberColumn kUnitsMode{"units_mode", NumberKind::whole, kUnitsRange};
constexpr NumberColumn kUnitsHigh{"units_high", NumberKind::whole, kUnitsRange};
constexpr NumberColumn kOrderProbability{"probability", NumberKind::real, kProbability};

constexpr NumberColumn kUsUnits{"units", NumberKind::whole, {.low = 0, .high = 4294967295.0}};

// One of the tables of a study.
struct DemandColumns {
  std::vector<std::string> required, optional;
  std::vector<NumberColumn> numbers;
};

inline const DemandColumns& market_columns() {
  static const DemandColumns columns = {
      {"destination", "stream", "orders_per_month", "growth_per_year", "units_median", "units_log_sd", "units_max",
       "chips", "routes", "consignees", "delay_months", "beta_global", "beta_region"},
      {"beta_own", "headquarters"},
      {kOrdersPerMonth, kGrowthPerYear, kUnitsMedian, kUnitsLogSd, kUnitsMax, kConsignees, kDelayMonths, kBetaGlobal,
       kBetaRegion, kBetaOwn}};
  return columns;
}

inline const DemandColumns& book_columns() {
  static const DemandColumns columns = {{"id", "destination", "consignee", "chip", "units_low", "units_mode",
                                         "units_high", "month", "delay_months", "probability", "route"},
                                        {"project", "headquarters", "source", "note"},
                                        {kUnitsLow, kUnitsMode, kUnitsHigh, kDelayMonths, kOrderProbability}};
  return columns;
}

inline const DemandColumns& position_columns() {
  static const DemandColumns columns = {{"kind", "destination", "who", "year", "used_tpp"}, {}, {}};
  return columns;
}

inline const DemandColumns& us_shipments_columns() {
  static const DemandColumns columns = {{"chip", "month", "units"}, {"certainty", "source", "note"}, {kUsUnits}};
  return columns;
}

}  // namespace headroom
