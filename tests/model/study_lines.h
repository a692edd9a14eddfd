// A study as lines of text, so that a test can say which lines a change has changed.
#pragma once
#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "host/model/study.h"

namespace headroom::test {

inline std::string line_of(const Stream& s) {
  std::string routes;
  for (const RouteShare& share : s.routes) routes += fmt::format(" {}:{}", to_string(share.route), share.weight);
  return fmt::format(
      "stream {} {} orders {} growth {} units {} {} {} chips {} routes{} consignees {} delay {} betas {} "
      "{} {} hq {}",
      s.destination, s.name, s.orders_per_month, s.growth_per_year, s.units_median, s.units_log_sd, s.units_max,
      s.chips, routes, s.consignees, s.delay_months, s.beta_global, s.beta_region, s.beta_own, s.headquarters);
}

inline std::string line_of(const BookOrder& b) {
  return fmt::format("book {} {} {} {} units {} {} {} month {} delay {} probability {} route {} {} {} {} {}", b.id,
                     b.destination, b.consignee, b.chip, b.units_low, b.units_mode, b.units_high, to_string(b.month),
                     b.delay_months, b.probability, to_string(b.route), b.project, b.headquarters, b.source, b.note);
}

inline std::string line_of(const Arrangement& a) {
  std::string months;
  for (const auto& [month, probability] : a.month_probabilities) {
    months += fmt::format(" {} {}", to_string(month), probability);
  }
  return fmt::format("arrangement {} {}{}", a.destination, a.multiplier, months);
}

// All that a scenario may change, sorted.
inline std::vector<std::string> lines_of(const Study& study) {
  std::vector<std::string> lines;
  for (const Stream& stream : study.streams) lines.push_back(line_of(stream));
  for (const BookOrder& order : study.book) lines.push_back(line_of(order));
  for (const Arrangement& arrangement : study.arrangements) lines.push_back(line_of(arrangement));
  for (const auto& [name, mix] : study.mixes) {
    for (const Mix::Share& share : mix.shares) {
      lines.push_back(fmt::format("mix {} {} {}", name, share.chip, fmt::join(share.weights, " ")));
    }
  }
  const Regime& regime = study.regime;
  for (const auto& [destination, tier] : regime.tiers)
    lines.push_back(fmt::format("tier {} {}", destination, tier.tier));
  const Regime::Allocation& allocation = regime.allocation;
  lines.push_back(allocation.cap_tpp ? fmt::format("cap {}", *allocation.cap_tpp) : "no cap");
  lines.push_back(fmt::format("classes {}", fmt::join(allocation.classes, " ")));
  lines.push_back(fmt::format("critical {}", allocation.critical));
  lines.push_back(fmt::format("general_tier1 {}", int(allocation.general_tier1)));
  lines.push_back(fmt::format("max_multiplier {}", allocation.max_multiplier));
  lines.push_back(regime.lpp_cap_tpp ? fmt::format("lpp {}", *regime.lpp_cap_tpp) : "no lpp");
  if (const auto& limit = regime.product_limit)
    lines.push_back(fmt::format("product limit {} {} {} {}", fmt::join(limit->destinations, " "), limit->tpp_below,
                                limit->bandwidth_below_gbs, limit->us_share));
  if (const auto& limit = regime.consignee_limit)
    lines.push_back(fmt::format("consignee limit {} {}", limit->cap_tpp, limit->simple_review_tpp));
  std::sort(lines.begin(), lines.end());
  return lines;
}

// Lines of `after` that `before` does not have.
inline std::vector<std::string> new_lines(const Study& before, const Study& after) {
  const std::vector<std::string> old = lines_of(before), now = lines_of(after);
  std::vector<std::string> result;
  std::set_difference(now.begin(), now.end(), old.begin(), old.end(), std::back_inserter(result));
  return result;
}

}  // namespace headroom::test
