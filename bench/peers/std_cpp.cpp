#include "bench/peers/std_cpp.h"

#include <algorithm>
#include <cmath>

namespace headroom::bench {
namespace {

// Adds to a meter what still fits under its limit.
bool fits(double* meter, double tpp, double limit) {
  if (*meter + tpp > limit) return false;
  *meter += tpp;
  return true;
}

}  // namespace

StdCpp::StdCpp(const LoadedStudy& loaded) : model_(loaded), chi_squared_(std::max(loaded.study.factors.student_t, 1)) {
  factors_.resize((1 + model_.groups + model_.owns) * model_.quarters);
  innovations_.resize(model_.quarters);
  project_.resize(model_.projects);
  returning_.resize(model_.months);
}

Answers StdCpp::run(u64 first, u64 count) {
  random_.seed(first);
  const auto capped = std::count_if(model_.destinations.begin(), model_.destinations.end(),
                                    [](const DestinationLaw& place) { return place.capped; });
  Answers counts;
  counts.exhausted.assign(std::size_t(capped), 0);
  counts.exhausted_count.assign(std::size_t(capped) + 1, 0);
  for (; counts.trials < count; ++counts.trials) {
    draw_factors();
    for (double& draw : project_) draw = uniform();
    std::size_t number = 0, together = 0;
    for (DestinationLaw& place : model_.destinations) {
      const bool exhausted = exhausts(place);
      if (!place.capped) continue;
      counts.exhausted[number++] += exhausted;
      together += exhausted;
    }
    ++counts.exhausted_count[together];
  }
  return counts;
}

// One factor's path: AR(1) with unit variance. `shared` is the innovations' correlation with the global ones.
void StdCpp::draw_path(double rho, std::size_t column, double shared) {
  double* path = factors_.data() + column * model_.quarters;
  const double rest = std::sqrt(1 - rho * rho), own = std::sqrt(1 - shared * shared);
  for (u32 q = 0; q < model_.quarters; ++q) {
    const double e = shared * innovations_[q] + own * normal_(random_);
    if (column == 0) innovations_[q] = e;
    path[q] = q == 0 ? e : rho * path[q - 1] + rest * e;
  }
}

void StdCpp::draw_factors() {
  const Factors& factors = model_.study.factors;
  draw_path(factors.global_rho, 0, 0);
  for (std::size_t g = 1; g <= model_.groups; ++g) draw_path(factors.region_rho, g, factors.correlation_with_global);
  for (std::size_t o = 1; o <= model_.owns; ++o) draw_path(factors.own_rho.value_or(0), model_.groups + o, 0);
  if (factors.student_t == 0) return;
  const double scale = std::sqrt(factors.student_t / chi_squared_(random_));
  for (double& z : factors_) z *= scale;
}

double StdCpp::intensity(const DestinationLaw& place, u32 quarter) const {
  const auto z = [&](std::size_t column) { return factors_[column * model_.quarters + quarter]; };
  double load = place.beta_global * z(0) + place.beta_group * z(place.group) - place.half_variance[quarter];
  if (place.beta_own != 0) load += place.beta_own * z(place.own);
  return std::exp(std::clamp(load, -10.0, 10.0));
}

// The factor that drives an order is that of the month in which it meets the meter. Thinning and shifting a Poisson
// process gives a Poisson process, so orders are drawn by that month, with the stream's rate as the delay has shifted
// it: the same law as placing each order and delaying it, and a draw less for this peer. `share` of the month's demand,
// over what is left of it behind the part `from`.
void StdCpp::draw_market(DestinationLaw& place, u32 month, double share, double from, std::vector<Order>* orders) {
  using Poisson = std::poisson_distribution<int>;
  const u32 quarter = month / 3;
  const double factor = intensity(place, quarter) * share * (1 - from);
  for (StreamLaw& stream : place.streams) {
    const double mean = stream.orders[month] * factor;
    const int count = mean > 0 ? poisson_(random_, Poisson::param_type(mean)) : 0;
    for (int i = 0; i < count; ++i) {
      const std::size_t chip = stream.chips[quarter](random_), route = stream.routes(random_);
      const double units = stream.units ? std::floor((*stream.units)(random_) + 0.5) : std::floor(stream.median + 0.5);
      Order& order = orders->emplace_back();
      order.time = month + from + (1 - from) * uniform();
      order.tpp = std::clamp(units, 1.0, stream.largest) * stream.chip_tpp[chip];
      order.route = &stream.route[route];
      order.month = month;
      order.consignee = stream.consignee(random_);
      order.fate = stream.fate[chip][route];
    }
  }
}

// The triangular law by its inverse.
double StdCpp::book_units(const BookLaw& law) {
  const double u = uniform(), width = law.high - law.low;
  const double units = u * width < law.mode - law.low ? law.low + std::sqrt(u * width * (law.mode - law.low))
                                                      : law.high - std::sqrt((1 - u) * width * (law.high - law.mode));
  return std::max(1.0, std::floor(units + 0.5));
}

void StdCpp::draw_book(DestinationLaw& place) {
  for (BookLaw& law : place.book) {
    const double chance = law.project ? project_[*law.project] : uniform();
    if (chance >= law.probability) continue;
    const u32 month = law.month + (law.delay ? (*law.delay)(random_) : 0);
    if (month >= model_.months) continue;
    book_.push_back(
        {month + uniform(), book_units(law) * law.tpp_per_unit, law.route, month, law.consignee, law.fate, true});
  }
}

// One destination of one trial: does its allocation run out?
bool StdCpp::exhausts(DestinationLaw& place) {
  book_.clear();
  draw_book(place);
  u32 raised = model_.months;
  if (place.arrangement) {
    const std::size_t when = place.arrangement->when(random_);
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

void StdCpp::run_month(DestinationLaw& place, u32 month) {
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

void StdCpp::decide(const Order& order) {
  for (const Authorisation authorisation : *order.route)
    if (allows(authorisation, order)) return;
  const auto& wait = model_.study.behaviour.wait;
  if (!wait || order.returned) return;
  const u32 back = order.month + u32(wait->months);
  if (back >= model_.months || uniform() >= wait->probability) return;
  returning_[back].push_back(order);
  returning_[back].back().month = back;
  returning_[back].back().returned = true;
}

bool StdCpp::allows(Authorisation authorisation, const Order& order) {
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
