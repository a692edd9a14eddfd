#include "tests/support/random_study.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

#include "host/model/demand.h"

namespace headroom::testing {
namespace {

constexpr double kUsed = 0.6;  // a rule is on more often than not

const std::vector<std::string> kTier2 = {"ARE", "BRA", "CHL", "CZE", "EST", "IND",
                                         "KEN", "MEX", "MYS", "POL", "QAT", "SAU"};

Route random_route(Dice* dice) {
  static const std::vector<std::string> routes = {"general",
                                                  "general",
                                                  "lpp>general",
                                                  "lpp>general",
                                                  "general>lpp",
                                                  "lpp",
                                                  "nveu",
                                                  "nveu>general",
                                                  "nveu>lpp>general",
                                                  "general_tier1",
                                                  "lpp>general_tier1",
                                                  "general_tier1>nveu",
                                                  "general>nveu>lpp>general_tier1",
                                                  "uveu",
                                                  "exempt"};
  return route(dice->pick(routes));
}

std::string random_headquarters(Dice* dice) {
  return dice->chance(0.8) ? "" : dice->pick(std::vector<std::string>{"USA", "CHN", "IND"});
}

void choose_factors(Dice* dice, Study* study) {
  Factors& factors = study->factors;
  const std::vector<double> rhos = {0, 0.5, 0.9, -0.3};
  factors.global_rho = dice->pick(rhos);
  factors.region_rho = dice->pick(rhos);
  factors.correlation_with_global = dice->pick(std::vector<double>{0, 0, 0.5, -0.4, 1});
  if (dice->chance(kUsed)) factors.own_rho = dice->pick(rhos);
  if (dice->chance(0.05)) factors.student_t = dice->from(3, 8);
  // Every destination stands in a group, so that its region does not matter.
  for (const std::string& iso3 : kTier2) factors.groups["g" + std::to_string(dice->from(1, 3))].push_back(iso3);
  factors.groups["g1"].insert(factors.groups["g1"].end(), {"CHN", "USA"});
}

void choose_regime(Dice* dice, Regime* regime) {
  auto& allocation = regime->allocation;
  allocation.cap_tpp = u64(dice->between(5e7, 5e8));
  allocation.critical = dice->between(0.5, 1);
  allocation.general_tier1 =
      dice->pick(std::vector<GeneralTier1>{GeneralTier1::counts_only, GeneralTier1::stopped, GeneralTier1::exempt});
  allocation.tier2_parent_counted = dice->chance(0.5);
  allocation.lapse = {};
  if (dice->chance(kUsed / 2)) allocation.lapse = {dice->pick(std::vector<double>{0.1, 0.5, 1}), dice->from(1, 15)};
  regime->lpp_cap_tpp = dice->chance(0.1) ? 0 : u64(dice->between(1e6, 4e7));
  const double first = dice->between(1e6, 6e7), rise = dice->between(0, 2e7);
  for (std::size_t q = 0; q < regime->nveu.size(); ++q) regime->nveu[q].tpp = u64(first + rise * double(q));
}

void choose_behaviour(Dice* dice, Behaviour* behaviour) {
  if (dice->chance(kUsed)) behaviour->rush = Behaviour::Rush{dice->between(0, 1), dice->between(1, 4)};
  if (dice->chance(kUsed)) behaviour->split = true;
  if (dice->chance(kUsed)) behaviour->wait = Behaviour::Wait{dice->pick(std::vector<double>{0.3, 1}), dice->from(1, 8)};
}

// Destinations stand in three tiers of their own and send to a later one: no cycle, two steps at most.
void choose_diverts(Dice* dice, const std::vector<std::string>& places, Study* study) {
  const std::vector<std::string> ends = {"USA", "CHN"};
  for (std::size_t i = 0; i < places.size(); ++i) {
    double left = 1;
    const auto send = [&](const std::string& to) {
      const double p = dice->between(0, left);
      study->diverts.push_back({places[i], to, p});
      left -= p;
    };
    for (std::size_t j = i + 1; j < places.size(); ++j)
      if (i % 3 < j % 3 && dice->chance(0.4)) send(places[j]);
    if (i % 3 < 2 && dice->chance(0.2)) send(dice->pick(ends));
  }
}

void choose_arrangements(Dice* dice, const std::vector<std::string>& places, Study* study) {
  for (const std::string& iso3 : places) {
    if (!dice->chance(0.3)) continue;
    const auto month = [&] { return plus_months(study->start, dice->from(0, study->months - 1)); };
    study->arrangements.push_back({iso3, dice->between(1, 2), {{month(), 0.5}, {month(), 0.4}}});
  }
}

void choose_position(Dice* dice, const std::vector<std::string>& places, Study* study) {
  const Regime& regime = study->regime;
  const u64 lpp = *regime.lpp_cap_tpp, nveu = regime.nveu_allowance(study->start);
  const auto part = [&](u64 of) { return u64(dice->between(0, 1) * double(of)); };
  for (const std::string& iso3 : places) {
    if (dice->chance(0.3))
      study->position.push_back({Position::Kind::allocation, iso3, "", 0, part(*regime.allocation.cap_tpp)});
    std::set<std::string> holders;
    for (const Stream& stream : study->streams)
      if (stream.destination == iso3) holders.insert(stream.name + "/" + std::to_string(stream.consignees));
    for (const BookOrder& order : study->book)
      if (order.destination == iso3) holders.insert(order.consignee);
    for (const std::string& who : holders) {
      if (dice->chance(0.3)) study->position.push_back({Position::Kind::lpp, iso3, who, study->start.year, part(lpp)});
      if (dice->chance(0.3)) study->position.push_back({Position::Kind::nveu, iso3, who, 0, part(nveu)});
    }
  }
}

}  // namespace

u64 Dice::bits() {
  u64 z = state_ += 0x9E3779B97F4A7C15;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
  return z ^ (z >> 31);
}

double Dice::between(double low, double high) { return low + (high - low) * double(bits() >> 11) * 0x1p-53; }

int Dice::from(int low, int high) { return low + int(bits() % u64(high - low + 1)); }

void add_random_stream(Dice* dice, const std::string& iso3, Study* study) {
  Stream stream;
  stream.destination = iso3;
  stream.name = "s" + std::to_string(study->streams.size());
  stream.orders_per_month = dice->between(0, 2.5);
  stream.growth_per_year = dice->pick(std::vector<double>{0, 0.5, -0.3});
  stream.units_median = dice->from(1, 1500);
  stream.units_log_sd = dice->pick(std::vector<double>{0, 0.7, 1.5});
  stream.units_max = u32(stream.units_median) * u32(dice->from(1, 20));
  stream.chips = dice->pick(std::vector<std::string>{"blend", "A", "B", "G"});
  std::set<Route> routes;
  for (int i = dice->from(1, 4); i > 0; --i) routes.insert(random_route(dice));
  for (const Route& one : routes) stream.routes.push_back({one, dice->between(0.1, 1)});
  stream.consignees = u32(dice->from(1, 4));
  stream.delay_months = dice->pick(std::vector<double>{0, 1.5});
  stream.headquarters = random_headquarters(dice);
  const auto first = std::find_if(study->streams.begin(), study->streams.end(), [&](const Stream& other) {
    return queue_of(study->regime, other) == queue_of(study->regime, stream);
  });
  const bool known = first != study->streams.end();
  const double own = study->factors.own_rho && dice->chance(0.5) ? 0.3 : 0;
  stream.beta_global = known ? first->beta_global : dice->between(0, 0.5);
  stream.beta_region = known ? first->beta_region : dice->pick(std::vector<double>{0, 0.4});
  stream.beta_own = known ? first->beta_own : own;
  study->streams.push_back(stream);
}

BookOrder random_book_order(Dice* dice, const std::string& id, const std::string& iso3, const Study& study) {
  BookOrder order;
  order.id = id;
  order.destination = iso3;
  order.consignee = "Buyer " + std::to_string(dice->from(1, 2));
  order.chip = dice->pick(std::vector<std::string>{"A", "A", "C", "G"});
  order.units_low = u32(dice->from(1, 1000));
  order.units_mode = order.units_low + u32(dice->from(0, 1000));
  order.units_high = order.units_mode + u32(dice->from(0, 1000));
  order.month = plus_months(study.start, dice->from(0, study.months - 1));
  order.delay_months = dice->pick(std::vector<double>{0, 2});
  order.probability = dice->pick(std::vector<double>{0, 0.5, 1});
  order.route = random_route(dice);
  order.headquarters = random_headquarters(dice);
  return order;
}

void sort_rows(Study* study) {
  const auto sort_by = [](auto* rows, auto key) {
    std::sort(rows->begin(), rows->end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
  };
  sort_by(&study->streams, [](const Stream& x) { return std::tie(x.destination, x.name); });
  sort_by(&study->book, [](const BookOrder& x) { return std::tie(x.id); });
  sort_by(&study->diverts, [](const DivertRule& x) { return std::tie(x.from, x.to); });
  sort_by(&study->position, [](const Position& x) { return std::tie(x.destination, x.kind, x.who); });
}

Study random_study(u64 seed) {
  Dice dice(seed);
  const int start = dice.from(0, 11);
  Study study = small_study(dice.from(3, 36 - start));
  study.start = plus_months({2025, 1}, start);
  study.seed = dice.bits() >> 1;  // as text it must be read again
  study.steady_pipeline = dice.chance(0.5);
  study.mixes["blend"] = {{{"A", {0.7, 0.5, 0.2}}, {"B", {0.2, 0.4}}, {"D", {0.05}}, {"G", {0.1}}}};
  choose_factors(&dice, &study);
  choose_regime(&dice, &study.regime);
  choose_behaviour(&dice, &study.behaviour);
  std::vector<std::string> places = kTier2;
  dice.shuffle(&places);
  places.resize(std::size_t(dice.from(2, 6)));
  std::vector<std::string> all = places;
  if (dice.chance(0.2)) all.push_back("USA");
  if (dice.chance(0.2)) all.push_back("CHN");
  for (const std::string& iso3 : all) {
    for (int i = dice.from(1, 3); i > 0; --i) add_random_stream(&dice, iso3, &study);
    if (!dice.chance(kUsed)) continue;
    for (int i = dice.from(1, 4); i > 0; --i) {
      study.book.push_back(random_book_order(&dice, iso3 + "-" + std::to_string(i), iso3, study));
      if (dice.chance(0.4)) study.book.back().project = "P" + std::to_string(dice.from(1, 3));
    }
  }
  if (dice.chance(kUsed)) choose_diverts(&dice, places, &study);
  choose_arrangements(&dice, places, &study);
  if (dice.chance(kUsed)) choose_position(&dice, places, &study);
  sort_rows(&study);
  return study;
}

}  // namespace headroom::testing
