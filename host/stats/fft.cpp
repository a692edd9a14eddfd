// KISS FFT, under the BSD licence: its C++ template is a header alone, so that nothing has to be linked, and has double
// precision, which Debian's library of it lacks. FFTW would be faster, but is under the GPL, which would then hold for
// the whole program.
#include "host/stats/fft.h"

#include <algorithm>
#include <cmath>
#include <kissfft.hh>
#include <numbers>

namespace headroom {

struct FftPlans {
  kissfft<double> forward, inverse;  // of half the length: two real numbers make a complex one
  std::vector<Complex> turns;        // exp(2 pi i k / length)
};

std::size_t fft_length(std::size_t least) {
  std::size_t best = 16;
  while (best < least) best *= 2;
  for (std::size_t fives = 1; fives < best; fives *= 5)
    for (std::size_t threes = fives; threes < best; threes *= 3) {
      std::size_t n = 2 * threes;
      while (n < std::max<std::size_t>(least, 16)) n *= 2;
      best = std::min(best, n);
    }
  return best;
}

RealFft::RealFft(std::size_t length)
    : length_(length), plans_(new FftPlans{{length / 2, false}, {length / 2, true}, std::vector<Complex>(length / 2)}) {
  for (std::size_t k = 0; k < length / 2; ++k)
    plans_->turns[k] = std::polar(1.0, 2 * std::numbers::pi * double(k) / double(length));
}

RealFft::~RealFft() = default;
RealFft::RealFft(RealFft&&) noexcept = default;

std::vector<Complex> RealFft::forward(const std::vector<double>& x) const {
  std::vector<Complex> out(bins());
  plans_->forward.transform_real(x.data(), out.data());
  const Complex ends = out[0];
  out[0] = ends.real();
  out[length_ / 2] = ends.imag();
  return out;
}

// The transforms of the even and of the odd places, taken apart again and put side by side as one complex number.
std::vector<double> RealFft::inverse(const std::vector<Complex>& all) const {
  const std::size_t half = length_ / 2;
  std::vector<Complex> pairs(half), out(half);
  for (std::size_t k = 0; k < half; ++k) {
    const Complex mirrored = std::conj(all[half - k]);
    const Complex even = all[k] + mirrored, odd = (all[k] - mirrored) * plans_->turns[k];
    pairs[k] = Complex(even.real() - odd.imag(), even.imag() + odd.real()) / double(length_);
  }
  plans_->inverse.transform(pairs.data(), out.data());
  std::vector<double> x(length_);
  for (std::size_t k = 0; k < half; ++k) {
    x[2 * k] = out[k].real();
    x[2 * k + 1] = out[k].imag();
  }
  return x;
}

}  // namespace headroom
