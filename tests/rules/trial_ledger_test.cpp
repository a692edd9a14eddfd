// The ledger of a trial against the tallies of the same trial: what is told is what was counted.
#include "host/rules/trial_ledger.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "host/engine/trial_memory.h"
#include "host/model/scenario.h"
#include "tests/support/limit_study.h"
#include "tests/support/rich_study.h"

namespace headroom {
namespace {

using testing::run_reference;

// A study with its names.
struct Named {
  Study study;
  Catalogue catalogue;
  CompiledStudy compiled;
};

Named named(Study study) {
  Named all{std::move(study), testing::small_catalogue(), {}};
  Problems problems;
  all.compiled = compile(all.study, all.catalogue, problems);
  EXPECT_TRUE(problems.ok());
  return all;
}

Named bundled(const std::string& name, const std::string& scenario = "") {
  Problems problems;
  LoadedStudy loaded = load_study(name, {}, problems);
  Named all{std::move(loaded.study), std::move(loaded.catalogue), {}};
  if (!scenario.empty())
    all.study = apply_scenario(all.study, *find_scenario(all.study, scenario), all.catalogue, problems);
  all.compiled = compile(all.study, all.catalogue, problems);
  EXPECT_TRUE(problems.ok());
  return all;
}

// Every rule on, and refused orders on their way: a chain of two steps, two hubs for one origin, a hub that is open and
// one that is closed.
Study diverting_study() {
  Study study = testing::lively_study(8);
  study.diverts = {{"ARE", "BRA", 0.4}, {"ARE", "USA", 0.2}, {"BRA", "CHL", 0.5},
                   {"CZE", "BRA", 0.3}, {"CZE", "CHN", 0.3}, {"EST", "CHL", 0.6}};
  return study;
}

struct Told {
  std::vector<PlaceLedger> places;  // by destination of the tables
  std::vector<LedgerBookEnd> ends;
};

Told tell(const Named& of, u64 trial) {
  const Tables tables = of.compiled.tables();
  TrialLedger ledger(of.study, of.catalogue, of.compiled, trial);
  TrialMemory memory(tables, 1);
  Told told;
  told.places.resize(tables.destination_count);
  memory.begin(0, trial, &ledger);
  for (const u32 d : walks_for(tables, std::vector<bool>(tables.destination_count, true), false)) {
    ledger.open(d);
    memory.walk(d, 0, trial, &ledger);
    told.places[d] = ledger.close();
  }
  told.ends = ledger.book_ends();
  return told;
}

void expect_totals(const PlaceLedger& place, const Tally& tally, u32 d) {
  const LedgerTotals sum = place.totals();
  const TallyShape& shape = tally.shape;
  const auto sum_of = [&](u32 index) { return tally.sums[shape.sum(d, index)].low; };
  for (u32 k = 0; k < kDecisions; ++k) {
    EXPECT_EQ(sum.orders[k], testing::orders(tally, Decision(k), d)) << k;
    EXPECT_EQ(sum.tpp[k], testing::tpp(tally, Decision(k), d)) << k;
  }
  EXPECT_EQ(sum.diverted_in, testing::counter(tally, shape.diverted_in(), d));
  EXPECT_EQ(sum.diverted_in_tpp, sum_of(shape.diverted_in_tpp()));
  EXPECT_EQ(sum.offered_tpp, sum_of(shape.offered_tpp()));
  EXPECT_EQ(place.cap_at_end > place.used ? place.cap_at_end - place.used : 0, sum_of(shape.unused_tpp()));
}

void expect_months(const PlaceLedger& place, const Tally& tally, u32 d) {
  const TallyShape& shape = tally.shape;
  EXPECT_EQ(testing::counter(tally, shape.exhausted(place.exhausted.value_or(shape.months)), d), 1u);
  EXPECT_EQ(testing::counter(tally, shape.critical(place.critical.value_or(shape.months)), d), 1u);
}

void expect_book(const Told& told, const Tally& tally) {
  const TallyShape& shape = tally.shape;
  std::vector<u64> ends(shape.book * kBookEnds, 0), months(shape.book, 0);
  for (const LedgerBookEnd& one : told.ends) {
    ++ends[one.row * kBookEnds + u32(one.end)];
    if (one.end == BookEnd::shipped) months[one.row] += one.month;
  }
  for (u32 row = 0; row < shape.book; ++row) {
    for (u32 end = 0; end < kBookEnds; ++end)
      EXPECT_EQ(ends[row * kBookEnds + end], testing::ended(tally, row, BookEnd(end))) << row << " " << end;
    EXPECT_EQ(months[row], tally.counters[shape.book_months(row)]) << row;
  }
}

void expect_diverted(const Named& of, const Told& told, const Tally& tally) {
  for (u32 row = 0; row < of.compiled.diverted.size(); ++row) {
    const DivertLabel& label = of.compiled.diverted[row];
    u64 orders = 0, tpp = 0;
    for (const PlaceLedger& place : told.places) {
      for (const LedgerOrder& order : place.orders) {
        if (place.iso3 != label.from || order.diverted_to != label.to) continue;
        ++orders;
        tpp += order.rest();
      }
    }
    EXPECT_EQ(orders, tally.counters[tally.shape.divert_orders(row)]) << label.from << " " << label.to;
    EXPECT_EQ(tpp, tally.sums[tally.shape.divert_tpp(row)].low) << label.from << " " << label.to;
  }
}

// Every row of the book of a destination with a cap or limits came, or is named as absent.
void expect_absent(const Named& of, const Told& told) {
  u64 in_book = 0, absent = 0, came = 0;
  for (const BookOrder& order : of.study.book)
    in_book += std::any_of(told.places.begin(), told.places.end(),
                           [&](const PlaceLedger& place) { return place.iso3 == queue_of(of.study.regime, order); });
  for (const PlaceLedger& place : told.places) {
    absent += place.absent.size();
    for (const LedgerOrder& order : place.orders)
      came += order.of_book && !order.has_waited && order.diverted_from.empty();
  }
  EXPECT_EQ(came + absent, in_book);
}

// Decisions and events that a study must have shown, so that agreement says something.
struct Seen {
  u64 orders[kDecisions] = {};
  u64 splits = 0, waits = 0, returned = 0, diverted_in = 0, lapses = 0, raises = 0, exhausted = 0, unmetered = 0;

  void add(const PlaceLedger& place) {
    for (const LedgerOrder& order : place.orders) {
      if (order.decision) ++orders[u32(*order.decision)];
      splits += order.split.has_value();
      waits += order.returns.has_value();
      returned += order.has_waited;
      diverted_in += !order.diverted_from.empty();
      unmetered += order.unmetered.has_value();
    }
    lapses += place.lapses.size();
    raises += place.raise.has_value();
    exhausted += place.exhausted.has_value();
  }
};

Seen compare(const Named& of, u64 first, u64 trials) {
  Seen seen;
  for (u64 trial = first; trial < first + trials; ++trial) {
    SCOPED_TRACE("trial " + std::to_string(trial));
    const Told told = tell(of, trial);
    const Tally tally = run_reference(of.compiled, {trial, 1});
    for (u32 d = 0; d < told.places.size(); ++d) {
      SCOPED_TRACE(told.places[d].iso3);
      expect_totals(told.places[d], tally, d);
      expect_months(told.places[d], tally, d);
      seen.add(told.places[d]);
    }
    expect_book(told, tally);
    expect_absent(of, told);
    expect_diverted(of, told, tally);
    if (::testing::Test::HasFailure()) break;  // one trial says enough
  }
  return seen;
}

TEST(TrialLedger, adds_up_to_the_tallies_of_the_smoke_study) {
  const Seen seen = compare(bundled("smoke"), 0, 300);
  EXPECT_GT(seen.exhausted, 0u);
  EXPECT_GT(seen.raises, 0u);
  EXPECT_GT(seen.unmetered, 0u);
  compare(bundled("smoke", "lpp-closes"), 7, 100);
}

TEST(TrialLedger, adds_up_to_the_tallies_of_the_baseline) {
  const Seen seen = compare(bundled("baseline-2025"), 1000, 200);
  EXPECT_GT(seen.exhausted, 0u);
}

TEST(TrialLedger, adds_up_to_the_tallies_of_the_workloads) {
  compare(bundled("R1"), 0, 100);
  compare(bundled("R2"), 50, 100);
  const Seen seen = compare(bundled("every-rule"), 3, 200);
  for (const u64 n : {seen.splits, seen.waits, seen.returned, seen.lapses, seen.raises, seen.diverted_in})
    EXPECT_GT(n, 0u);
}

TEST(TrialLedger, adds_up_to_the_tallies_under_limits) {
  compare(bundled("china-lane"), 0, 300);
  compare(named(testing::product_study()), 0, 200);
  compare(named(testing::consignee_study()), 0, 200);
}

TEST(TrialLedger, adds_up_to_the_tallies_under_every_route) { compare(named(testing::rich_study(12)), 0, 300); }

TEST(TrialLedger, adds_up_to_the_tallies_with_every_behaviour_on) {
  const Seen seen = compare(named(testing::lively_study(12)), 0, 300);
  for (const u64 n : {seen.splits, seen.waits, seen.returned, seen.lapses, seen.raises}) EXPECT_GT(n, 0u);
}

TEST(TrialLedger, adds_up_to_the_tallies_where_orders_are_diverted) {
  const Seen seen = compare(named(diverting_study()), 0, 300);
  EXPECT_GT(seen.diverted_in, 0u);
  for (const Decision d :
       {Decision::counted, Decision::general_tier1, Decision::lpp, Decision::nveu, Decision::refused_cap,
        Decision::refused_lpp, Decision::refused_nveu, Decision::diverted_out})
    EXPECT_GT(seen.orders[u32(d)], 0u) << u32(d);
}

TEST(TrialLedger, adds_up_to_the_tallies_where_the_queue_is_full) {
  Study study = testing::small_study();
  testing::add_book(&study, "A", "IND", 49'375, "2025-01", "general");
  testing::add_stream(&study, "IND", 100, 1);
  study.behaviour.wait = {1.0, 30};
  const Seen seen = compare(named(study), 0, 20);
  EXPECT_GT(seen.orders[u32(Decision::queue_full)], 0u);
}

TEST(TrialLedger, adds_up_where_a_parent_abroad_counts_at_home) {
  Study study = testing::small_study();
  study.regime.allocation.tier2_parent_counted = true;
  testing::add_stream(&study, "USA", 3, 500).headquarters = "IND";
  testing::add_stream(&study, "IND", 3, 500);
  std::swap(study.streams[0], study.streams[1]);
  testing::add_book(&study, "A", "USA", 1000, "2025-03", "lpp>general").headquarters = "IND";
  const Named of = named(study);
  EXPECT_GT(compare(of, 0, 100).exhausted, 0u);
  u64 abroad = 0;
  const Told told = tell(of, 0);
  for (const LedgerOrder& order : told.places.at(0).orders) {
    EXPECT_EQ(order.ships_to, order.source == "s1" ? "IND" : "USA") << order.source;
    abroad += order.ships_to == "USA";
  }
  EXPECT_GT(abroad, 10u);
}

TEST(TrialLedger, adds_up_under_each_reading_of_a_licence_for_a_tier_1_parent) {
  for (const GeneralTier1 reading : {GeneralTier1::counts_only, GeneralTier1::stopped, GeneralTier1::exempt}) {
    Study study = diverting_study();
    study.regime.allocation.general_tier1 = reading;
    compare(named(study), 50, 60);
  }
}

TEST(TrialLedger, an_order_keeps_its_names_wherever_it_goes) {
  const Named of = named(diverting_study());
  u64 compared = 0;
  for (u64 trial = 0; trial < 50; ++trial) {
    const Told told = tell(of, trial);
    const auto place_of = [&](const std::string& iso3) -> const PlaceLedger& {
      return *std::find_if(told.places.begin(), told.places.end(), [&](const auto& one) { return one.iso3 == iso3; });
    };
    for (const PlaceLedger& place : told.places)
      for (const LedgerOrder& order : place.orders) {
        if (order.diverted_from.empty() || order.has_waited) continue;
        const auto& senders = place_of(order.diverted_from).orders;
        ++compared;
        EXPECT_EQ(std::count_if(senders.begin(), senders.end(),
                                [&](const LedgerOrder& sent) {
                                  return sent.diverted_to == place.iso3 && sent.source == order.source &&
                                         sent.chip == order.chip && sent.consignee == order.consignee &&
                                         sent.month == order.month && sent.rest() == order.tpp;
                                }) > 0,
                  true)
            << trial << " " << place.iso3 << " " << order.source;
      }
  }
  EXPECT_GT(compared, 100u);
}

TEST(TrialLedger, a_trial_of_one_destination_needs_its_senders_and_nobody_else) {
  const Named of = named(diverting_study());
  const Tables tables = of.compiled.tables();
  const auto number_of = [&](const std::string& iso3) {
    return u32(std::find_if(of.compiled.capped.begin(), of.compiled.capped.end(),
                            [&](const auto& label) { return label.iso3 == iso3; }) -
               of.compiled.capped.begin());
  };
  const auto walked = [&](const std::string& iso3, bool onwards) {
    std::vector<bool> marked(tables.destination_count, false);
    marked[number_of(iso3)] = true;
    std::vector<std::string> names;
    for (const u32 d : walks_for(tables, marked, onwards)) names.push_back(of.compiled.capped[d].iso3);
    return names;
  };
  EXPECT_EQ(walked("IND", true), std::vector<std::string>{"IND"});
  EXPECT_EQ(walked("ARE", false), std::vector<std::string>{"ARE"});
  EXPECT_EQ(walked("BRA", false), (std::vector<std::string>{"ARE", "CZE", "BRA"}));
  EXPECT_EQ(walked("CHL", false), (std::vector<std::string>{"ARE", "EST", "CZE", "BRA", "CHL"}));
  EXPECT_EQ(walked("ARE", true), (std::vector<std::string>{"ARE", "EST", "CZE", "BRA", "CHL"}));
}

}  // namespace
}  // namespace headroom
