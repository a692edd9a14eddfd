#include "bench/peers/std_model.h"

#include <cmath>
#include <set>

namespace headroom::bench {
namespace {

StreamLaw law_of(const Study& study, const Catalogue& catalogue, const Stream& stream, u32 first_consignee) {
  StreamLaw law;
  for (const long double mean : monthly_orders(stream, study.months, study.steady_pipeline))
    law.orders.push_back(double(mean));
  for (int q = 0; q < study.quarters(); ++q) {
    std::vector<double> shares;
    for (const ChipShare& chip : chip_shares(study, catalogue, stream.chips, q)) shares.push_back(double(chip.share));
    law.chips.emplace_back(shares.begin(), shares.end());
  }
  std::vector<double> weights;
  for (const RouteShare& route : stream.routes) {
    weights.push_back(route.weight);
    law.route.push_back(route.route);
  }
  law.routes = std::discrete_distribution<std::size_t>(weights.begin(), weights.end());
  for (const ChipShare& chip : chip_shares(study, catalogue, stream.chips, 0)) {
    law.chip_tpp.push_back(chip.chip->tpp);
    law.fate.emplace_back();
    for (const Route& route : law.route)
      law.fate.back().push_back(fate_of(study.regime, stream.destination, stream.headquarters, *chip.chip, route));
  }
  if (stream.units_log_sd > 0) law.units.emplace(std::log(stream.units_median), stream.units_log_sd);
  law.median = stream.units_median;
  law.largest = stream.units_max;
  law.consignee = std::uniform_int_distribution<u32>(first_consignee, first_consignee + stream.consignees - 1);
  return law;
}

}  // namespace

Model::Model(const LoadedStudy& loaded)
    : study(loaded.study), months(u32(study.months)), quarters(u32(study.quarters())) {
  for (int m = 0; m < study.months; ++m) {
    year.push_back(u32(plus_months(study.start, m).year));
    allowance.push_back(double(study.regime.nveu_allowance(plus_months(study.start, m))));
  }
  std::set<std::string> names, group_names;
  for (const Stream& stream : study.streams) {
    names.insert(stream.destination);
    group_names.insert(group_of(study, loaded.catalogue, stream.destination));
  }
  for (const BookOrder& order : study.book) {
    names.insert(order.destination);
    if (!order.project.empty()) project_number_.try_emplace(order.project, project_number_.size());
  }
  for (const std::string& group : group_names) group_column_[group] = ++groups;
  projects = project_number_.size();
  for (const std::string& iso3 : names) add_destination(iso3, loaded.catalogue);
}

void Model::add_destination(const std::string& iso3, const Catalogue& catalogue) {
  DestinationLaw& place = destinations.emplace_back();
  place.iso3 = iso3;
  place.capped = study.regime.tier(iso3).tier == 2;
  capped += place.capped;
  add_factors(catalogue, &place);
  add_streams(catalogue, &place);
  add_book(catalogue, &place);
  add_arrangement(&place);
}

void Model::add_streams(const Catalogue& catalogue, DestinationLaw* place) {
  for (const Stream& stream : study.streams) {
    if (stream.destination != place->iso3) continue;
    place->streams.push_back(law_of(study, catalogue, stream, place->consignees));
    place->streams.back().number = streams++;
    place->consignees += stream.consignees;
  }
}

void Model::add_factors(const Catalogue& catalogue, DestinationLaw* place) {
  place->half_variance.assign(quarters, 0);
  const Stream* stream = first_stream(study, place->iso3);
  if (!stream) return;
  const double g = place->beta_global = stream->beta_global, r = place->beta_group = stream->beta_region;
  const double o = place->beta_own = stream->beta_own;
  place->group = group_column_.at(group_of(study, catalogue, place->iso3));
  if (o != 0) place->own = groups + ++owns;
  if (study.factors.student_t > 0) return;  // no mean exists that could be kept

  // The global and the group's factor are correlated through their innovations.
  const double rg = study.factors.global_rho, rr = study.factors.region_rho, c = study.factors.correlation_with_global;
  double covariance = c;
  for (double& half : place->half_variance) {
    half = (g * g + r * r + o * o + 2 * g * r * covariance) / 2;
    covariance = rg * rr * covariance + std::sqrt((1 - rg * rg) * (1 - rr * rr)) * c;
  }
}

void Model::add_book(const Catalogue& catalogue, DestinationLaw* place) {
  std::map<std::string, u32> meters;  // book rows of one consignee share its meters
  for (const BookOrder& order : study.book) {
    if (order.destination != place->iso3) continue;
    const Chip& chip = *find_chip(study, catalogue, order.chip);
    BookLaw law;
    if (!order.project.empty()) law.project = project_number_.at(order.project);
    law.probability = order.probability;
    law.month = u32(months_between(study.start, order.month));
    if (order.delay_months > 0) law.delay.emplace(1 / (1 + order.delay_months));
    law.low = order.units_low;
    law.mode = order.units_mode;
    law.high = order.units_high;
    law.tpp_per_unit = chip.tpp;
    law.route = &order.route;  // of this model's own copy of the study
    law.fate = fate_of(study.regime, order.destination, order.headquarters, chip, order.route);
    const auto [meter, fresh] =
        meters.try_emplace(order.consignee.empty() ? order.id : order.consignee, place->consignees);
    place->consignees += fresh;
    law.consignee = meter->second;
    place->book.push_back(law);
  }
}

void Model::add_arrangement(DestinationLaw* place) const {
  for (const Arrangement& arrangement : study.arrangements) {
    if (arrangement.destination != place->iso3) continue;
    ArrangementLaw law;
    law.multiplier = arrangement.multiplier;
    std::vector<double> weights;
    double never = 1;
    for (const auto& [month, probability] : arrangement.month_probabilities) {
      law.months.push_back(u32(months_between(study.start, month)));
      weights.push_back(probability);
      never -= probability;
    }
    weights.push_back(std::max(never, 0.0));
    law.when = std::discrete_distribution<std::size_t>(weights.begin(), weights.end());
    place->arrangement = law;
  }
}

}  // namespace headroom::bench
