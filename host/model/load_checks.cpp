// Checks that the parts of loading share with scenarios, and those of a destination as a whole.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>

#include "host/base/text.h"
#include "host/model/demand.h"
#include "host/model/load_parts.h"
#include "host/model/names.h"

namespace headroom {
namespace {

// Mean orders that a stream places on a meter over the horizon, and before it where the pipeline is full.
double orders_placed(const Stream& stream, const Study& study) {
  double metered = 0, total = 0;
  for (const RouteShare& share : stream.routes) {
    total += share.weight;
    if (is_metered(share.route)) metered += share.weight;
  }
  const double per_month = std::log1p(stream.growth_per_year) / 12;
  const double months = per_month == 0 ? study.months : std::expm1(per_month * study.months) / std::expm1(per_month);
  const double before = study.steady_pipeline ? stream.delay_months : 0;
  return total > 0 ? stream.orders_per_month * (months + before) * metered / total : 0;
}

struct DestinationTotals {
  double orders = 0;
  u64 consignees = 0;
  std::set<std::string_view> book_consignees;
  u64 book_rows = 0;
  Place place;  // of its first row
};

std::map<std::string, DestinationTotals> totals(const Study& study) {
  std::map<std::string, DestinationTotals> all;
  for (const Stream& stream : study.streams) {
    DestinationTotals& total = all[queue_of(study.regime, stream)];
    if (total.place.file.empty()) total.place = stream.place;
    total.orders += orders_placed(stream, study);
    total.consignees += stream.consignees;
  }
  for (const BookOrder& order : study.book) {
    DestinationTotals& total = all[queue_of(study.regime, order)];
    if (total.place.file.empty()) total.place = order.place;
    total.book_consignees.insert(order.consignee);
    ++total.book_rows;
  }
  return all;
}

void warn_of_shared_consignees(Loading& load) {
  std::map<std::string_view, const BookOrder*> first;
  std::set<std::pair<std::string_view, std::string_view>> said;
  for (const BookOrder& order : load.study.book) {
    const BookOrder* other = first.emplace(order.consignee, &order).first->second;
    if (other->destination == order.destination || !said.emplace(order.consignee, order.destination).second) continue;
    load.problems.warn(order.place,
                       fmt::format("consignee {} stands in {} and in {}; its meters are kept apart, by destination",
                                   in_quotes(order.consignee), other->destination, order.destination));
  }
}

}  // namespace

void check_bounds(Loading& load) {
  for (const auto& [destination, total] : totals(load.study)) {
    const u64 consignees = total.consignees + total.book_consignees.size();
    if (consignees > kMaxConsignees) {
      load.problems.error(
          total.place, fmt::format("{} has {} consignees in market.csv and book.csv together; it may have at most {}",
                                   destination, consignees, kMaxConsignees));
    }
    if (total.book_rows > kMaxBookRows) {
      load.problems.error(total.place, fmt::format("{} has {} rows in book.csv; it may have at most {}", destination,
                                                   total.book_rows, kMaxBookRows));
    }
    if (!(total.orders <= kMaxOrdersPerTrial)) {
      load.problems.error(total.place, fmt::format("{} is sent {:.0f} orders a trial; it may be sent at most {:.0f}",
                                                   destination, total.orders, kMaxOrdersPerTrial));
    }
  }
  warn_of_shared_consignees(load);
}

bool check_destination(std::string_view what, std::string_view iso3, const Place& place, Loading& load) {
  if (load.catalogue.country(iso3)) return true;
  load.problems.error(place, unknown_destination(what, iso3, load.catalogue));
  return false;
}

bool check_chip_or_mix(std::string_view name, const Place& place, Loading& load) {
  if (load.study.mixes.count(std::string(name)) > 0 || find_chip(load.study, load.catalogue, name)) return true;
  std::vector<std::string_view> known;
  for (const auto& [mix, shares] : load.study.mixes) known.push_back(mix);
  for (const Chip& chip : load.study.chips) known.push_back(chip.id);
  for (const Chip& chip : load.catalogue.chips) known.push_back(chip.id);
  load.problems.error(place,
                      unknown_name("mix or chip", name, known,
                                   "name a [chips.NAME] of study.toml or a chip (headroom data chips lists them)"));
  return false;
}

int tier_of(const Regime& regime, const std::string& iso3) {
  const auto at = regime.tiers.find(iso3);
  return at == regime.tiers.end() ? 0 : at->second.tier;
}

bool check_month(std::string_view what, YearMonth month, const Place& place, Loading& load) {
  const Study& study = load.study;
  const int at = months_between(study.start, month);
  if (study.months == 0 || (at >= 0 && at < study.months)) return true;
  load.problems.error(place,
                      fmt::format("{} is {}; it must lie within the study, {} to {}", what, to_string(month),
                                  to_string(study.start), to_string(plus_months(study.start, study.months - 1))));
  return false;
}

void check_headquarters(RowReader& row, const std::string& headquarters, const std::vector<Route>& routes,
                        Loading& load) {
  if (headquarters.empty()) return;
  if (!load.catalogue.country(headquarters)) {
    row.error("headquarters", unknown_destination("headquarters", headquarters, load.catalogue));
    return;
  }
  const int tier = tier_of(load.study.regime, headquarters);
  if (tier == 1 || tier == 0) return;
  std::set<std::string_view> said;
  for (const Route& route : routes) {
    for (const Authorisation authorisation : route) {
      const bool takes_tier1 = authorisation == Authorisation::uveu || authorisation == Authorisation::general_tier1;
      if (!takes_tier1 || !said.insert(to_string(authorisation)).second) continue;
      load.problems.warn(row.place("headquarters"),
                         fmt::format("a parent in {} (Tier {}) cannot hold {}; it takes a parent in Tier 1",
                                     headquarters, tier, to_string(authorisation)));
    }
  }
}

u32 largest_tpp(const std::string& chips, const Loading& load) {
  const auto mix = load.study.mixes.find(chips);
  if (mix == load.study.mixes.end()) {
    const Chip* chip = find_chip(load.study, load.catalogue, chips);
    return chip ? chip->tpp : 0;
  }
  u32 largest = 0;
  for (const Mix::Share& share : mix->second.shares) {
    const Chip* chip = find_chip(load.study, load.catalogue, share.chip);
    if (chip) largest = std::max(largest, chip->tpp);
  }
  return largest;
}

std::size_t first_empty_quarter(const std::vector<std::vector<double>>& weights) {
  std::size_t quarters = 1;
  for (const auto& one : weights) quarters = std::max(quarters, one.size());
  for (std::size_t q = 0; q < quarters; ++q) {
    const bool some = std::any_of(weights.begin(), weights.end(),
                                  [&](const auto& one) { return one[std::min(q, one.size() - 1)] > 0; });
    if (!some) return q + 1;
  }
  return 0;
}

std::string order_too_large(u64 units, u32 tpp) {
  if (units * tpp <= kMaxOrderTpp) return {};  // both are below 2^32
  return fmt::format("{} units of {} TPP are one order of {} TPP; an order may have at most {} (2^43)", units, tpp,
                     units * tpp, kMaxOrderTpp);
}

void blame(RowReader& row, const std::vector<Fault>& faults) {
  for (const Fault& fault : faults) row.error(fault.column, fault.message);
}

std::vector<Fault> size_faults(const Stream& stream, u32 largest_tpp) {
  std::vector<Fault> faults;
  const bool fixed = stream.units_log_sd == 0;  // every order has exactly units_median units
  if (fixed && stream.units_median != std::floor(stream.units_median)) {
    faults.push_back(
        {"units_median",
         fmt::format("units_median is {} where units_log_sd is 0; it must be a whole number", stream.units_median)});
  } else if (fixed && stream.units_median > stream.units_max) {
    faults.push_back(
        {"units_median", fmt::format("units_median is {:.0f} where units_log_sd is 0; it must be at most units_max, {}",
                                     stream.units_median, stream.units_max)});
  }
  const std::string too_large = order_too_large(stream.units_max, largest_tpp);
  if (!too_large.empty()) faults.push_back({"units_max", too_large});
  return faults;
}

std::vector<Fault> size_faults(const BookOrder& order, u32 tpp) {
  std::vector<Fault> faults;
  if (order.units_low > order.units_mode || order.units_mode > order.units_high) {
    faults.push_back({"units_low", fmt::format("units are {}, {}, {}; low, mode and high must not fall",
                                               order.units_low, order.units_mode, order.units_high)});
  }
  const std::string too_large = order_too_large(order.units_high, tpp);
  if (!too_large.empty()) faults.push_back({"units_high", too_large});
  return faults;
}

std::vector<Fault> beta_faults(const Stream& stream, const Stream& first, const Loading& load) {
  std::vector<Fault> faults;
  if (stream.beta_own != 0 && !load.study.factors.own_rho) {
    faults.push_back({"beta_own", fmt::format("beta_own is {} but the study has no own factors; add own = {{ rho = "
                                              "... }} to [factors], or leave the column out",
                                              stream.beta_own)});
  }
  const std::string& queue = queue_of(load.study.regime, stream);
  const std::string_view of = queue == stream.destination && queue == first.destination ? "of" : "that count against";
  const auto agree = [&](std::string_view column, double here, double there) {
    if (here == there) return;
    faults.push_back({column, fmt::format("{} is {} here and {} in line {}; the streams {} {} must agree", column, here,
                                          there, first.place.line, of, queue)});
  };
  agree("beta_global", stream.beta_global, first.beta_global);
  agree("beta_region", stream.beta_region, first.beta_region);
  agree("beta_own", stream.beta_own, first.beta_own);
  return faults;
}

std::vector<Fault> arrangement_faults(const Arrangement& arrangement, const std::vector<Arrangement>& before,
                                      const Regime& regime) {
  std::vector<Fault> faults;
  const int tier = tier_of(regime, arrangement.destination);
  if (tier == 1 || tier == 3) {
    faults.push_back(
        {"destination", fmt::format("arrangement for {}, a Tier {} destination; only Tier 2 destinations have a cap",
                                    arrangement.destination, tier)});
  }
  const bool second = std::any_of(before.begin(), before.end(), [&](const Arrangement& other) {
    return !other.destination.empty() && other.destination == arrangement.destination;  // empty: unknown, and said
  });
  if (second) {
    faults.push_back(
        {"destination", fmt::format("second arrangement for {}; a destination may have one", arrangement.destination)});
  }
  const double cap = arrangement.multiplier * double(regime.allocation.cap_tpp.value_or(0));
  if (cap > double(kMaxCapTpp)) {
    faults.push_back(
        {"multiplier", fmt::format("multiplier is {}, which makes the cap {:.0f} TPP; a cap may be at most {} (2^43)",
                                   arrangement.multiplier, cap, kMaxCapTpp)});
  }
  return faults;
}

std::string multiplier_above_rule(const Arrangement& arrangement, const Regime& regime) {
  const double most = regime.allocation.max_multiplier;
  if (arrangement.multiplier <= most) return {};
  return fmt::format("multiplier is {}; regime {} allows at most {}", arrangement.multiplier, in_quotes(regime.name),
                     most);
}

}  // namespace headroom
