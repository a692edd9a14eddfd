// The ledger of records: what it says adds up to the tallies of its trial.
#include "host/engine/witness.h"

#include <gtest/gtest.h>

#include "host/base/problems.h"
#include "tests/support/companies.h"
#include "tests/support/rich_study.h"

namespace headroom {
namespace {

using testing::compiled;

u64 sum_of(const std::vector<Event>& events, EventKind kind, u32 place, u32 code, u64 Event::*what) {
  u64 sum = 0;
  for (const Event& event : events)
    if (event.kind == kind && event.place == place && event.code == code) sum += event.*what;
  return sum;
}

const Event& last_of(const std::vector<Event>& events, u32 place) {
  const Event* last = nullptr;
  for (const Event& event : events)
    if (event.place == place) last = &event;
  return *last;
}

TEST(CpuWitness, tells_orders_that_add_up_to_the_tallies_of_their_trial) {
  const CompiledStudy study = compiled(testing::lively_study(8));
  const auto witness = make_cpu_witness();
  u64 lines = 0;
  for (u64 trial = 5; trial < 15; ++trial) {
    const Tally tally = testing::run_reference(study, {trial, 1});
    for (u32 d = 0; d < study.destinations.size(); ++d) {
      const std::vector<Event> events = witness->ledger(study.tables(), trial, d);
      lines += events.size();
      for (u32 what = 0; what < kDecisions; ++what) {
        EXPECT_EQ(sum_of(events, EventKind::counts, d, what, &Event::x), testing::orders(tally, Decision(what), d));
        EXPECT_EQ(sum_of(events, EventKind::counts, d, what, &Event::y), testing::tpp(tally, Decision(what), d));
      }
      const Event& end = last_of(events, d);
      EXPECT_EQ(end.kind, EventKind::closes);
      EXPECT_EQ(end.y, tally.sums[tally.shape.sum(d, tally.shape.offered_tpp())].low);
      EXPECT_EQ(end.month < kNever, testing::exhausted_by(tally, d, study.scalars.months - 1) == 1);
    }
  }
  EXPECT_GT(lines, 1000u);
}

TEST(CpuWitness, tells_each_order_that_meets_the_meters) {
  const CompiledStudy study = compiled(testing::lively_study(8));
  const auto events = make_cpu_witness()->ledger(study.tables(), 3, 0);
  u64 met = 0, ended = 0;
  for (const Event& event : events) {
    met += event.kind == EventKind::meets && event.place == 0;
    ended += event.kind == EventKind::tries && event.detail && event.place == 0;
    ended += (event.kind == EventKind::refuses || event.kind == EventKind::waits || event.kind == EventKind::diverts) &&
             event.place == 0;
  }
  EXPECT_GT(met, 10u);
  EXPECT_EQ(met, ended);
}

TEST(CpuWitness, tells_what_a_company_ends_with) {
  const CompiledStudy study = compiled(testing::with_companies(testing::rich_study(2)));
  const Tables tables = study.tables();
  const Tally tally = testing::run_reference(study, {9, 1});
  for (u32 c = 0; c < tables.company_count; ++c) {
    const Company& company = tables.companies[c];
    const auto events = make_cpu_witness()->ledger(tables, 9, tables.destination_count + c);
    u64 places = 0;
    for (const Event& event : events) {
      EXPECT_EQ(event.place, tables.destination_count + c);
      if (event.kind != EventKind::holds) continue;
      ++places;
      EXPECT_EQ(event.x, tally.sums[tally.shape.location_tpp(company.locations + event.number)].low);
    }
    EXPECT_EQ(places, company.location_count);
  }
}

TEST(CpuWitness, has_room_for_a_ledger_of_any_length) {
  Study study = testing::small_study();
  testing::add_stream(&study, "IND", 300, 1);
  const CompiledStudy many = compiled(study);
  const auto events = make_cpu_witness()->ledger(many.tables(), 0, 0);
  EXPECT_GT(events.size(), 4096u);
  EXPECT_EQ(last_of(events, 0).kind, EventKind::closes);
}

}  // namespace
}  // namespace headroom
