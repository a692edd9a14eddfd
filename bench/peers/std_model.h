// A study as the distributions of the standard library, each constructed once. Everything is in doubles: this is the
// model as one would first write it down, and shares with the engines only the words of the study.
#pragma once
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "host/model/demand.h"
#include "host/model/load.h"

namespace headroom::bench {

// Anonymous demand: how often orders come and what they are like.
struct StreamLaw {
  std::size_t number = 0;                                      // among all streams
  std::vector<double> orders;                                  // mean by the month of the meter, before the factors
  std::vector<std::discrete_distribution<std::size_t>> chips;  // by quarter
  std::vector<double> chip_tpp;
  std::discrete_distribution<std::size_t> routes;
  std::vector<Route> route;
  std::vector<std::vector<Fate>> fate;                       // by chip and route
  std::optional<std::lognormal_distribution<double>> units;  // nothing: always the median
  double median = 1, largest = 1;
  std::uniform_int_distribution<u32> consignee;  // among those of the destination
};

// A named order.
struct BookLaw {
  std::optional<std::size_t> project;
  double probability = 1;
  u32 month = 0;
  std::optional<std::geometric_distribution<u32>> delay;  // nothing: never late
  double low = 1, mode = 1, high = 1, tpp_per_unit = 1;
  const Route* route = nullptr;
  Fate fate = Fate::metered;
  u32 consignee = 0;
};

struct ArrangementLaw {
  double multiplier = 1;
  std::discrete_distribution<std::size_t> when;  // the last: never
  std::vector<u32> months;
};

struct DestinationLaw {
  std::string iso3;
  bool capped = true;
  double beta_global = 0, beta_group = 0, beta_own = 0;
  std::size_t group = 0, own = 0;     // columns of the factor path
  std::vector<double> half_variance;  // of the factors' load, by quarter; 0 under Student-t
  std::vector<StreamLaw> streams;
  std::vector<BookLaw> book;
  std::optional<ArrangementLaw> arrangement;
  u32 consignees = 0;
};

// Column 0 of the factor path is the global factor, then groups, then own factors.
struct Model {
  explicit Model(const LoadedStudy& loaded);
  Model(const Model&) = delete;  // its book points into its study
  Model& operator=(const Model&) = delete;

  Study study;
  u32 months, quarters;
  std::size_t groups = 0, owns = 0, projects = 0, streams = 0;
  std::size_t capped = 0;                    // destinations with a cap
  std::vector<u32> year;                     // calendar year by month
  std::vector<double> allowance;             // of a national VEU company, by month
  std::vector<DestinationLaw> destinations;  // sorted by iso3

 private:
  void add_destination(const std::string& iso3, const Catalogue& catalogue);
  void add_streams(const Catalogue& catalogue, DestinationLaw* place);
  void add_factors(const Catalogue& catalogue, DestinationLaw* place);
  void add_book(const Catalogue& catalogue, DestinationLaw* place);
  void add_arrangement(DestinationLaw* place) const;

  std::map<std::string, std::size_t> group_column_, project_number_;
};

}  // namespace headroom::bench
