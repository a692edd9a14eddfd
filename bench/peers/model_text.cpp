#include "bench/peers/model_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace headroom::bench {
namespace {

using Numbers = std::vector<double>;

class Arrays {
 public:
  void add(const std::string& name, double number) { arrays_[name].push_back(number); }
  void add(const std::string& name, const Numbers& more) {
    Numbers& to = arrays_[name];
    to.insert(to.end(), more.begin(), more.end());
  }
  std::string text() const {
    std::string lines;
    for (const auto& [name, numbers] : arrays_) lines += fmt::format("{} {}\n", name, fmt::join(numbers, " "));
    return lines;
  }

 private:
  std::map<std::string, Numbers> arrays_;
};

// Numbers routes in the order in which they are met.
class Routes {
 public:
  double number(const Route& route) {
    std::vector<Authorisation> steps(route.begin(), route.end());
    for (std::size_t i = 0; i < all_.size(); ++i)
      if (all_[i] == steps) return double(i);
    all_.push_back(steps);
    return double(all_.size() - 1);
  }
  // kMostSteps a route; -1 where it has no more.
  Numbers steps() const {
    Numbers numbers;
    for (const auto& route : all_)
      for (std::size_t i = 0; i < kMostSteps; ++i) numbers.push_back(i < route.size() ? double(route[i]) : -1);
    return numbers;
  }

 private:
  static constexpr std::size_t kMostSteps = 4;
  std::vector<std::vector<Authorisation>> all_;
};

void add_rules(const Model& model, Arrays* to) {
  const Study& study = model.study;
  const Factors& factors = study.factors;
  const Behaviour& behaviour = study.behaviour;
  to->add("months", model.months);
  to->add("groups", double(model.groups));
  to->add("owns", double(model.owns));
  to->add("student_t", factors.student_t);
  to->add("rho", {factors.global_rho, factors.region_rho, factors.own_rho.value_or(0)});
  to->add("correlation", factors.correlation_with_global);
  to->add("projects", double(model.projects));
  to->add("cap", double(study.regime.allocation.cap_tpp.value()));
  to->add("tier1", double(study.regime.allocation.general_tier1));
  to->add("lpp_cap", double(study.regime.lpp_cap_tpp.value_or(0)));
  to->add("allowance", model.allowance);
  to->add("year", Numbers(model.year.begin(), model.year.end()));
  to->add("rush", behaviour.rush ? Numbers{behaviour.rush->threshold, behaviour.rush->factor} : Numbers{2, 1});
  to->add("wait",
          behaviour.wait ? Numbers{behaviour.wait->probability, double(behaviour.wait->months)} : Numbers{0, 0});
}

void add_stream(const StreamLaw& stream, double place, Routes* routes, Arrays* to) {
  to->add("stream_place", place);
  to->add("stream_orders", stream.orders);
  to->add("stream_log_median", std::log(stream.median));
  to->add("stream_log_sd", stream.units ? stream.units->s() : 0);
  to->add("stream_largest", stream.largest);
  to->add("stream_first_consignee", stream.consignee.a());
  to->add("stream_consignees", double(stream.consignee.b() - stream.consignee.a() + 1));
  to->add("stream_kinds", double(stream.chip_tpp.size() * stream.route.size()));
  const Numbers shares = stream.routes.probabilities();
  for (const auto& chips : stream.chips)
    for (const double chip : chips.probabilities())
      for (const double share : shares) to->add("kind_chance", chip * share);
  for (std::size_t c = 0; c < stream.chip_tpp.size(); ++c) {
    for (std::size_t r = 0; r < stream.route.size(); ++r) {
      to->add("kind_tpp", stream.chip_tpp[c]);
      to->add("kind_route", routes->number(stream.route[r]));
      to->add("kind_metered", stream.fate[c][r] == Fate::metered);
    }
  }
}

void add_book(const BookLaw& law, double place, Routes* routes, Arrays* to) {
  to->add("book_place", place);
  to->add("book_project", law.project ? double(*law.project) : -1);
  to->add("book_probability", law.probability);
  to->add("book_month", law.month);
  to->add("book_delay", law.delay ? law.delay->p() : 1);
  to->add("book_units", {law.low, law.mode, law.high});
  to->add("book_tpp", law.tpp_per_unit);
  to->add("book_route", routes->number(*law.route));
  to->add("book_metered", law.fate == Fate::metered);
  to->add("book_consignee", law.consignee);
}

void add_place(const DestinationLaw& place, double number, Routes* routes, Arrays* to) {
  to->add("place_capped", place.capped);
  to->add("place_beta", {place.beta_global, place.beta_group, place.beta_own});
  to->add("place_columns", {double(place.group), double(place.own)});
  to->add("place_half_variance", place.half_variance);
  to->add("place_consignees", place.consignees);
  to->add("place_multiplier", place.arrangement ? place.arrangement->multiplier : 1);
  for (const StreamLaw& stream : place.streams) add_stream(stream, number, routes, to);
  for (const BookLaw& law : place.book) add_book(law, number, routes, to);
  if (!place.arrangement) return;
  const Numbers chances = place.arrangement->when.probabilities();
  for (std::size_t i = 0; i < place.arrangement->months.size(); ++i) {
    to->add("raise_place", number);
    to->add("raise_month", place.arrangement->months[i]);
    to->add("raise_chance", chances[i]);
  }
}

}  // namespace

std::string as_text(const Model& model) {
  Arrays arrays;
  Routes routes;
  add_rules(model, &arrays);
  for (std::size_t d = 0; d < model.destinations.size(); ++d)
    add_place(model.destinations[d], double(d), &routes, &arrays);
  arrays.add("route_steps", routes.steps());
  return arrays.text();
}

}  // namespace headroom::bench
