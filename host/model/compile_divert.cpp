// Where refused orders may go. Destinations run in levels: a hub stands behind all that send to it, so that its mail is
// complete, and those stand in levels of their own; within a level they stand in the order of the tables.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "host/model/compiler.h"

namespace headroom {
namespace {

constexpr u32 kNobody = 0xFFFFFFFFu;

u32 place_of(const std::vector<DestinationLabel>& capped, const std::string& iso3) {
  const auto at = std::lower_bound(capped.begin(), capped.end(), iso3,
                                   [](const DestinationLabel& label, const std::string& x) { return label.iso3 < x; });
  return at != capped.end() && at->iso3 == iso3 ? u32(at - capped.begin()) : kNobody;
}

// The destinations with a cap to which each sends.
using Hubs = std::vector<std::set<u32>>;
Hubs hubs_of(const CompiledStudy& out, const std::vector<DivertRule>& rules) {
  Hubs hubs(out.capped.size());
  for (const DivertRule& rule : rules) {
    const u32 from = place_of(out.capped, rule.from), to = place_of(out.capped, rule.to);
    if (from != kNobody && to != kNobody) hubs[from].insert(to);
  }
  return hubs;
}

// How many steps lie between each destination and the furthest that sends to it. Loading has refused cycles.
std::vector<u32> steps_to(const Hubs& hubs) {
  std::vector<u32> steps(hubs.size(), 0);
  for (bool moved = true; moved;) {
    moved = false;
    for (std::size_t from = 0; from < hubs.size(); ++from) {
      for (const u32 to : hubs[from]) {
        if (steps[to] > steps[from]) continue;
        steps[to] = steps[from] + 1;
        moved = true;
      }
    }
  }
  return steps;
}

bool share_one(const std::set<u32>& a, const std::set<u32>& b) {
  return std::any_of(a.begin(), a.end(), [&](u32 hub) { return b.count(hub) > 0; });
}

// A hub stands behind all that send to it, and of those that send to one hub each behind the one before: an engine may
// run a level at once, and two that wrote one hub's mail together would lose orders.
std::vector<u32> levels_of(const Hubs& hubs) {
  const std::vector<u32> steps = steps_to(hubs);
  std::vector<u32> order(hubs.size()), level(hubs.size(), 0);
  for (u32 d = 0; d < order.size(); ++d) order[d] = d;
  std::stable_sort(order.begin(), order.end(), [&](u32 a, u32 b) { return steps[a] < steps[b]; });
  for (std::size_t i = 0; i < order.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const u32 later = order[i], earlier = order[j];
      if (hubs[earlier].count(later) > 0 || share_one(hubs[earlier], hubs[later]))
        level[later] = std::max(level[later], level[earlier] + 1);
    }
  }
  return level;
}

// What an order of the origin needs where it goes.
u32 add_consignees(const Destination& from, Destination* hub) {
  const u32 first = hub->consignees;
  hub->consignees += from.consignees;
  hub->steps = std::max(hub->steps, from.steps);
  hub->has_lpp |= from.has_lpp;
  hub->has_nveu |= from.has_nveu;
  hub->has_tier1 |= from.has_tier1;
  return first;
}

}  // namespace

void Compiler::add_diverts() {
  Tables& t = out.scalars;
  const std::vector<u32> level = levels_of(hubs_of(out, study.diverts));
  std::vector<u32> order, ends;
  const u32 last = level.empty() ? 0 : *std::max_element(level.begin(), level.end());
  for (u32 l = 0; l <= last; ++l) {
    for (u32 d = 0; d < level.size(); ++d)
      if (level[d] == l) order.push_back(d);
    ends.push_back(u32(order.size()));
  }
  for (const u32 d : order) {
    Destination& from = out.destinations[d];
    from.level = level[d];
    from.diverts = u32(out.diverts.size());
    long double sum = 0;
    for (const DivertRule& rule : study.diverts) {
      if (rule.from != out.capped[d].iso3 || rule.probability <= 0) continue;
      sum += rule.probability;
      Divert row{last_within(std::min(sum, 1.0L)), kOpenHub, 0, u32(out.diverts.size())};
      if (const u32 to = place_of(out.capped, rule.to); to != kNobody) {
        Destination& hub = out.destinations[to];
        if (hub.hub == kNever) hub.hub = t.hub_count++;
        row.hub = hub.hub;
        row.first_consignee = add_consignees(from, &hub);
      } else if (study.regime.tier(rule.to).tier == 3) {
        row.hub = kClosedHub;
      }
      out.diverts.push_back(row);
      out.diverted.push_back({rule.from, rule.to});
    }
    from.divert_count = u32(out.diverts.size()) - from.diverts;
    if (from.consignees < kMaxMeters) continue;
    problems.error({"study.toml"}, fmt::format("[[divert]] brings {} consignees together in {}; at most {} can be told "
                                               "apart in one destination",
                                               from.consignees, out.capped[d].iso3, kMaxMeters - 1));
    return;
  }
  t.run_order = push(order);
  t.level_ends = push(ends);
  t.level_count = u32(ends.size());
}

}  // namespace headroom
