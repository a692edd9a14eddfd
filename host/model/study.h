// A study in the words of a risk analyst, checked. What it says is what was typed; compile.h turns it into integers.
#pragma once
#include <compare>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "host/base/hd.h"
#include "host/base/month.h"
#include "host/base/problems.h"
#include "host/model/catalogue.h"
#include "host/model/regime.h"
#include "host/model/route.h"

namespace headroom {

// Limits of a study; loading refuses what passes them. They bound every integer of a trial: see host/trial/tables.h.
constexpr int kMaxMonths = 120;                   // quarters then fit the factor's fixed point
constexpr u64 kMaxOrderTpp = u64(1) << 43;        // 2^20 orders of this size still fit 63 bits
constexpr u64 kMaxCapTpp = u64(1) << 43;          // cap x multiplier; use / cap in 20-bit steps then fits 64 bits
constexpr u32 kMaxConsignees = 1u << 16;          // of one destination, all streams and book rows together
constexpr u32 kMaxBookRows = 4096;                // of one destination
constexpr u64 kMaxMeters = u64(1) << 21;          // consignees of a hub, with those of all that send to it
constexpr double kMaxBeta = 20;                   // factor x beta then fits 63 bits, Student-t scale and all
constexpr double kMaxOrdersPerTrial = 1 << 18;    // expected, of one destination; a trial stops at 2^20
constexpr double kMaxClustersPerTrial = 1 << 14;  // expected, of one company; a trial stops at 2^16
constexpr u64 kMaxInstalledTpp = u64(1) << 59;    // of one company; with 2^16 clusters its TPP stays below 2^60
constexpr u64 kMaxSlotLooks = u64(1) << 15;       // slack histograms of all companies, 1,600 bytes each and thread

// Factors of demand, model of section "Factors": AR(1) by quarter with unit variance.
struct Factors {
  double global_rho = 0.0;
  double region_rho = 0.0;
  double correlation_with_global = 0.0;  // of a group's innovations, in [-1, 1]
  std::optional<double> own_rho;
  int student_t = 0;                                       // degrees of freedom, 0: Gaussian
  std::map<std::string, std::vector<std::string>> groups;  // name -> destinations
};

// Weights of chips by quarter from the start; the last one holds on. At least one weight a quarter is positive.
struct Mix {
  struct Share {
    std::string chip;
    std::vector<double> weights;
    double weight(int quarter) const {
      return weights[quarter < int(weights.size()) ? quarter : int(weights.size()) - 1];
    }
  };
  std::vector<Share> shares;
};

struct RouteShare {
  Route route;
  double weight = 1.0;

  auto operator<=>(const RouteShare&) const = default;
};

// Anonymous demand of one destination: a row of market.csv.
struct Stream {
  std::string destination, name;
  double orders_per_month = 0, growth_per_year = 0;
  double units_median = 1, units_log_sd = 0;
  u32 units_max = 1;
  std::string chips;  // a mix of the study, or a chip
  std::vector<RouteShare> routes;
  u32 consignees = 1;
  double delay_months = 0;
  double beta_global = 0, beta_region = 0, beta_own = 0;
  std::string headquarters;  // iso3 of the ultimate parent, or empty
  Place place;
};

// One named order: a row of book.csv.
struct BookOrder {
  std::string id, destination, consignee, chip;
  u32 units_low = 1, units_mode = 1, units_high = 1;
  YearMonth month;
  double delay_months = 0, probability = 1;
  Route route;
  std::string project, headquarters, source, note;
  Place place;
};

// The cap of a destination times `multiplier` from a drawn month on; never with the probability that is left.
struct Arrangement {
  std::string destination;
  double multiplier = 1.0;
  std::map<YearMonth, double> month_probabilities;
};

// Where orders go that their whole route refuses. One draw an order against all rows of its destination; with the
// probability that is left it stays.
struct DivertRule {
  std::string from, to;
  double probability = 0;
};

// What is used before the study starts: a row of position.csv. `product` and `consignee` fill the limits of a regime
// that has such.
struct Position {
  enum class Kind { allocation, lpp, nveu, product, consignee } kind = Kind::allocation;
  std::string destination;
  std::string who;  // a book consignee, or STREAM/k; a chip for a product; empty for an allocation
  int year = 0;     // calendar year, for lpp
  u64 used_tpp = 0;
};

// Units of a chip that US end users have had in a month: a row of us_shipments.csv.
struct UsShipment {
  std::string chip;
  YearMonth month;
  u32 units = 0;
};

// How a market answers to a cap that runs short; nothing: off, in a scenario: as the study has it.
struct Behaviour {
  struct Rush {
    double threshold = 0,
           factor = 1;  // at or above this share of the cap, gaps of the market are divided by the factor
  };
  struct Wait {
    double probability = 0;  // that a refused order comes back
    int months = 1;          // later
  };
  std::optional<Rush> rush;
  std::optional<bool> split;  // of a refused order the units that fit are allowed
  std::optional<Wait> wait;
};

// A universal validated end user: an entry of companies.toml. Locations are destinations, or `other_tier1`: all of Tier
// 1 but the United States.
struct VeuCompany {
  std::string name, headquarters;            // of the ultimate parent
  std::map<std::string, u64> installed_tpp;  // at the start
  double clusters_per_month = 0, growth_per_year = 0;
  double units_median = 1, units_log_sd = 0;
  u32 units_max = 1;
  std::string chips;  // a mix of the study, or a chip
  double beta_global = 0;
  std::map<std::string, std::vector<double>> locations;  // weights by quarter, of which the last one holds on
  struct Slip {
    double probability = 0;  // that a cluster bound for home comes late
    int months = 1;          // so much
  };
  std::optional<Slip> home_slip;
  Place place;
};

// A change to the rows of market.csv or book.csv that pass every filter. Columns are called as in the file.
struct DemandChange {
  struct Filter {  // the column holds one of these
    std::string column;
    std::vector<std::string> texts;
    std::vector<double> numbers;  // in place of texts, where the column is one of numbers
  };
  struct Number {
    std::string column;
    bool scales = false;  // the value is a factor; else what the column becomes
    double value = 0;
  };
  struct RouteSwap {
    Route from, to;  // whole routes
  };
  std::vector<Filter> where;
  std::vector<Number> numbers;
  std::vector<RouteSwap> routes;
};

// In every mix the chip comes that many quarters later; sooner, where the number is negative.
struct ChipShift {
  std::string chip;
  int quarters = 0;
};

// Changes against the study; scenario.h applies them. Lists are in the order of the file.
struct Scenario {
  std::string name, why;
  std::vector<DemandChange> market, book;
  std::vector<ChipShift> chips;
  std::vector<Arrangement> arrangements;  // added to the study's
  RegimeChanges regime;
  Behaviour behaviour;
  Place place;
};

struct Study {
  std::string name;
  YearMonth start;
  int months = 0;
  u64 trials = 1'000'000;
  u64 seed = 0;
  bool steady_pipeline = false;  // demand before month 0 as in month 0, shifted by the delay
  Factors factors;
  std::map<std::string, Mix> mixes;
  std::vector<Chip> chips;      // of the study alone; one of the catalogue's id is an error
  std::vector<Stream> streams;  // sorted by destination and name
  std::vector<BookOrder> book;  // sorted by id
  std::vector<Arrangement> arrangements;
  Behaviour behaviour;
  std::vector<DivertRule> diverts;  // sorted by from and to; no cycle, two steps at most
  std::vector<Position> position;
  std::vector<Scenario> scenarios;
  std::vector<VeuCompany> companies;     // sorted by name
  std::vector<UsShipment> us_shipments;  // in the order of the file
  Regime regime;
  // Written for another regime: what this one does not have is left out, with a warning; else it is an error.
  bool adapts = false;

  int quarters() const { return (months + 2) / 3; }
};

// A chip by its id, of the study or the catalogue; nullptr: unknown.
const Chip* find_chip(const Study& study, const Catalogue& catalogue, std::string_view id);

}  // namespace headroom
