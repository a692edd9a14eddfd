// What every program that is measured must agree on: without that a comparison of speeds says nothing.
#pragma once
#include <array>
#include <string>
#include <vector>

#include "host/base/hd.h"
#include "host/engine/tally.h"

namespace headroom::bench {

// What a trial adds up to over all destinations with a cap. Orders count where they end: one that waits, later.
enum Total : u32 { kCountedTpp, kExceptedTpp, kRefusedTpp, kRefusedOrders, kDecidedOrders, kTotals };

struct Answers {
  u64 trials = 0;
  std::vector<u64> exhausted;        // trials in which a destination exhausted; those with a cap, sorted by iso3
  std::vector<u64> exhausted_count;  // trials by how many destinations exhausted
  std::array<double, kTotals> sums{}, squares{};  // of the totals over trials; an engine keeps no squares: 0

  Answers() = default;
  explicit Answers(std::size_t destinations) : exhausted(destinations), exhausted_count(destinations + 1) {}
  void merge(const Answers& other);
};

Answers answers_of(const Tally& tally);

// What differs by more than 4.5 standard errors of both samples, in words: each destination's probability of being
// exhausted, and the mean of the number exhausted and of each total. `peer` knows the squares; under one law they are
// the engine's too. Two programs with the same law differ somewhere in one comparison of a thousand or so.
std::vector<std::string> differences(const Answers& peer, const Answers& engine, const std::vector<std::string>& names);

}  // namespace headroom::bench
