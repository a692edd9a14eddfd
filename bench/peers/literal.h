// The model as one would first write it down: one trial at a time, every order of the market drawn one by one. What
// draws them is the class Random: that of std_cpp.cpp from the standard library, that of scalar_counter.cpp from a
// counter and tables. It has
//   start(first)                   a range of trials begins
//   begin(trial, part)             what is drawn from here on belongs to this part of the trial; 0 stands for the whole
//   uniform(), normal(), chi_squared(nu), poisson(mean)
//   delay(law), when(arrangement)  as std_model.h has the laws
//   order(stream, quarter)         what an order of the stream is like
#pragma once
#include <algorithm>
#include <cmath>

#include "bench/peers/peer.h"

namespace headroom::bench {

// Of one order of the market.
struct Drawn {
  std::size_t chip, route;
  double units, place;  // place: how much of the month has passed, 0 to 1
  u32 consignee;
};

// A size before it is cut to whole units of the stream's law.
inline double whole_units(const StreamLaw& stream, double units) {
  return std::clamp(std::floor(units + 0.5), 1.0, stream.largest);
}

template <class Random>
class Literal : public Peer {
 public:
  explicit Literal(const LoadedStudy& loaded);
  Answers run(u64 first, u64 count) override;

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
  using Totals = std::array<double, kTotals>;

  void draw_factors();
  void draw_path(double rho, std::size_t column, double shared);
  double intensity(const DestinationLaw& place, u32 quarter) const;
  void draw_market(DestinationLaw& place, u32 month, double share, double from, std::vector<Order>* orders);
  void draw_book(DestinationLaw& place);
  double book_units(const BookLaw& law);
  void run_trial(u64 trial, Answers* answers);
  bool exhausts(DestinationLaw& place);
  void run_month(DestinationLaw& place, u32 month);
  bool allows(Authorisation authorisation, const Order& order);
  void decide(const Order& order);

  Model model_;
  Random random_;

  // Of the running trial and destination.
  std::vector<double> factors_;                // by column and quarter
  std::vector<double> innovations_;            // of the global factor
  std::vector<double> project_;                // the draw that a project's rows share
  std::vector<Order> book_;                    // of the whole trial
  std::vector<Order> orders_, hurried_;        // of the running month: those of any market, those that hurry adds
  std::vector<std::vector<Order>> returning_;  // by month
  Meters meters_;
  Totals totals_{};
};

template <class Random>
Literal<Random>::Literal(const LoadedStudy& loaded) : model_(loaded), random_(model_) {
  factors_.resize((1 + model_.groups + model_.owns) * model_.quarters);
  innovations_.resize(model_.quarters);
  project_.resize(model_.projects);
  returning_.resize(model_.months);
}

template <class Random>
Answers Literal<Random>::run(u64 first, u64 count) {
  random_.start(first);
  Answers answers(model_.capped);
  for (u64 i = 0; i < count; ++i) run_trial(first + i, &answers);
  return answers;
}

template <class Random>
void Literal<Random>::run_trial(u64 trial, Answers* answers) {
  random_.begin(trial, 0);
  draw_factors();
  for (double& draw : project_) draw = random_.uniform();
  std::size_t number = 0, together = 0;
  Totals sums{};
  for (std::size_t d = 0; d < model_.destinations.size(); ++d) {
    DestinationLaw& place = model_.destinations[d];
    random_.begin(trial, u32(d) + 1);
    totals_ = {};
    const bool exhausted = exhausts(place);
    if (!place.capped) continue;
    answers->exhausted[number++] += exhausted;
    together += exhausted;
    for (u32 i = 0; i < kTotals; ++i) sums[i] += totals_[i];
  }
  ++answers->trials;
  ++answers->exhausted_count[together];
  for (u32 i = 0; i < kTotals; ++i) {
    answers->sums[i] += sums[i];
    answers->squares[i] += sums[i] * sums[i];
  }
}

// One factor's path: AR(1) with unit variance. `shared` is the innovations' correlation with the global ones.
template <class Random>
void Literal<Random>::draw_path(double rho, std::size_t column, double shared) {
  double* path = factors_.data() + column * model_.quarters;
  const double rest = std::sqrt(1 - rho * rho), own = std::sqrt(1 - shared * shared);
  for (u32 q = 0; q < model_.quarters; ++q) {
    const double e = shared * innovations_[q] + own * random_.normal();
    if (column == 0) innovations_[q] = e;
    path[q] = q == 0 ? e : rho * path[q - 1] + rest * e;
  }
}

template <class Random>
void Literal<Random>::draw_factors() {
  const Factors& factors = model_.study.factors;
  draw_path(factors.global_rho, 0, 0);
  for (std::size_t g = 1; g <= model_.groups; ++g) draw_path(factors.region_rho, g, factors.correlation_with_global);
  for (std::size_t o = 1; o <= model_.owns; ++o) draw_path(factors.own_rho.value_or(0), model_.groups + o, 0);
  if (factors.student_t == 0) return;
  const double scale = std::sqrt(factors.student_t / random_.chi_squared(factors.student_t));
  for (double& z : factors_) z *= scale;
}

template <class Random>
double Literal<Random>::intensity(const DestinationLaw& place, u32 quarter) const {
  const auto z = [&](std::size_t column) { return factors_[column * model_.quarters + quarter]; };
  double load = place.beta_global * z(0) + place.beta_group * z(place.group) - place.half_variance[quarter];
  if (place.beta_own != 0) load += place.beta_own * z(place.own);
  return std::exp(std::clamp(load, -10.0, 10.0));
}

// The factor that drives an order is that of the month in which it meets the meter. Thinning and shifting a Poisson
// process gives a Poisson process, so orders are drawn by that month, with the stream's rate as the delay has shifted
// it: the same law as placing each order and delaying it, and a draw less for this peer. `share` of the month's demand,
// over what is left of it behind the part `from`.
template <class Random>
void Literal<Random>::draw_market(DestinationLaw& place, u32 month, double share, double from,
                                  std::vector<Order>* orders) {
  const u32 quarter = month / 3;
  const double factor = intensity(place, quarter) * share * (1 - from);
  for (StreamLaw& stream : place.streams) {
    const double mean = stream.orders[month] * factor;
    const u32 count = mean > 0 ? random_.poisson(mean) : 0;
    for (u32 i = 0; i < count; ++i) {
      const Drawn drawn = random_.order(stream, quarter);
      orders->push_back({month + from + (1 - from) * drawn.place, drawn.units * stream.chip_tpp[drawn.chip],
                         &stream.route[drawn.route], month, drawn.consignee, stream.fate[drawn.chip][drawn.route]});
    }
  }
}

// The triangular law by its inverse.
template <class Random>
double Literal<Random>::book_units(const BookLaw& law) {
  const double u = random_.uniform(), width = law.high - law.low;
  const double units = u * width < law.mode - law.low ? law.low + std::sqrt(u * width * (law.mode - law.low))
                                                      : law.high - std::sqrt((1 - u) * width * (law.high - law.mode));
  return std::max(1.0, std::floor(units + 0.5));
}

template <class Random>
void Literal<Random>::draw_book(DestinationLaw& place) {
  for (BookLaw& law : place.book) {
    const double chance = law.project ? project_[*law.project] : random_.uniform();
    if (chance >= law.probability) continue;
    const u32 month = law.month + (law.delay ? random_.delay(law) : 0);
    if (month >= model_.months) continue;
    const double time = month + random_.uniform();
    book_.push_back({time, book_units(law) * law.tpp_per_unit, law.route, month, law.consignee, law.fate, true});
  }
}

// One destination of one trial: does its allocation run out?
template <class Random>
bool Literal<Random>::exhausts(DestinationLaw& place) {
  book_.clear();
  draw_book(place);
  u32 raised = model_.months;
  if (place.arrangement) {
    const std::size_t when = random_.when(*place.arrangement);
    if (when < place.arrangement->months.size()) raised = place.arrangement->months[when];
  }
  const double cap = double(model_.study.regime.allocation.cap_tpp.value());
  meters_.used = 0;
  meters_.exhausted = meters_.hurried = false;
  meters_.nveu.assign(place.consignees, 0);
  for (auto& orders : returning_) orders.clear();
  for (u32 month = 0; month < model_.months; ++month) {
    meters_.cap = month < raised ? cap : cap * place.arrangement->multiplier;
    if (month == 0 || model_.year[month] != model_.year[month - 1]) meters_.lpp.assign(place.consignees, 0);
    run_month(place, month);
  }
  return meters_.exhausted;
}

template <class Random>
void Literal<Random>::run_month(DestinationLaw& place, u32 month) {
  const auto by_time = [](const Order& a, const Order& b) { return a.time < b.time; };
  orders_.clear();
  draw_market(place, month, 1, 0, &orders_);
  for (const Order& order : book_)
    if (order.month == month) orders_.push_back(order);
  std::sort(orders_.begin(), orders_.end(), by_time);

  for (const Order& order : returning_[month]) decide(order);
  // While buyers hurry, more orders come than those that are there: `hurried_`, drawn for what is left of the month.
  const auto& rush = model_.study.behaviour.rush;
  hurried_.clear();
  const auto draw_hurried = [&](double from) {
    draw_market(place, month, rush->factor - 1, from, &hurried_);
    std::sort(hurried_.begin(), hurried_.end(), by_time);
  };
  if (meters_.hurried) draw_hurried(0);
  for (std::size_t i = 0, h = 0; i < orders_.size() || h < hurried_.size();) {
    const bool more = h < hurried_.size() && (i == orders_.size() || hurried_[h].time < orders_[i].time);
    const Order order = more ? hurried_[h++] : orders_[i++];
    if (order.fate != Fate::metered) continue;  // barred, or of no concern to any meter
    decide(order);
    const bool hurried = rush && meters_.used >= rush->threshold * meters_.cap;
    if (order.of_book || hurried == meters_.hurried) continue;  // the market looks up when one of its orders is decided
    meters_.hurried = hurried;
    hurried_.clear();
    h = 0;
    if (hurried) draw_hurried(order.time - month);
  }
}

template <class Random>
void Literal<Random>::decide(const Order& order) {
  for (const Authorisation authorisation : *order.route) {
    if (!allows(authorisation, order)) continue;
    const bool excepted = authorisation == Authorisation::lpp || authorisation == Authorisation::nveu;
    totals_[excepted ? kExceptedTpp : kCountedTpp] += order.tpp;
    ++totals_[kDecidedOrders];
    return;
  }
  const auto& wait = model_.study.behaviour.wait;
  const u32 back = wait && !order.returned ? order.month + u32(wait->months) : model_.months;
  if (back < model_.months && random_.uniform() < wait->probability) {
    returning_[back].push_back(order);
    returning_[back].back().month = back;
    returning_[back].back().returned = true;
    return;
  }
  totals_[kRefusedTpp] += order.tpp;
  ++totals_[kRefusedOrders];
  ++totals_[kDecidedOrders];
}

// Adds to a meter what still fits under its limit.
inline bool fits(double* meter, double tpp, double limit) {
  if (*meter + tpp > limit) return false;
  *meter += tpp;
  return true;
}

template <class Random>
bool Literal<Random>::allows(Authorisation authorisation, const Order& order) {
  const Regime& regime = model_.study.regime;
  switch (authorisation) {
    case Authorisation::nveu: return fits(&meters_.nveu[order.consignee], order.tpp, model_.allowance[order.month]);
    case Authorisation::lpp:
      return fits(&meters_.lpp[order.consignee], order.tpp, double(regime.lpp_cap_tpp.value_or(0)));
    case Authorisation::general_tier1:
      if (regime.allocation.general_tier1 == GeneralTier1::exempt) return true;
      if (regime.allocation.general_tier1 == GeneralTier1::counts_only) {
        meters_.used += order.tpp;
        if (meters_.used > meters_.cap) meters_.exhausted = true;
        return true;
      }
      [[fallthrough]];  // stopped like any other licence
    case Authorisation::general:
      if (fits(&meters_.used, order.tpp, meters_.cap)) return true;
      meters_.exhausted = true;
      return false;
    case Authorisation::uveu:
    case Authorisation::exempt: return true;
  }
  return true;
}

}  // namespace headroom::bench
