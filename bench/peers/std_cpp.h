// The peer "std-cpp": what a competent C++ programmer would write for this model with the standard library. One trial
// at a time; every order of the market drawn one by one; std::mt19937_64 and the std distributions. The same rules as
// the engines, other random numbers: answers agree statistically.
#pragma once
#include "bench/answers.h"
#include "bench/peers/std_model.h"

namespace headroom::bench {

class StdCpp {
 public:
  explicit StdCpp(const LoadedStudy& loaded);
  StdCpp(const StdCpp&) = delete;
  StdCpp& operator=(const StdCpp&) = delete;

  // `first` seeds the generator: the same range gives the same counts, but ranges do not join as those of an engine do.
  Answers run(u64 first, u64 count);

 private:
  struct Order {
    double time;  // in months; the whole part is the month in which the order meets the meter
    double tpp;
    const Route* route;
    u32 month, consignee;
    Fate fate;
    bool of_book = false, returned = false;
  };
  // What one destination of one trial has used up.
  struct Meters {
    double used = 0, cap = 0;  // cap of the running month
    bool exhausted = false;
    bool hurried = false;           // when the market's last order was decided, use was past the threshold
    std::vector<double> lpp, nveu;  // by consignee; lpp of the running year
  };

  double uniform() { return uniform_(random_); }
  void draw_factors();
  void draw_path(double rho, std::size_t column, double shared);
  double intensity(const DestinationLaw& place, u32 quarter) const;
  void draw_market(DestinationLaw& place, u32 month, double share, double from, std::vector<Order>* orders);
  void draw_book(DestinationLaw& place);
  double book_units(const BookLaw& law);
  bool exhausts(DestinationLaw& place);
  void run_month(DestinationLaw& place, u32 month);
  bool allows(Authorisation authorisation, const Order& order);
  void decide(const Order& order);

  Model model_;
  Random random_;
  std::uniform_real_distribution<double> uniform_{0.0, 1.0};
  std::normal_distribution<double> normal_;
  std::poisson_distribution<int> poisson_;
  std::chi_squared_distribution<double> chi_squared_;

  // Of the running trial and destination.
  std::vector<double> factors_;                // by column and quarter
  std::vector<double> innovations_;            // of the global factor
  std::vector<double> project_;                // the draw that a project's rows share
  std::vector<Order> book_;                    // of the whole trial
  std::vector<Order> orders_, hurried_;        // of the running month: those of any market, those that hurry adds
  std::vector<std::vector<Order>> returning_;  // by month
  Meters meters_;
};

}  // namespace headroom::bench
