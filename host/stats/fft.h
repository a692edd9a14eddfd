// Fast Fourier transforms of real numbers, in double precision.
#pragma once
#include <complex>
#include <memory>
#include <vector>

namespace headroom {

using Complex = std::complex<double>;
struct FftPlans;

// The smallest even length of at least `least` (and 16) whose half has no prime factor above 5.
std::size_t fft_length(std::size_t least);

// Of `length` numbers, a length as above. Threads may share one.
class RealFft {
 public:
  explicit RealFft(std::size_t length);
  ~RealFft();
  RealFft(RealFft&&) noexcept;

  std::size_t length() const { return length_; }
  std::size_t bins() const { return length_ / 2 + 1; }

  // X[k] = sum over j of x[j] exp(-2 pi i j k / length), k = 0 .. length / 2; the rest are their conjugates.
  std::vector<Complex> forward(const std::vector<double>& x) const;
  // The x of such an X.
  std::vector<double> inverse(const std::vector<Complex>& bins) const;

 private:
  std::size_t length_;
  std::unique_ptr<FftPlans> plans_;
};

}  // namespace headroom
