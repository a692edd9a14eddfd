// The exact solver against plain counting over random studies without factors: the squares of the z scores add up as
// chi-square says. Seeds are fixed; bounds follow from the numbers of studies and trials.
#include <gtest/gtest.h>

#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>

#include "host/stats/exact_solver.h"
#include "tests/certificate/size.h"
#include "tests/support/random_stateless.h"

namespace headroom {
namespace {

using namespace testing;

constexpr int kStudies = in_full(60, 20);
constexpr u64 kTrials = in_full<u64>(200'000, 4'000);
constexpr double kAlpha = 1e-5;  // a sound solver fails with twice this chance, before the seed was fixed

// Adds z^2 of k hits in n trials where the normal law is near; under few expected hits it says nothing.
struct ChiSquare {
  double sum = 0;
  int terms = 0;
  void add(double hits, double p) {
    const auto n = double(kTrials);
    if (n * p < 20 || n * (1 - p) < 20) return;
    sum += (hits - n * p) * (hits - n * p) / (n * p * (1 - p));
    ++terms;
  }
  void expect_within() const {
    const boost::math::chi_squared law(terms);
    EXPECT_LT(sum, boost::math::quantile(boost::math::complement(law, kAlpha))) << terms << " terms";
    EXPECT_GT(sum, boost::math::quantile(law, kAlpha)) << terms << " terms";
  }
};

TEST(ExactCertificate, plain_counting_agrees_over_random_studies) {
  ChiSquare exhausted, half_way, critical;
  for (int i = 0; i < kStudies; ++i) {
    const Study study = random_stateless_study(2025'0115 + u64(i));
    const CompiledStudy c = compiled(study);
    const Estimates estimates = exact_estimates(c, study, 2);
    Tally tally(tally_shape(c.tables()));
    const std::atomic<bool> stop{false};
    make_cpu_engine("auto", 2)->run(c.tables(), {0, kTrials}, stop, &tally);
    for (u32 d = 0; d < tally.shape.destinations; ++d) {
      const DestinationEstimate& row = estimates.destinations[d];
      ASSERT_EQ(row.refused, "");
      const u32 last = u32(study.months) - 1, middle = last / 2;
      exhausted.add(double(exhausted_by(tally, d, last)), row.exhausted.estimate);
      half_way.add(double(exhausted_by(tally, d, middle)), row.by_month[middle].estimate);
      const u64 never = counter(tally, tally.shape.critical(tally.shape.months), d);
      if (row.critical) critical.add(double(kTrials - never), row.critical->estimate);
    }
  }
  exhausted.expect_within();
  half_way.expect_within();
  critical.expect_within();
  EXPECT_GT(exhausted.terms, kStudies);  // most say something
  EXPECT_GT(critical.terms, kStudies / 2);
}

}  // namespace
}  // namespace headroom
