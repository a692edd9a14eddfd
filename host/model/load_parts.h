// The parts of loading a study; each reads one thing and says what is wrong with it. load.cpp puts them in order.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/io/csv.h"
#include "host/io/row.h"
#include "host/io/toml.h"
#include "host/model/load.h"

namespace headroom {

// What the parts work on: the study so far, and what it may refer to.
struct Loading {
  Study& study;
  const Catalogue& catalogue;
  Problems& problems;
  bool rules_known = false;               // the regime was read without an error
  std::map<std::string, u64> left_out{};  // how many routes go on without an authorisation that the regime lacks
};

// study.toml: [study] without the regime's rules; the rest when the regime is known; chips before all that names them.
struct StudyHead {
  TomlText regime;  // as typed
};
StudyHead read_study_head(TomlTable& root, const LoadOptions& options, Loading& load);
void check_window(TomlTable& root, Loading& load);
void read_factors(TomlTable& root, Loading& load);
void read_market_options(TomlTable& root, Loading& load);
// Of a study or a scenario.
Behaviour read_behaviour(TomlTable& owner);
void read_chips_and_mixes(TomlTable& root, Loading& load);
// Adds to `all`; a second one of a destination is an error.
void read_arrangements(TomlTable& owner, Loading& load, std::vector<Arrangement>& all);

// Where refused orders may go.
void read_diverts(TomlTable& root, Loading& load);

// market.csv and book.csv.
void read_market(const CsvTable& table, Loading& load);
void read_book(const CsvTable& table, Loading& load);
// position.csv and us_shipments.csv, after both.
void read_position(const CsvTable& table, Loading& load);
void read_us_shipments(const CsvTable& table, Loading& load);

// Scenarios are checked against the study and kept.
struct DemandTables {
  std::optional<CsvTable> market, book, position, us_shipments;
  bool complete = true;  // no row was left out for its syntax
};
void read_scenarios(TomlTable& root, const DemandTables& tables, Loading& load);
void read_companies(TomlTable& root, Loading& load);

// What single rows cannot show: consignees, book rows and orders of a destination as a whole.
void check_bounds(Loading& load);
// The same for companies, and what the regime makes of them.
void check_companies(Loading& load);
// Whether what the product limit is a share of is known, and which chips have none. A study without errors.
void check_product_limit(bool has_table, Loading& load);
// What the study lost to a regime that it was not written for, and what this regime leaves without effect.
void check_regime_fits(Loading& load);

// How far shares may add up beyond 1: 0.1 ten times over is more than 1.
constexpr double kSumSlack = 1e-9;

// Shared by these parts. A name that is unknown is an error at `place`, and false.
bool check_destination(std::string_view what, std::string_view iso3, const Place& place, Loading& load);
bool check_chip_or_mix(std::string_view name, const Place& place, Loading& load);
int tier_of(const Regime& regime, const std::string& iso3);  // 0: unknown
// The study runs in this month; else an error at `place`.
bool check_month(std::string_view what, YearMonth month, const Place& place, Loading& load);
// The headquarters of a row, and whether it can hold the route's authorisations.
void check_headquarters(RowReader& row, const std::string& headquarters, const std::vector<Route>& routes,
                        Loading& load);
// What the route asks of the regime that it does not have; empty when there is nothing, or the regime has errors. In a
// study that adapts such steps are taken out and noted; a route of nothing else becomes `general`.
std::string fit_route(Route& route, Loading& load);
// Says that the regime does not have `what` speaks of: an error, or in a study that adapts a warning.
void leave_out(const Place& place, const std::string& what, Loading& load);
// The most TPP that one unit may have: of a chip, or of the largest chip of a mix; 0 where the name is unknown.
u32 largest_tpp(const std::string& chips, const Loading& load);
// Lists of weights by quarter, of which the last value holds on: the first quarter, from 1, in which all are 0; else 0.
std::size_t first_empty_quarter(const std::vector<std::vector<double>>& weights);
// "4096 units of 140000 TPP are one order of ..." when that is too large, else empty.
std::string order_too_large(u64 units, u32 tpp);

// What is wrong with a row although each of its fields is good, and the column or key to blame.
struct Fault {
  std::string_view column;
  std::string message;
};
void blame(RowReader& row, const std::vector<Fault>& faults);
// `largest_tpp` of its chips; 0 where they are unknown.
std::vector<Fault> size_faults(const Stream& stream, u32 largest_tpp);
std::vector<Fault> size_faults(const BookOrder& order, u32 tpp);
// `first`: the first row of the same destination.
std::vector<Fault> beta_faults(const Stream& stream, const Stream& first, const Loading& load);
// `before`: the arrangements that stand before it.
std::vector<Fault> arrangement_faults(const Arrangement& arrangement, const std::vector<Arrangement>& before,
                                      const Regime& regime);
// "multiplier is 3; regime ... allows at most 2", which is only a warning; else empty.
std::string multiplier_above_rule(const Arrangement& arrangement, const Regime& regime);

}  // namespace headroom
