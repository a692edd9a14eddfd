#include "host/model/demand.h"

#include <cmath>

namespace headroom {

const std::string& queue_of(const Regime& regime, const std::string& destination, const std::string& headquarters) {
  const auto in_tier = [&](const std::string& iso3, int tier) {  // nothing, while an input names no such place
    const auto at = regime.tiers.find(iso3);
    return at != regime.tiers.end() && at->second.tier == tier;
  };
  const bool elsewhere = regime.allocation.tier2_parent_counted && in_tier(destination, 1) && in_tier(headquarters, 2);
  return elsewhere ? headquarters : destination;
}

const Stream* first_stream(const Study& study, const std::string& iso3) {
  for (const Stream& stream : study.streams)
    if (queue_of(study.regime, stream) == iso3) return &stream;
  return nullptr;
}

std::string group_of(const Study& study, const Catalogue& catalogue, const std::string& iso3) {
  for (const auto& [name, members] : study.factors.groups)
    for (const std::string& member : members)
      if (member == iso3) return name;
  return catalogue.country(iso3)->region;
}

std::vector<long double> growth_by_month(double growth_per_year, int months) {
  std::vector<long double> growth;
  for (int m = 0; m < months; ++m) growth.push_back(std::pow(1.0L + growth_per_year, m / 12.0L));
  return growth;
}

std::vector<long double> monthly_orders(const Stream& stream, int months, bool steady_pipeline) {
  return monthly_orders(stream, growth_by_month(stream.growth_per_year, months), steady_pipeline);
}

std::vector<long double> monthly_orders(const Stream& stream, const std::vector<long double>& growth,
                                        bool steady_pipeline) {
  const auto placed = [&](std::size_t month) { return stream.orders_per_month * growth[month]; };
  const long double p = stream.delay_months / (1.0L + stream.delay_months);
  std::vector<long double> met(growth.size());
  // Orders under way at the start of a month: a share p of those under way before and of the month before's.
  long double waiting = steady_pipeline ? placed(0) * p / (1 - p) : 0;
  for (std::size_t m = 0; m < met.size(); ++m) {
    waiting += placed(m);
    met[m] = waiting * (1 - p);
    waiting *= p;
  }
  return met;
}

std::vector<long double> delay_law(double delay_months, int month, int months) {
  const long double p = delay_months / (1.0L + delay_months);
  std::vector<long double> at_most;
  for (int k = 0; month + k < months; ++k) at_most.push_back(1 - std::pow(p, k + 1.0L));
  return at_most;
}

std::vector<ChipShare> chip_shares(const Study& study, const Catalogue& catalogue, const std::string& chips,
                                   int quarter) {
  const auto mix = study.mixes.find(chips);
  if (mix == study.mixes.end()) return {{find_chip(study, catalogue, chips), 1.0L}};
  std::vector<ChipShare> shares;
  long double total = 0;
  for (const Mix::Share& share : mix->second.shares) {
    shares.push_back({find_chip(study, catalogue, share.chip), share.weight(quarter)});
    total += shares.back().share;
  }
  for (ChipShare& share : shares) share.share /= total;
  return shares;
}

std::vector<std::pair<Route, long double>> route_shares(const Stream& stream) {
  long double total = 0;
  for (const RouteShare& route : stream.routes) total += route.weight;
  std::vector<std::pair<Route, long double>> shares;
  for (const RouteShare& route : stream.routes) shares.emplace_back(route.route, route.weight / total);
  return shares;
}

Fate fate_of(const Regime& regime, const std::string& destination, const std::string& headquarters, const Chip& chip,
             const Route& route) {
  const bool case_by_case = regime.limits_products(destination, chip);
  const bool barred_parent = !headquarters.empty() && regime.tier(headquarters).tier == 3 &&
                             !(case_by_case && regime.limits_products(headquarters));
  if (barred_parent || (regime.tier(destination).tier == 3 && !case_by_case)) return Fate::prohibited;
  // No exception and no end user's own authorisation reaches Tier 3: it is a licence there, or nothing.
  if (case_by_case) return is_licence(route) ? Fate::metered : Fate::prohibited;
  if (route.front() == Authorisation::uveu) return Fate::uveu;
  const std::string& queue = queue_of(regime, destination, headquarters);
  if (regime.tier(queue).tier == 1 || !is_metered(route) || !regime.counts(chip)) return Fate::exempt;
  return regime.limits(queue) ? Fate::metered : Fate::licensed;
}

MixShares mix_shares(const Study& study, const Catalogue& catalogue, const std::string& chips) {
  MixShares shares;
  for (int q = 0; q < study.quarters(); ++q) shares.push_back(chip_shares(study, catalogue, chips, q));
  return shares;
}

std::vector<OrderKind> kinds_of(const Regime& regime, const Stream& stream, const MixShares& mix) {
  const auto routes = route_shares(stream);
  std::vector<OrderKind> kinds;
  for (std::size_t c = 0; c < mix.front().size(); ++c)
    for (const auto& [route, share] : routes) {
      const Chip* chip = mix.front()[c].chip;
      const Fate fate = fate_of(regime, stream.destination, stream.headquarters, *chip, route);
      OrderKind& kind = kinds.emplace_back(OrderKind{chip, route, fate, {}});
      for (const auto& quarter : mix) kind.chance.push_back(quarter[c].share * share);
    }
  return kinds;
}

}  // namespace headroom
