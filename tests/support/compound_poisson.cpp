#include "tests/support/compound_poisson.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace headroom::testing {
namespace {

using Complex = std::complex<double>;

// In place, radix 2; the inverse is not scaled.
void transform(std::vector<Complex>* data, bool inverse) {
  std::vector<Complex>& x = *data;
  const std::size_t n = x.size();
  for (std::size_t i = 1, j = 0; i < n; ++i) {
    std::size_t bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) std::swap(x[i], x[j]);
  }
  static std::vector<Complex> roots;  // of the last length
  if (roots.size() != n / 2) {
    roots.resize(n / 2);
    for (std::size_t k = 0; k < n / 2; ++k) roots[k] = std::polar(1.0, -2 * std::numbers::pi * double(k) / double(n));
  }
  for (std::size_t length = 2; length <= n; length <<= 1) {
    const std::size_t stride = n / length;
    for (std::size_t i = 0; i < n; i += length)
      for (std::size_t k = 0; k < length / 2; ++k) {
        const Complex root = inverse ? std::conj(roots[k * stride]) : roots[k * stride];
        const Complex a = x[i + k], b = x[i + k + length / 2] * root;
        x[i + k] = a + b;
        x[i + k + length / 2] = a - b;
      }
  }
}

}  // namespace

CompoundPoisson::CompoundPoisson(std::vector<std::vector<u64>> sizes, u64 cap) : cap_(cap) {
  std::size_t length = 1;
  while (length < 2 * cap + 2) length *= 2;
  tilt_ = 30.0 / double(length);
  for (const auto& part : sizes) {
    std::vector<Complex> severity(length);
    for (const u64 size : part) {
      const u64 at = std::min(size, cap + 1);
      severity[at] += std::exp(-tilt_ * double(at)) / double(part.size());
    }
    transform(&severity, false);
    severities_.push_back(std::move(severity));
  }
}

double CompoundPoisson::exceeds(const std::vector<double>& means) const {
  const std::size_t length = severities_.front().size();
  std::vector<Complex> law(length);
  for (std::size_t i = 0; i < length; ++i) {
    Complex exponent = 0;
    for (std::size_t part = 0; part < means.size(); ++part) exponent += means[part] * (severities_[part][i] - 1.0);
    law[i] = std::exp(exponent);
  }
  transform(&law, true);
  double within = 0;
  for (u64 i = 0; i <= cap_; ++i) within += law[i].real() * std::exp(tilt_ * double(i));
  return 1 - within / double(length);
}

ExceedanceOfMean::ExceedanceOfMean(const CompoundPoisson& law, double low, double high) : low_(std::log(low)) {
  constexpr int kPoints = 200;
  step_ = (std::log(high) - low_) / (kPoints - 1);
  for (int i = 0; i < kPoints; ++i) values_.push_back(law.exceeds({std::exp(low_ + step_ * i)}));
}

double ExceedanceOfMean::operator()(double mean) const {
  const double at = std::clamp((std::log(mean) - low_) / step_, 1.0, double(values_.size()) - 3.001);
  const std::size_t i = std::size_t(at);
  const double t = at - double(i);
  const double a = values_[i - 1], b = values_[i], c = values_[i + 1], d = values_[i + 2];
  return b + t * ((c - a) / 2 + t * (a - 2.5 * b + 2 * c - d / 2 + t * ((d - a) / 2 + 1.5 * (b - c))));
}

}  // namespace headroom::testing
