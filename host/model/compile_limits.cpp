// What a licence to a destination is measured against: the allocation of its place, or the limits of products and of
// consignees that stand in its stead.
#include <algorithm>
#include <cmath>
#include <functional>

#include "host/model/compiler.h"

namespace headroom {
namespace {

// Decimal fractions have no exact binary form, so what misses a whole number by less than 10^-15 of it is that number;
// below 2^43 this moves none that is whole.
u64 at_most(long double share, u64 of) { return u64(std::floor(of * share * (1 + 1e-15L))); }
u64 at_least(long double share, u64 of) { return u64(std::ceil(of * share * (1 - 1e-15L))); }

// What US end users have had of a chip by the end of each month, in TPP; loading bounds it by kMaxCapTpp.
std::vector<u64> us_shipments_by_month(const Study& study, const Chip& chip) {
  std::vector<u64> total(study.months, 0);
  for (const UsShipment& row : study.us_shipments) {
    if (row.chip != chip.id) continue;
    const int first = std::max(months_between(study.start, row.month), 0);
    for (int m = first; m < study.months; ++m) total[m] += u64(row.units) * chip.tpp;
  }
  return total;
}

}  // namespace

void Compiler::put_caps(const std::vector<u64>& levels, long double multiplier, Destination* place) {
  const double rush = study.behaviour.rush ? study.behaviour.rush->threshold : 1;
  std::vector<u64> caps;
  for (const long double share :
       {1.0L, static_cast<long double>(study.regime.allocation.critical), static_cast<long double>(rush)})
    for (const long double raise : {1.0L, multiplier})
      for (const u64 level : levels) caps.push_back(at_least(share, at_most(raise, level)));
  place->caps = push(caps);
  place->steady = std::adjacent_find(levels.begin(), levels.end(), std::not_equal_to<>()) == levels.end();
  for (std::size_t i = 0; i < 6; ++i) place->levels_of_all[i] = caps[i * levels.size()];
}

u32 Compiler::limited_product(const std::string& iso3, const std::string& chip, Destination* place) {
  const auto [meter, fresh] = products_.try_emplace({iso3, chip}, place->consignees);
  place->consignees += fresh;
  return meter->second;
}

void Compiler::add_limits() {
  for (std::size_t d = 0; d < out.destinations.size(); ++d) {
    Destination& place = out.destinations[d];
    DestinationLabel& label = out.capped[d];
    if (label.cap_tpp > 0) continue;  // an allocation
    std::vector<u64> limits, levels(study.months, 0);
    const auto add = [&](std::size_t m, u64 limit, u64 times) {
      levels[m] = std::min(levels[m] + limit * times, kMaxCapTpp);  // neither factor passes 2^43 and 2^21
    };
    if (study.regime.limits_products(label.iso3)) {
      limits.resize(std::size_t(place.consignees) * study.months);
      for (const auto& [product, meter] : products_) {
        if (product.first != label.iso3) continue;
        const auto had = us_shipments_by_month(study, *find_chip(study, catalogue, product.second));
        for (std::size_t m = 0; m < had.size(); ++m) {
          const u64 limit = at_most(study.regime.product_limit->us_share, had[m]);
          limits[std::size_t(meter) * study.months + m] = limit;
          add(m, limit, 1);
        }
      }
      place.limit_stride = u32(study.months);
    } else {
      limits.assign(study.months, study.regime.consignee_limit->cap_tpp);
      for (std::size_t m = 0; m < levels.size(); ++m) add(m, limits[m], place.consignees);
    }
    place.limits = push(limits);
    put_caps(levels, 1, &place);
    label.cap_tpp = levels.back();
  }
}

}  // namespace headroom
