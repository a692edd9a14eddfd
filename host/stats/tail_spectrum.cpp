#include "host/stats/tail_spectrum.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace headroom {
namespace {

constexpr double kWrapsAround = 5e-11;  // r^length
constexpr std::size_t kTimesTheCells = 4;
constexpr std::size_t kBlock = 256;  // bins that are raised to all powers together
constexpr double kNothing = 1e-19;   // a power below this adds nothing
constexpr double kNoExponent = -45;  // nor an exponential of less

TailSpectrum::Bins apart(const std::vector<Complex>& bins) {
  TailSpectrum::Bins out;
  for (const Complex& value : bins) {
    out.re.push_back(value.real());
    out.im.push_back(value.imag());
  }
  return out;
}

}  // namespace

TailSpectrum::TailSpectrum(const LatticeLaws& laws)
    : radius_to_length_(kWrapsAround), fft_(fft_length(kTimesTheCells * (laws.last + 1))) {
  const std::size_t length = fft_.length();
  const double log_r = std::log(kWrapsAround) / double(length);
  std::vector<double> damped(length, 0.0);
  for (const std::vector<double>& cells : laws.parts) {
    for (std::size_t i = 0; i <= laws.last; ++i) damped[i] = cells[i] > 0 ? cells[i] * std::exp(log_r * double(i)) : 0;
    sizes_.push_back(apart(fft_.forward(damped)));
  }
  const double scale = std::exp(-log_r * double(laws.last)) / double(length), r = std::exp(log_r);
  for (std::size_t k = 0; k < fft_.bins(); ++k) {
    const bool alone = k == 0 || 2 * k == length;  // the other bins stand for their conjugates too
    // z = r exp(-i angle); exact remainders keep the angles exact.
    const double angle = 2 * std::numbers::pi * double(k) / double(length);
    const double back = 2 * std::numbers::pi * double(k * laws.last % length) / double(length);
    const Complex weight = std::polar(alone ? scale : 2 * scale, back) / (1.0 - std::polar(r, -angle));
    weights_.re.push_back(weight.real());
    weights_.im.push_back(weight.imag());
    all_ += weight.real();
  }
}

// visit(k, re, im) with P(z) of each bin where it is something.
template <class Visit>
void TailSpectrum::visit_laws(const std::vector<double>& means, Visit visit) const {
  for (std::size_t k = 0; k < weights_.re.size(); ++k) {
    double re = 0, im = 0;
    for (std::size_t part = 0; part < sizes_.size(); ++part) {
      re += means[part] * (sizes_[part].re[k] - 1);
      im += means[part] * sizes_[part].im[k];
    }
    if (re < kNoExponent) continue;
    const double size = std::exp(re);
    visit(k, size * std::cos(im), size * std::sin(im));
  }
}

double TailSpectrum::of_means(const std::vector<double>& means) const {
  double within = 0;
  visit_laws(means, [&](std::size_t k, double re, double im) { within += weights_.re[k] * re - weights_.im[k] * im; });
  return std::clamp(all_ - within, 0.0, 1.0);
}

// Sums are damped by r^steps as they come, and stay so: there is nothing to undo.
TailSpectrum::Bins TailSpectrum::held_within(const std::vector<double>& means, std::size_t held) const {
  std::vector<Complex> law(fft_.bins());
  visit_laws(means, [&](std::size_t k, double re, double im) { law[k] = {re, im}; });
  std::vector<double> damped = fft_.inverse(law);
  std::fill(damped.begin() + std::ptrdiff_t(held) + 1, damped.end(), 0.0);
  return apart(fft_.forward(damped));
}

double TailSpectrum::of_means_after(const Bins& start, const std::vector<double>& means) const {
  double within = 0;
  visit_laws(means, [&](std::size_t k, double re, double im) {
    const double both_re = start.re[k] * re - start.im[k] * im, both_im = start.re[k] * im + start.im[k] * re;
    within += weights_.re[k] * both_re - weights_.im[k] * both_im;
  });
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
  const double eps = std::numeric_limits<double>::epsilon(), transform = std::log2(double(fft_.length()));
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
