// What a walk that is compiled for a set of rules is told of a destination must be so.
#include "host/trial/rule_set.h"

#include <gtest/gtest.h>

#include <cstring>

#include "cuda/walk_rows.h"
#include "tests/support/random_study.h"

namespace headroom {
namespace {

template <class T>
T copy_of(const T& from) {
  T to;
  std::memcpy(&to, &from, sizeof to);
  return to;
}

template <class T>
bool same_bytes(const T& a, const T& b) {
  return std::memcmp(&a, &b, sizeof a) == 0;
}

// Returns how many destinations a set serves; in none of them does it write down anything new.
template <u32 kMust, u32 kMay>
u32 serves_without_change(const Tables& tables) {
  u32 served = 0;
  for (u32 d = 0; d < tables.destination_count; ++d) {
    const Destination& place = tables.destinations[d];
    if (!serves(kMust, kMay, rules_of(tables, place))) continue;
    ++served;
    Tables known = copy_of(tables);
    Destination known_place = copy_of(place);
    write_down<kMust, kMay>(&known, &known_place);
    EXPECT_TRUE(same_bytes(known, tables)) << "destination " << d;
    EXPECT_TRUE(same_bytes(known_place, place)) << "destination " << d;
  }
  return served;
}

TEST(RuleSet, says_nothing_new_of_what_it_serves) {
  using cuda::kLicence, cuda::kNamed, cuda::kPlain;
  u32 plain = 0, licence = 0, named = 0, all = 0, destinations = 0;
  for (u64 seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE("random study " + std::to_string(seed));
    const CompiledStudy study = testing::compiled(testing::random_study(seed));
    const Tables tables = study.tables();
    plain += serves_without_change<kPlain.must, kPlain.may>(tables);
    licence += serves_without_change<kLicence.must, kLicence.may>(tables);
    named += serves_without_change<kNamed.must, kNamed.may>(tables);
    all += serves_without_change<0, kAllRules>(tables);
    destinations += tables.destination_count;
  }
  EXPECT_GT(plain, 0u);
  EXPECT_GT(licence, 0u);
  EXPECT_GT(named, plain + licence);
  EXPECT_EQ(all, destinations);
}

TEST(RuleSet, with_less_than_the_rules_at_work_does_not_serve) {
  EXPECT_TRUE(serves(0, kRuleLpp, kRuleLpp));
  EXPECT_TRUE(serves(0, kRuleLpp, 0));
  EXPECT_FALSE(serves(kRuleLpp, kRuleLpp, 0));
  EXPECT_FALSE(serves(0, kRuleLpp, kRuleLpp | kRuleWait));
}

}  // namespace
}  // namespace headroom
