#include "host/stats/tilt.h"

#include <algorithm>
#include <cmath>

namespace headroom {
namespace {

constexpr double kMostRate = 250, kMostKappa = 200, kClip = 10;
constexpr int kAscents = 60, kNewtonSteps = 40;
constexpr int kLevels = 16;
constexpr double kLevelRatio = 1.25;

// Chernoff's exponent for one path of the factors: orders(q) are what the path
// makes of each quarter.
class Exponent {
 public:
  Exponent(const DestinationLaw& law, double aim) : law_(law), aim_(aim), m_(law.quarters), mean_(law.quarters) {}

  // Solves sum orders M'(kappa) = aim from the last kappa on, 0 where the mean
  // is above `aim` anyhow; the exponent.
  double solve(const std::vector<double>& orders) {
    at(0);
    if (total(orders, mean_) >= aim_) {
      kappa_ = 0;
      return 0;
    }
    double low = 0, high = kMostKappa;
    double kappa = std::clamp(kappa_, 0.1, kMostKappa / 2);
    for (int i = 0; i < kNewtonSteps; ++i) {
      at(kappa);
      const double mean = total(orders, mean_);
      (mean < aim_ ? low : high) = kappa;
      if (std::abs(mean - aim_) < 1e-6 * aim_) break;
      // Newton on the logarithm, which is nearly straight.
      const double slope = total(orders, second_) / mean;
      const double next = slope > 0 ? kappa - std::log(mean / aim_) / slope : high;
      kappa = next > low && next < high ? next : (low + high) / 2;
    }
    kappa_ = kappa;
    at(kappa_);
    double exponent = -kappa_ * aim_;
    for (u32 q = 0; q < law_.quarters; ++q) exponent += orders[q] * (m_[q] - 1);
    return exponent;
  }
  double kappa() const { return kappa_; }
  // M of a quarter at the kappa solved for.
  double moment(u32 q) const { return m_[q]; }

 private:
  // M and M' by quarter; quarters that are alike share the work.
  void at(double kappa) {
    std::vector<double> grows;
    for (const double reach : law_.reach) grows.push_back(std::exp(kappa * reach));
    second_.assign(law_.quarters, 0);
    for (u32 q = 0; q < law_.quarters; ++q) {
      if (q > 0 && law_.chance[q] == law_.chance[q - 1]) {
        m_[q] = m_[q - 1], mean_[q] = mean_[q - 1], second_[q] = second_[q - 1];
        continue;
      }
      m_[q] = mean_[q] = 0;
      for (std::size_t k = 0; k < grows.size(); ++k) {
        const double x = law_.chance[q][k] * grows[k], reach = law_.reach[k];
        m_[q] += x;
        mean_[q] += x * reach;
        second_[q] += x * reach * reach;
      }
    }
  }
  static double total(const std::vector<double>& orders, const std::vector<double>& by_quarter) {
    double sum = 0;
    for (std::size_t q = 0; q < orders.size(); ++q) sum += orders[q] * by_quarter[q];
    return sum;
  }

  const DestinationLaw& law_;
  double aim_, kappa_ = 1;
  std::vector<double> m_, mean_, second_;
};

std::vector<double> orders_under(const DestinationLaw& law, const std::vector<double>& shift) {
  std::vector<double> orders(law.quarters);
  for (u32 q = 0; q < law.quarters; ++q) {
    double exponent = law.level[q];
    for (std::size_t i = 0; i < shift.size(); ++i) exponent += law.pull[q][i] * shift[i];
    for (u32 m = 3 * q; m < std::min(3 * q + 3, law.months); ++m)
      orders[q] += law.orders[m] * std::exp(std::clamp(exponent, -kClip, kClip));
  }
  return orders;
}

double half_square(const std::vector<double>& shift) {
  double sum = 0;
  for (const double x : shift) sum += x * x;
  return sum / 2;
}

// Where the exponent's slope would have the shift stand.
std::vector<double> pulled(const DestinationLaw& law, const std::vector<double>& orders, const Exponent& exponent) {
  std::vector<double> target(law.pull.empty() ? 0 : law.pull[0].size());
  for (u32 q = 0; q < law.quarters; ++q)
    for (std::size_t i = 0; i < target.size(); ++i) target[i] += law.pull[q][i] * orders[q] * (exponent.moment(q) - 1);
  return target;
}

// Steps towards where the slope points, halved until they gain. The shift, and
// the orders that it brings.
std::vector<double> likely_shift(const DestinationLaw& law, double best, Exponent* exponent,
                                 std::vector<double>* orders) {
  std::vector<double> best_shift(3 * law.quarters);
  for (int i = 0; i < kAscents; ++i) {
    const std::vector<double> target = pulled(law, *orders, *exponent);
    bool gained = false;
    double moved = 0;
    for (double step = 1; step > 0.01 && !gained; step /= 2) {
      std::vector<double> shift = best_shift;
      for (std::size_t k = 0; k < shift.size(); ++k) shift[k] += step * (target[k] - shift[k]);
      const std::vector<double> moved_orders = orders_under(law, shift);
      const double value = exponent->solve(moved_orders) - half_square(shift);
      gained = exponent->kappa() > 0 && value > best;
      if (!gained) continue;
      for (std::size_t k = 0; k < shift.size(); ++k) moved += std::abs(shift[k] - best_shift[k]);
      best = value;
      best_shift = shift;
      *orders = moved_orders;
    }
    if (!gained || moved < 1e-4) break;
    exponent->solve(*orders);
  }
  return best_shift;
}

OrderTilt order_tilt(const DestinationLaw& law, Exponent* exponent, std::vector<double> orders, double times) {
  for (double& x : orders) x *= times;
  exponent->solve(orders);
  OrderTilt tilt{exponent->kappa(), {}};
  for (u32 q = 0; q < law.quarters; ++q) tilt.rate.push_back(std::clamp(exponent->moment(q), 1.0, kMostRate));
  return tilt;
}

}  // namespace

TiltChoice choose_tilt(const DestinationLaw& law, double aim) {
  TiltChoice choice;
  choice.shift.assign(3 * law.quarters, 0);
  Exponent exponent(law, aim);
  std::vector<double> orders = orders_under(law, choice.shift);
  const double best = exponent.solve(orders);
  if (law.reach.empty() || exponent.kappa() == 0) return choice;
  choice.shift = likely_shift(law, best, &exponent, &orders);
  if (!law.random_rate) {
    choice.levels = {order_tilt(law, &exponent, orders, 1)};
    return choice;
  }
  double mean = 0;
  for (const double x : orders) mean += x;
  for (int level = 0; level < kLevels; ++level) {
    const double times = std::pow(kLevelRatio, level - kLevels / 2);
    choice.levels.push_back(order_tilt(law, &exponent, orders, times));
    if (level + 1 < kLevels) choice.edges.push_back(mean * times * std::sqrt(kLevelRatio));
  }
  return choice;
}

}  // namespace headroom
