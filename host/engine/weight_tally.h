// What weighted trials come to: integers that add up in any order, as tallies do.
#pragma once
#include <algorithm>
#include <vector>

#include "host/base/digest.h"
#include "host/engine/tally.h"
#include "host/trial/weight.h"

namespace headroom {

// Of the trials that a destination exhausts first in one month; weights are Q60, below 2^4.
struct WeightedMonth {
  u64 hits = 0, largest = 0;      // trials; the largest weight
  Sum weights;                    // Q60
  Sum squares_low, squares_high;  // of weights, Q120: lower and upper 64 bits added up by themselves
  friend bool operator==(const WeightedMonth&, const WeightedMonth&) = default;

  void add(u64 weight) {
    ++hits;
    largest = std::max(largest, weight);
    weights.add(weight);
    const SquaredWeight square = square_of(weight);
    squares_low.add(square.low);
    squares_high.add(square.high);
  }
  void merge(const WeightedMonth& other) {
    hits += other.hits;
    largest = std::max(largest, other.largest);
    weights.add(other.weights);
    squares_low.add(other.squares_low);
    squares_high.add(other.squares_high);
  }
};

struct WeightTally {
  u64 trials = 0, nominal = 0;  // nominal: of the trials, those drawn from the study's own law
  std::vector<WeightedMonth> months;

  explicit WeightTally(u32 month_count = 0) : months(month_count) {}
  // Of as many months.
  void merge(const WeightTally& other) {
    trials += other.trials;
    nominal += other.nominal;
    for (std::size_t m = 0; m < months.size(); ++m) months[m].merge(other.months[m]);
  }
  u64 digest() const {
    Digest digest;
    digest.add(trials);
    digest.add(nominal);
    digest.add(months);
    return digest.value();
  }
  friend bool operator==(const WeightTally&, const WeightTally&) = default;
};

}  // namespace headroom
