// Tails of sums of orders, from the transforms of their sizes.
//
// With s(z) the generating function of an order's steps (below 1 at z = 1 where orders may pass all cells at once), the
// sum S of Poisson(mean) orders has P(z) = exp(mean (s(z) - 1)), that of n orders s(z)^n, and P(S > last) is the
// coefficient of z^last in (1 - P(z)) / (1 - z). It is read off by a discrete Fourier sum on a circle of radius r < 1:
// what wraps around is damped by r^length (an exponential tilt; Gruebel and Hermesmeier, ASTIN Bulletin 29 (1999),
// "Computation of compound distributions I"), and rounding grows by r^-last. No inverse transform is needed.
#pragma once
#include <vector>

#include "host/stats/fft.h"
#include "host/stats/lattice.h"

namespace headroom {

class TailSpectrum {
 public:
  explicit TailSpectrum(const LatticeLaws& laws);

  struct Bins {
    std::vector<double> re, im;
  };

  // P(S > last) for Poisson numbers of orders, the mean of each part's given.
  double of_means(const std::vector<double>& means) const;

  // What a sum of such orders is where it has at most `held` steps, as a start for more orders; its chance may be
  // below 1. held <= last.
  Bins held_within(const std::vector<double>& means, std::size_t held) const;
  // 1 less the chance that a sum has started like this and, with such orders on top, has at most `last` steps.
  double of_means_after(const Bins& start, const std::vector<double>& means) const;

  // P(S > last) for n = 0, 1, ... `most` orders of the first part. Does not fall with n.
  std::vector<double> of_counts(std::size_t most) const;

  // By how much these can be wrong, for at most `mean` orders or `most` of them: what wraps around, and rounding.
  double error(double mean) const;

 private:
  template <class Visit>
  void visit_laws(const std::vector<double>& means, Visit visit) const;

  double radius_to_length_;  // r^length
  double all_ = 0;           // sum of the real parts of the weights
  Bins weights_;             // of the Fourier sum that reads the coefficient off
  std::vector<Bins> sizes_;  // s(z) by part
  RealFft fft_;
};

}  // namespace headroom
