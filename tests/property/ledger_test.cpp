// What holds in every trial, order by order, whatever the rules: meters keep their limits, and no TPP is lost or made.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/property/ledger_watch.h"
#include "tests/support/random_study.h"
#include "tests/support/replay.h"

namespace headroom {
namespace {

using testing::LedgerWatch;
using testing::Limits;
using testing::Replay;

constexpr u64 kLedgerStudies = 400, kLedgerTrials = 25;

Limits limits_of(const Study& study, const std::string& iso3) {
  const auto& allocation = study.regime.allocation;
  Limits limits;
  limits.tier1 = allocation.general_tier1 == GeneralTier1::stopped  ? Tier1Reading::stopped
                 : allocation.general_tier1 == GeneralTier1::exempt ? Tier1Reading::exempt
                                                                    : Tier1Reading::counts_only;
  limits.cap = limits.raised_cap = *allocation.cap_tpp;
  for (const Arrangement& one : study.arrangements)
    if (one.destination == iso3)
      limits.raised_cap = u64(std::floor(static_cast<long double>(limits.cap) * one.multiplier * (1 + 1e-12L)));
  limits.lpp = study.regime.lpp_cap_tpp.value_or(0);
  for (int m = 0; m < study.months; ++m) {
    limits.nveu.push_back(study.regime.nveu_allowance(plus_months(study.start, m)));
    limits.year.push_back(plus_months(study.start, m).year);
  }
  limits.lapse_share = u64(std::ceil(allocation.lapse.share * 0x1p32));
  limits.lapse_months = u32(allocation.lapse.months);
  return limits;
}

// What all studies together came to: a property that nothing tried has not been shown.
struct Seen {
  u64 exhausted = 0, diverted = 0, lapsed = 0, by_decision[kDecisions] = {};
};

void expect_conserved(const Outcome<OneLane>& out, u64 offered, u32 d) {
  u64 settled = 0;
  for (u32 k = 0; k < kDecisions; ++k) settled += out.tpp(Decision(k));
  EXPECT_EQ(offered, out.offered()) << "destination " << d;
  EXPECT_EQ(offered + out.diverted_in_tpp, settled) << "destination " << d;
}

void check_study(u64 seed, Seen* seen) {
  const Study study = testing::random_study(seed);
  const CompiledStudy compiled = testing::compiled(study);
  std::vector<Limits> limits;
  for (const DestinationLabel& label : compiled.capped) limits.push_back(limits_of(study, label.iso3));
  Replay replay(compiled);
  for (u64 trial = 0; trial < kLedgerTrials; ++trial) {
    u64 sent = 0, received = 0;
    replay.run(
        trial, [&](u32 d) { return LedgerWatch(limits[d], replay.tables(), replay.tables().destinations[d]); },
        [&](u32 d, const Outcome<OneLane>& out, const LedgerWatch& watch) {
          for (const std::string& fault : watch.faults())
            ADD_FAILURE() << "not so in destination " << d << ": " << fault;
          EXPECT_TRUE(watch.settled()) << "destination " << d;
          EXPECT_EQ(watch.used(), out.used) << "destination " << d;
          expect_conserved(out, watch.offered(), d);
          sent += out.diverted_out_tpp - watch.to_uncapped();
          received += out.diverted_in_tpp;
          seen->exhausted += out.exhausted_month != kNever;
          seen->lapsed += watch.used() < out.counted_tpp;
          for (u32 k = 0; k < kDecisions; ++k) seen->by_decision[k] += out.orders(Decision(k));
        });
    EXPECT_EQ(sent, received) << "trial " << trial;
  }
}

TEST(Property, meters_keep_their_limits_and_no_tpp_is_lost) {
  Seen seen;
  for (u64 seed = 1; seed <= kLedgerStudies && !HasFailure(); ++seed) {
    SCOPED_TRACE("random study " + std::to_string(seed));
    check_study(seed, &seen);
  }
  EXPECT_GT(seen.exhausted, 1000u);
  EXPECT_GT(seen.lapsed, 1000u);
  for (const Decision d :
       {Decision::counted, Decision::general_tier1, Decision::lpp, Decision::nveu, Decision::refused_cap,
        Decision::refused_lpp, Decision::refused_nveu, Decision::diverted_out})
    EXPECT_GT(seen.by_decision[u32(d)], 1000u) << u32(d);
}

}  // namespace
}  // namespace headroom
