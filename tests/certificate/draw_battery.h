// Tests of a source of random blocks at addresses that are as alike as those of a study: early ones, next to each
// other.
#pragma once
#include <cmath>
#include <string>
#include <vector>

#include "host/trial/draws.h"

namespace headroom::testing {

struct Finding {
  std::string test;
  double z = 0;  // standard normal, nearly, where nothing is wrong
};

// Of counts that should be alike, in standard deviations of the chi-square law (by its normal limit).
inline double chi_square_z(const std::vector<u64>& counts, double expected) {
  double sum = 0;
  for (const u64 count : counts) sum += (double(count) - expected) * (double(count) - expected) / expected;
  const double freedom = double(counts.size() - 1);
  return (sum - freedom) / std::sqrt(2 * freedom);
}

struct Address {
  u64 seed, trial;
  u32 subject, index;
};

// How two blocks at neighbouring addresses go together.
class PairTest {
 public:
  void add(const Block<u32>& a, const Block<u32>& b) {
    for (u32 w = 0; w < 4; ++w) {
      ++cells_[(a.word[w] >> 28) * 16 + (b.word[w] >> 28)];
      for (u32 bit = 0; bit < 32; ++bit) differ_[w * 32 + bit] += ((a.word[w] ^ b.word[w]) >> bit) & 1;
      product_ += (a.word[w] * 0x1p-32 - 0.5) * (b.word[w] * 0x1p-32 - 0.5) * 12;  // of two uniform numbers: variance 1
    }
    ++pairs_;
  }
  // The worst of 128 bits, as of one normal number, stands beside the sum over them.
  std::vector<Finding> findings(const std::string& name) const {
    const double n = double(pairs_);
    double most = 0, squares = 0;
    for (const u64 count : differ_) {
      const double z = (double(count) - n / 2) / std::sqrt(n / 4);
      most = std::max(most, std::abs(z));
      squares += z * z;
    }
    return {{name + ": high bits of both", chi_square_z(cells_, 4 * n / 256)},
            {name + ": correlation", product_ / std::sqrt(4 * n)},
            {name + ": bits that differ", (squares - 128) / std::sqrt(256)},
            {name + ": the worst bit, less what 128 have", std::max(0.0, most - 1.4)}};
  }

 private:
  u64 pairs_ = 0;
  double product_ = 0;
  std::vector<u64> cells_ = std::vector<u64>(256), differ_ = std::vector<u64>(128);
};

// All tests of a source: block(Address). About `addresses` blocks are drawn for each.
template <class Source>
std::vector<Finding> battery(const Source& block, u64 addresses) {
  PairTest next_trial, next_order, next_place, next_seed, far_trial;
  std::vector<u64> bytes(16 * 256), gaps(64), fields(1024);
  const u32 orders = 8, places = 8, seeds = 4;
  const u64 trials = std::max<u64>(addresses / orders / places / seeds, 1);
  for (u64 seed = 0; seed < seeds; ++seed) {
    for (u32 place = 0; place < places; ++place) {
      for (u64 trial = 0; trial < trials; ++trial) {
        for (u32 order = 0; order < orders; ++order) {
          const Address at{seed, trial, place, order};
          const Block<u32> here = block(at);
          next_trial.add(here, block({seed, trial + 1, place, order}));
          next_order.add(here, block({seed, trial, place, order + 1}));
          next_place.add(here, block({seed, trial, place + 1, order}));
          next_seed.add(here, block({seed + 1, trial, place, order}));
          far_trial.add(here, block({seed, trial + (u64(1) << 32), place, order}));
          for (u32 w = 0; w < 4; ++w)
            for (u32 b = 0; b < 4; ++b) ++bytes[(4 * w + b) * 256 + ((here.word[w] >> (8 * b)) & 255)];
          const OrderBits<u32> bits{here.word[0], here.word[1], here.word[2], here.word[3]};
          ++gaps[(bits.gap() >> 27) * 8 + (bits.row() >> 21)];  // 3 bits of each
          ++fields[bits.size()];
        }
      }
    }
  }
  const double n = double(seeds) * places * double(trials) * orders;
  std::vector<Finding> all;
  const auto add = [&](const std::vector<Finding>& some) { all.insert(all.end(), some.begin(), some.end()); };
  add(next_trial.findings("next trial"));
  add(next_order.findings("next order"));
  add(next_place.findings("next destination"));
  add(next_seed.findings("next seed"));
  add(far_trial.findings("trial 2^32 on"));
  add({{"bytes", chi_square_z(bytes, n / 256)},
       {"gap and row", chi_square_z(gaps, n / 64)},
       {"size", chi_square_z(fields, n / 1024)}});
  return all;
}

}  // namespace headroom::testing
