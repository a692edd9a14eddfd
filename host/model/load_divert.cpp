// study.toml: where refused orders may go.
#include <algorithm>
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "host/base/text.h"
#include "host/model/columns.h"
#include "host/model/load_parts.h"

namespace headroom {
namespace {

constexpr std::size_t kMostSteps = 2;  // an order is diverted twice at most

struct Entry {
  DivertRule rule;
  Place place;
};

// Steps from each entry on, as long as they last: a path that comes back to where it began, or one step too many.
class Paths {
 public:
  explicit Paths(const std::vector<Entry>& all) : all_(all) {}

  // The first path through `from` that must not be; empty: there is none.
  std::vector<std::string> forbidden(const std::string& from) {
    path_ = {from};
    return extend() ? path_ : std::vector<std::string>{};
  }

 private:
  bool extend() {
    for (const Entry& entry : all_) {
      if (entry.rule.from != path_.back()) continue;
      path_.push_back(entry.rule.to);
      if (entry.rule.to == path_.front() || path_.size() > kMostSteps + 1 || extend()) return true;
      path_.pop_back();
    }
    return false;
  }
  const std::vector<Entry>& all_;
  std::vector<std::string> path_;
};

// Each forbidden path once, at the entry with which it begins. A cycle begins where the alphabet does.
void check_paths(const std::vector<Entry>& all, Loading& load) {
  for (const Entry& entry : all) {
    const bool first = std::none_of(all.begin(), all.end(), [&](const Entry& other) {
      return &other < &entry && other.rule.from == entry.rule.from;
    });
    const auto path = first ? Paths(all).forbidden(entry.rule.from) : std::vector<std::string>{};
    if (path.empty()) continue;
    const bool cycle = path.front() == path.back();
    if (cycle && *std::min_element(path.begin(), path.end()) != path.front()) continue;
    const std::string steps = fmt::format("{}", fmt::join(path, " > "));
    load.problems.error(
        entry.place,
        cycle ? fmt::format("orders would go round in a cycle, {}; take one of these steps out", steps)
              : fmt::format("orders would be diverted more than twice, {}; take one of these steps out", steps));
  }
}

void check_sums(const std::vector<Entry>& all, Loading& load) {
  std::map<std::string, std::pair<double, const Entry*>> totals;
  for (const Entry& entry : all) {
    auto& [total, last] = totals[entry.rule.from];
    total += entry.rule.probability;
    last = &entry;
  }
  for (const auto& [from, sum] : totals) {
    if (sum.first > 1 + kSumSlack)
      load.problems.error(sum.second->place,
                          fmt::format("the probabilities of divert from {} add up to {:.6g}; they must add up to at "
                                      "most 1",
                                      from, sum.first));
  }
}

bool read_entry(TomlTable& table, const std::vector<Entry>& before, Entry* entry, Loading& load) {
  table.need({"from", "to", "probability"});
  bool good = true;
  const auto read = [&](const char* key, std::string* destination) {
    good &= table.read(key, *destination) && check_destination("destination", *destination, table.place(key), load);
  };
  read("from", &entry->rule.from);
  read("to", &entry->rule.to);
  good &= table.read("probability", entry->rule.probability, kProbability);
  table.finish();
  if (good && entry->rule.from == entry->rule.to) {
    table.error("to", fmt::format("{} diverts to itself; name another destination", entry->rule.to));
    return false;
  }
  for (const Entry& other : before) {
    if (!good || other.rule.from != entry->rule.from || other.rule.to != entry->rule.to) continue;
    load.problems.error(entry->place, fmt::format("a second divert from {} to {}; keep one, with their probabilities "
                                                  "added up",
                                                  entry->rule.from, entry->rule.to));
    return false;
  }
  return good;
}

}  // namespace

void read_diverts(TomlTable& root, Loading& load) {
  std::vector<Entry> all;
  for (TomlTable& table : root.tables("divert")) {
    Entry entry;
    entry.place = table.place();
    if (!read_entry(table, all, &entry, load)) continue;
    const Regime& rules = load.study.regime;
    if (load.rules_known && (rules.limits_products(entry.rule.from) || rules.limits_products(entry.rule.to)))
      load.problems.error(entry.place,
                          fmt::format("regime {} lets orders to {} come case by case from the United "
                                      "States alone; leave this divert out",
                                      in_quotes(rules.name), fmt::join(rules.product_limit->destinations, " and ")));
    else if (const int tier = tier_of(load.study.regime, entry.rule.from); tier == 1 || tier == 3)
      load.problems.warn(entry.place, fmt::format("{} is a Tier {} destination, where no meter refuses an order; "
                                                  "nothing will be diverted from there",
                                                  entry.rule.from, tier));
    all.push_back(std::move(entry));
  }
  check_sums(all, load);
  check_paths(all, load);
  for (Entry& entry : all) load.study.diverts.push_back(std::move(entry.rule));
  std::sort(load.study.diverts.begin(), load.study.diverts.end(),
            [](const DivertRule& a, const DivertRule& b) { return std::tie(a.from, a.to) < std::tie(b.from, b.to); });
}

}  // namespace headroom
