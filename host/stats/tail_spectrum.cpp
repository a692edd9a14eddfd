#include "host/stats/tail_spectrum.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "host/stats/fft.h"

namespace headroom {
namespace {

constexpr double kWrapsAround = 5e-11;  // r^length
constexpr std::size_t kTimesTheCells = 4;
constexpr std::size_t kBlock = 256;  // bins that are raised to all powers together
constexpr double kNothing = 1e-19;   // a power below this adds nothing
constexpr double kNoExponent = -45;  // nor an exponential of less

}  // namespace

TailSpectrum::TailSpectrum(const LatticeLaws& laws) : radius_to_length_(kWrapsAround) {
  const RealFft fft(fft_length(kTimesTheCells * (laws.last + 1)));
  length_ = fft.length();
  const double log_r = std::log(kWrapsAround) / double(length_);
  std::vector<double> damped(length_, 0.0);
  for (const std::vector<double>& cells : laws.parts) {
    for (std::size_t i = 0; i <= laws.last; ++i) damped[i] = cells[i] > 0 ? cells[i] * std::exp(log_r * double(i)) : 0;
    Bins& bins = sizes_.emplace_back();
    for (const Complex& value : fft.forward(damped)) {
      bins.re.push_back(value.real());
      bins.im.push_back(value.imag());
    }
  }
  const double scale = std::exp(-log_r * double(laws.last)) / double(length_), r = std::exp(log_r);
  for (std::size_t k = 0; k < fft.bins(); ++k) {
    const bool alone = k == 0 || 2 * k == length_;  // the other bins stand for their conjugates too
    // z = r exp(-i angle); exact remainders keep the angles exact.
    const double angle = 2 * std::numbers::pi * double(k) / double(length_);
    const double back = 2 * std::numbers::pi * double(k * laws.last % length_) / double(length_);
    const Complex weight = std::polar(alone ? scale : 2 * scale, back) / (1.0 - std::polar(r, -angle));
    weights_.re.push_back(weight.real());
    weights_.im.push_back(weight.imag());
    all_ += weight.real();
  }
}

double TailSpectrum::of_means(const std::vector<double>& means) const {
  double within = 0;
  for (std::size_t k = 0; k < weights_.re.size(); ++k) {
    double re = 0, im = 0;
    for (std::size_t part = 0; part < sizes_.size(); ++part) {
      re += means[part] * (sizes_[part].re[k] - 1);
      im += means[part] * sizes_[part].im[k];
    }
    if (re < kNoExponent) continue;
    within += std::exp(re) * (weights_.re[k] * std::cos(im) - weights_.im[k] * std::sin(im));
  }
  return std::clamp(all_ - within, 0.0, 1.0);
}

std::vector<double> TailSpectrum::of_counts(std::size_t most) const {
  std::vector<double> within(most + 1, 0.0);
  const Bins& s = sizes_.front();
  for (std::size_t first = 0; first < s.re.size(); first += kBlock) {
    const std::size_t count = std::min(kBlock, s.re.size() - first);
    double re[kBlock], im[kBlock], largest = 0;
    for (std::size_t k = 0; k < count; ++k) {
      re[k] = weights_.re[first + k];
      im[k] = weights_.im[first + k];
      largest = std::max(largest, s.re[first + k] * s.re[first + k] + s.im[first + k] * s.im[first + k]);
    }
    largest = std::sqrt(largest);
    double size = 1;
    for (std::size_t n = 0; n <= most && size > kNothing; ++n, size *= largest) {
      double sum = 0;
      for (std::size_t k = 0; k < count; ++k) {
        sum += re[k];
        const double turned = re[k] * s.re[first + k] - im[k] * s.im[first + k];
        im[k] = re[k] * s.im[first + k] + im[k] * s.re[first + k];
        re[k] = turned;
      }
      within[n] += sum;
    }
  }
  std::vector<double> tails{0.0};
  for (std::size_t n = 1; n <= most; ++n) tails.push_back(std::clamp(all_ - within[n], tails.back(), 1.0));
  return tails;
}

// A transform is wrong by about eps log2(length), relative to its largest value 1; the exponential of mean times it by
// mean times that and its own size, which mean exp(-mean (1 - |s|)) does not pass; a power likewise.
double TailSpectrum::error(double mean) const {
  const double eps = std::numeric_limits<double>::epsilon(), transform = std::log2(double(length_));
  double rounding = 0;
  for (std::size_t k = 0; k < weights_.re.size(); ++k) {
    double largest = 0;
    for (const Bins& s : sizes_) largest = std::max(largest, std::hypot(s.re[k], s.im[k]));
    const double grows = std::min(mean, 1 / (std::numbers::e * std::max(1 - largest, 1e-300)));
    rounding += std::hypot(weights_.re[k], weights_.im[k]) * (4 + grows * transform);
  }
  return radius_to_length_ / (1 - radius_to_length_) + eps * rounding;
}

}  // namespace headroom
