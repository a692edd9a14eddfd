// Factors: who loads on what, and what keeps the mean.
#include <fmt/format.h>
#include <boost/math/special_functions/erf.hpp>
#include <cmath>
#include <numbers>
#include <set>

#include "host/base/iso3.h"
#include "host/model/compiler.h"
#include "host/model/demand.h"
#include "host/model/subjects.h"

namespace headroom {
namespace {

constexpr double kClip = 10;

// Var(beta . z[q]) by quarter: the global and the region factor are correlated through their innovations.
std::vector<long double> load_variance(const Factors& factors, const Stream& stream, int quarters) {
  const long double rg = factors.global_rho, rr = factors.region_rho, c = factors.correlation_with_global;
  const long double both = std::sqrt((1 - rg * rg) * (1 - rr * rr));
  const long double g = stream.beta_global, r = stream.beta_region, o = stream.beta_own;
  std::vector<long double> variance;
  for (long double covariance = c; int(variance.size()) < quarters; covariance = rg * rr * covariance + both * c)
    variance.push_back(g * g + r * r + o * o + 2 * g * r * covariance);
  return variance;
}

// By how much clipping the exponent, normal with mean -v/2 and variance v, moves the mean of its exponential from 1.
double mean_moved_by_clip(double v) {
  if (v <= 0) return 0;
  const double s = std::sqrt(v);
  const auto above = [](double z) { return boost::math::erfc(z / std::sqrt(2.0)) / 2; };
  const double high = std::exp(kClip) * above((kClip + v / 2) / s) - above((kClip - v / 2) / s);
  const double low = std::exp(-kClip) * above((kClip - v / 2) / s) - above((kClip + v / 2) / s);
  return high + low;
}

}  // namespace

u64 q24_doublings(long double exponent) {
  return u64(i64(std::llround(exponent * std::numbers::log2e_v<long double> * (1 << 24))));
}

void Compiler::name_factors() {
  std::set<std::string> groups, owns;
  for (const DestinationLabel& label : out.capped) {
    const Stream* stream = first_in_queue(label.iso3);
    if (!stream) continue;
    if (stream->beta_region != 0) groups.insert(group_of(study, catalogue, label.iso3));
    if (stream->beta_own != 0) owns.insert(label.iso3);
  }
  const auto subjects = assign_subjects({groups.begin(), groups.end()}, "factor groups", problems);
  std::vector<u32> group_subjects, own_subjects;
  for (const std::string& name : groups) {
    group_column_[name] = 1 + u32(group_subjects.size());
    group_subjects.push_back(subjects.at(name));
  }
  for (const std::string& iso3 : owns) {
    own_column_[iso3] = 1 + u32(group_subjects.size() + own_subjects.size());
    own_subjects.push_back(code_of(iso3));
  }
  Tables& t = out.scalars;
  t.group_count = u32(group_subjects.size());
  t.own_count = u32(own_subjects.size());
  t.groups = push(group_subjects);
  t.owns = push(own_subjects);
}

void Compiler::put_factors(const std::string& iso3, Destination* place) {
  place->group = place->own = kNoFactor;
  if (const Stream* stream = first_in_queue(iso3)) {
    place->beta_global = q24_doublings(stream->beta_global);
    if (stream->beta_region != 0) {
      place->group = group_column_.at(group_of(study, catalogue, iso3));
      place->beta_group = q24_doublings(stream->beta_region);
    }
    if (stream->beta_own != 0) {
      place->own = own_column_.at(iso3);
      place->beta_own = q24_doublings(stream->beta_own);
    }
    place->levels = mean_levels(load_variance(study.factors, *stream, study.quarters()), iso3, stream->place);
  } else {
    place->levels = push(std::vector<u64>(study.quarters(), 0));
  }
}

u32 Compiler::mean_levels(const std::vector<long double>& variance, const std::string& who, const Place& place) {
  std::vector<u64> levels(variance.size(), 0);
  if (study.factors.student_t != 0) return push(levels);
  double moved = 0;
  for (std::size_t q = 0; q < levels.size(); ++q) {
    levels[q] = q24_doublings(-variance[q] / 2);
    moved = std::max(moved, std::abs(mean_moved_by_clip(double(variance[q]))));
  }
  if (moved > 1e-7)
    problems.warn(place, fmt::format("the betas of {} are so large that holding intensities within e^-10 .. "
                                     "e^10 moves the mean demand of a quarter by up to {:.2g}",
                                     who, moved));
  return push(levels);
}

}  // namespace headroom
