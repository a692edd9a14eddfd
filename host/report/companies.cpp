#include "host/report/companies.h"

#include <algorithm>

#include <fmt/format.h>

#include "host/report/grid.h"

namespace headroom {
namespace {

constexpr std::size_t kMostDestinations = 3;  // of a company

// What a line of the table is about: the look at which a limit is likeliest broken, and moves up to the end.
struct Worst {
  const CompanyResult* row;
  const CompanyLook* look;  // nullptr: there are no looks
  double by_moves;          // -1: it binds none

  double breach() const { return look ? look->breach.estimate : 0; }
  bool happens() const { return breach() > 0 || by_moves > 0; }
  bool of_destination() const { return !row->label.limit.destination.empty(); }
};

Worst worst_of(const CompanyResult& row) {
  const auto at = std::max_element(row.looks.begin(), row.looks.end(), [](const CompanyLook& a, const CompanyLook& b) {
    return a.breach.estimate < b.breach.estimate;
  });
  return {&row, at == row.looks.end() ? nullptr : &*at, row.broken_by.empty() ? -1 : row.broken_by.back().estimate};
}

std::string percent(u32 share) { return fmt::format("{:g} %", share / 100.0); }

std::vector<std::string> cells(const Worst& worst) {
  std::vector<std::string> row = {worst.row->label.company, limit_text(worst.row->label.limit)};
  if (const CompanyLook* look = worst.look) {
    row.insert(row.end(), {chance(look->breach.estimate),
                           fmt::format("{} to {}", chance(look->breach.low), chance(look->breach.high)),
                           look->look.date, fmt::format("{:.2f}", look->slack.p50)});
  } else {
    row.insert(row.end(), 4, "-");
  }
  row.push_back(worst.by_moves < 0 ? "-" : chance(worst.by_moves));
  return row;
}

// The limits of one company, from `begin` on, that get a line; destinations by how likely they are broken.
void add_lines(std::vector<Worst> limits, std::vector<Worst>* lines) {
  const auto destinations =
      std::stable_partition(limits.begin(), limits.end(), [](const Worst& one) { return !one.of_destination(); });
  std::stable_sort(destinations, limits.end(), [](const Worst& a, const Worst& b) {
    return std::max(a.breach(), a.by_moves) > std::max(b.breach(), b.by_moves);
  });
  std::size_t shown = 0;
  for (const Worst& one : limits) {
    if (!one.happens() || (one.of_destination() && ++shown > kMostDestinations)) continue;
    lines->push_back(one);
  }
}

}  // namespace

std::string limit_text(const CompanyLimit& limit) {
  switch (limit.rule) {
    case CompanyRule::outside_tier1: return "outside Tier 1, at most " + percent(limit.share);
    case CompanyRule::home: return "United States, at least " + percent(kWholeShare - limit.share);
    case CompanyRule::one_destination:
      return (limit.destination.empty() ? "any one destination" : limit.destination) + ", at most " +
             percent(limit.share);
  }
  return {};
}

std::string_view rule_name(CompanyRule rule) {
  switch (rule) {
    case CompanyRule::outside_tier1: return "outside_tier1";
    case CompanyRule::one_destination: return "one_destination";
    case CompanyRule::home: return "home";
  }
  return {};
}

std::string_view look_name(const Look& look) { return look.reporting ? "reporting" : "checkpoint"; }

std::string companies_text(const std::vector<CompanyResult>& companies, u64 trials) {
  if (companies.empty()) return {};
  std::vector<Worst> lines;
  std::size_t kept = 0, happen = 0;
  for (std::size_t i = 0; i < companies.size();) {
    std::vector<Worst> limits;
    const std::string& name = companies[i].label.company;
    for (; i < companies.size() && companies[i].label.company == name; ++i) limits.push_back(worst_of(companies[i]));
    for (const Worst& one : limits) (one.happens() ? happen : kept) += 1;
    add_lines(std::move(limits), &lines);
  }
  std::string text = "\nUniversal VEU companies: the limits that were broken, at the look where that is likeliest\n";
  std::vector<std::vector<std::string>> rows;
  for (const Worst& line : lines) rows.push_back(cells(line));
  if (!rows.empty()) {
    text += grid({{"Company", Align::left},
                  {"Limit", Align::left},
                  {"P(broken)", Align::right},
                  {"95 % interval", Align::right},
                  {"On", Align::left},
                  {"Slack, median", Align::right},
                  {"P(by any move)", Align::right}},
                 rows);
  }
  if (happen > lines.size())
    text += fmt::format("{} more destinations of these companies less often.\n", happen - lines.size());
  if (kept > 0)
    text += fmt::format("{} never broken in {}.\n", counted(kept, "limit was", "limits were"),
                        counted(trials, "trial", "trials"));
  return text;
}

}  // namespace headroom
