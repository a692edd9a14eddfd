// CUDA = reference, bit for bit, on the studies that the executable carries.
#include <gtest/gtest.h>

#include "host/model/load.h"
#include "host/model/scenario.h"
#include "tests/gpu/cuda_equal.h"

namespace headroom {
namespace {

LoadedStudy bundled(const std::string& name) {
  Problems problems;
  LoadedStudy loaded = load_study(name, {}, problems);
  EXPECT_TRUE(problems.ok()) << name;
  return loaded;
}

void expect_equal(const LoadedStudy& loaded, const Study& study, TrialRange range) {
  Problems problems;
  testing::expect_equal(compile(study, loaded.catalogue, problems), range);
}

TEST(CudaBundled, smoke_equals_the_reference) {
  const LoadedStudy smoke = bundled("smoke");
  expect_equal(smoke, smoke.study, {0, 2000});
}

TEST(CudaBundled, r2_equals_the_reference) {
  const LoadedStudy r2 = bundled("R2");
  expect_equal(r2, r2.study, {100, 300});
}

TEST(CudaBundled, r1_equals_the_reference) {
  const LoadedStudy r1 = bundled("R1");
  expect_equal(r1, r1.study, {50, 100});
}

TEST(CudaBundled, every_rule_equals_the_reference) {
  const LoadedStudy all = bundled("every-rule");
  expect_equal(all, all.study, {7, 600});
}

TEST(CudaBundled, every_rule_equals_the_reference_in_its_scenarios) {
  const LoadedStudy all = bundled("every-rule");
  ASSERT_FALSE(all.study.scenarios.empty());
  for (const Scenario& scenario : all.study.scenarios) {
    SCOPED_TRACE(scenario.name);
    Problems problems;
    const Study changed = apply_scenario(all.study, scenario, all.catalogue, problems);
    ASSERT_TRUE(problems.ok());
    expect_equal(all, changed, {7, 300});
  }
}

}  // namespace
}  // namespace headroom
