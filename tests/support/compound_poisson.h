// Exact answers where the rules allow them: the law of a sum of Poisson many orders, by FFT on the lattice of their
// sizes.
#pragma once
#include <complex>
#include <vector>

#include "host/base/hd.h"

namespace headroom::testing {

// P(S > cap), S the sum of independent compound Poisson sums: part i has mean[i] orders, each of size[i][k] lattice
// units with equal chance over k. `cap` in units. Sizes above the cap count as cap + 1, which changes nothing.
// Exponential tilting keeps what wraps around below 10^-13.
class CompoundPoisson {
 public:
  // Severities by part; length is the smallest power of two that holds twice the cap.
  CompoundPoisson(std::vector<std::vector<u64>> sizes, u64 cap);
  double exceeds(const std::vector<double>& means) const;

 private:
  u64 cap_;
  double tilt_;
  std::vector<std::vector<std::complex<double>>> severities_;  // transforms of the tilted severities
};

// P(S > cap) as a function of one mean, by a fine table in the logarithm of the mean and a cubic between its entries.
class ExceedanceOfMean {
 public:
  ExceedanceOfMean(const CompoundPoisson& law, double low, double high);
  double operator()(double mean) const;

 private:
  double low_, step_;
  std::vector<double> values_;
};

}  // namespace headroom::testing
