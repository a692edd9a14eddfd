// What is added to a study moves no draw of the rest: destinations that it does not reach come to the same tallies.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "host/model/demand.h"
#include "tests/support/random_study.h"

namespace headroom {
namespace {

using testing::Dice;

constexpr u64 kStudies = 150;
constexpr TrialRange kTrials{1000, 40};

struct Run {
  CompiledStudy study;
  Tally tally;

  explicit Run(const Study& of) : study(testing::compiled(of)), tally(testing::run_reference(study, kTrials)) {}
  std::vector<u64> destination(const std::string& iso3) const;
  std::vector<u64> book(const std::string& id) const;
  // Destinations where an order would have waited or left, but for the length of a queue.
  std::vector<std::string> without_room() const;
};

// All of a destination's tallies but one that depends on who else is there.
std::vector<u64> Run::destination(const std::string& iso3) const {
  const auto at = std::find_if(study.capped.begin(), study.capped.end(), [&](const auto& x) { return x.iso3 == iso3; });
  const u32 d = u32(at - study.capped.begin());
  const TallyShape& shape = tally.shape;
  std::vector<u64> all;
  for (u32 i = 0; i < shape.counters(); ++i)
    if (i != shape.first_to_exhaust()) all.push_back(tally.counters[shape.counter(d, i)]);
  for (u32 i = 0; i < shape.sums(); ++i) all.push_back(tally.sums[shape.sum(d, i)].low);
  return all;
}

std::vector<u64> Run::book(const std::string& id) const {
  const auto at = std::find_if(study.book.begin(), study.book.end(), [&](const auto& x) { return x.id == id; });
  std::vector<u64> all;
  for (u32 end = 0; end <= kBookEnds; ++end)
    all.push_back(tally.counters[tally.shape.book_end(u32(at - study.book.begin()), end)]);
  return all;
}

std::vector<std::string> Run::without_room() const {
  std::vector<std::string> names;
  for (u32 d = 0; d < tally.shape.destinations; ++d)
    if (testing::orders(tally, Decision::queue_full, d) > 0) names.push_back(study.capped[d].iso3);
  return names;
}

// Where orders may go that this destination refuses, and the destination.
std::set<std::string> reached_from(const Study& study, const std::string& iso3) {
  std::set<std::string> reached = {iso3};
  for (int step = 0; step < 2; ++step)
    for (const DivertRule& rule : study.diverts)
      if (reached.contains(rule.from)) reached.insert(rule.to);
  return reached;
}

// Destinations with a cap in whose queue a stream stands.
std::vector<std::string> capped_with_streams(const Study& study) {
  std::set<std::string> names;
  for (const Stream& stream : study.streams) names.insert(queue_of(study.regime, stream));
  std::erase_if(names, [&](const std::string& iso3) { return study.regime.tier(iso3).tier != 2; });
  return {names.begin(), names.end()};
}

// Everything of `before` that `touched` does not reach is as it was; returns how much that is.
u64 expect_the_rest_unmoved(const Study& study, const Run& before, const Run& after, const std::string& touched) {
  std::set<std::string> reached = reached_from(study, touched);
  // A hub has room for so many orders: who finds none depends on who else sends there.
  for (const std::string& iso3 : before.without_room()) reached.merge(reached_from(study, iso3));
  for (const std::string& iso3 : after.without_room()) reached.merge(reached_from(study, iso3));
  u64 compared = 0;
  for (const DestinationLabel& label : before.study.capped) {
    if (reached.contains(label.iso3)) continue;
    EXPECT_EQ(after.destination(label.iso3), before.destination(label.iso3)) << label.iso3;
    ++compared;
  }
  for (const BookOrder& order : study.book) {
    const std::string& queue = queue_of(study.regime, order);
    if (!reached.contains(queue) && reached_from(study, queue).size() == 1) {
      EXPECT_EQ(after.book(order.id), before.book(order.id)) << order.id;
      ++compared;
    }
  }
  return compared;
}

// `add` changes the study and says which destination it touches.
template <class Add>
void expect_unmoved(Add add) {
  u64 compared = 0;
  for (u64 seed = 1; seed <= kStudies && !::testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE("random study " + std::to_string(seed));
    Dice dice(seed);
    const Study study = testing::random_study(seed);
    Study more = study;
    const std::string touched = add(&dice, &more);
    testing::sort_rows(&more);
    compared += expect_the_rest_unmoved(study, Run(study), Run(more), touched);
  }
  EXPECT_GT(compared, kStudies);
}

TEST(Property, another_destination_moves_no_draw) {
  expect_unmoved([](Dice* dice, Study* study) {
    std::string fresh;
    for (const auto& [iso3, tier] : study->regime.tiers) {
      const auto stands_there = [&, name = iso3](const auto& row) { return queue_of(study->regime, row) == name; };
      const bool known = std::any_of(study->streams.begin(), study->streams.end(), stands_there) ||
                         std::any_of(study->book.begin(), study->book.end(), stands_there);
      if (tier.tier == 2 && !known) fresh = iso3;
    }
    testing::add_random_stream(dice, fresh, study);
    study->book.push_back(testing::random_book_order(dice, "new", fresh, *study));
    return fresh;
  });
}

TEST(Property, another_book_order_moves_no_draw) {
  expect_unmoved([](Dice* dice, Study* study) {
    const std::string iso3 = dice->pick(capped_with_streams(*study));
    study->book.push_back(testing::random_book_order(dice, "new", iso3, *study));
    study->book.back().project = "P1";  // one that others may share
    return iso3;
  });
}

TEST(Property, another_factor_group_moves_no_draw) {
  expect_unmoved([](Dice* dice, Study* study) {
    const std::string iso3 = dice->pick(capped_with_streams(*study));
    for (auto& [name, members] : study->factors.groups) std::erase(members, iso3);
    study->factors.groups["another"] = {iso3};
    for (Stream& stream : study->streams)
      if (queue_of(study->regime, stream) == iso3) stream.beta_region = 0.3;
    return iso3;
  });
}

TEST(Property, another_own_factor_moves_no_draw) {
  expect_unmoved([](Dice* dice, Study* study) {
    const std::string iso3 = dice->pick(capped_with_streams(*study));
    if (!study->factors.own_rho) study->factors.own_rho = 0.4;
    for (Stream& stream : study->streams)
      if (queue_of(study->regime, stream) == iso3) stream.beta_own = 0.25;
    return iso3;
  });
}

}  // namespace
}  // namespace headroom
