// What comes out of an engine: integers that add up. Equal on every engine, or something is wrong.
#pragma once
#include <vector>

#include "host/trial/tally.h"

namespace headroom {

// An unsigned sum of 128 bits.
struct Sum {
  u64 low = 0, high = 0;

  void add(u64 x) {
    low += x;
    high += low < x;
  }
  void add(const Sum& other) {
    add(other.low);
    high += other.high;
  }
  long double value() const { return static_cast<long double>(high) * 0x1p64L + static_cast<long double>(low); }
  friend bool operator==(const Sum&, const Sum&) = default;
};

// Counters and sums of any number of trials; places are given by the shape. A sink for host/trial/tally.h.
struct Tally {
  TallyShape shape{};
  u64 trials = 0;
  std::vector<u64> counters;
  std::vector<Sum> sums;

  explicit Tally(const TallyShape& of = {});
  void count(u64 index, u64 n) { counters[index] += n; }
  void sum(u64 index, u64 x) { sums[index].add(x); }

  // Of the same shape.
  void merge(const Tally& other);
  // Over the shape, the number of trials and every tally; of nothing else.
  u64 digest() const;
  friend bool operator==(const Tally& a, const Tally& b) {
    return a.trials == b.trials && a.counters == b.counters && a.sums == b.sums;
  }
};

}  // namespace headroom
