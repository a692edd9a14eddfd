#include "host/stats/chance_table.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "host/base/problems.h"

namespace headroom {
namespace {

constexpr u32 kMostCells = 1u << 15, kFewestCells = 32;
constexpr double kUnseen = 0x1p-50;  // smaller chances are 0 in Q48
constexpr u32 kStencil = 7;          // nodes that tell a derivative

// Two times between which F reaches `chance`, a thousandth apart; the later is `longest` where it does not.
struct Between {
  u64 below, above;
};
Between where_reached(const ChanceLaw& law, double chance, u64 longest) {
  Between at{0, longest};
  while (at.above - at.below > at.above / 1024 + 1) {
    const u64 middle = at.below + (at.above - at.below) / 2;
    (law(mean_orders(middle)) < chance ? at.below : at.above) = middle;
  }
  return at;
}

// The derivative, a node, at node `at` of the polynomial through kStencil nodes from `first` on.
double slope_at(const std::vector<double>& values, std::size_t first, std::size_t at) {
  double slope = 0;
  for (std::size_t j = first; j < first + kStencil; ++j) {
    double weight = 0;  // of node j: the derivative of its Lagrange polynomial
    for (std::size_t l = first; l < first + kStencil; ++l) {
      if (l == j) continue;
      double term = 1 / (double(j) - double(l));
      for (std::size_t m = first; m < first + kStencil; ++m)
        if (m != j && m != l) term *= (double(at) - double(m)) / (double(j) - double(m));
      weight += term;
    }
    slope += weight * values[j];
  }
  return slope;
}

std::vector<double> slopes_of(const std::vector<double>& values) {
  std::vector<double> slopes;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::size_t last = values.size() - kStencil, first = i < kStencil / 2 ? 0 : i - kStencil / 2;
    slopes.push_back(slope_at(values, std::min(first, last), i));
  }
  return slopes;
}

// A cubic's coefficients in the smallest unit in which they fit.
void put_cubic(const double (&of)[4], std::vector<u64>* cubics) {
  const auto fits = [](double x, u32 bits) { return std::abs(x) < std::ldexp(1.0, int(bits) - 1) - 1; };
  u32 unit = 0;
  const auto scaled = [&](double x) { return std::ldexp(x, int(kChanceBits) - int(unit)); };
  while (!fits(scaled(of[1]), kFirstBits) || !fits(scaled(of[2]), kSecondBits) || !fits(scaled(of[3]), kThirdBits))
    ++unit;
  const auto field = [&](double x, u32 bits) { return u64(std::llround(scaled(x))) & ((u64(1) << bits) - 1); };
  const double value = std::clamp(of[0], 0.0, 1.0) * double(kSurely);
  cubics->push_back(u64(std::llround(value)) | u64(unit) << kUnitAt);
  cubics->push_back(field(of[3], kThirdBits) | field(of[2], kSecondBits) << kThirdBits |
                    field(of[1], kFirstBits) << (kThirdBits + kSecondBits));
}

// Cubics that keep values and slopes at both ends of a cell.
std::vector<u64> cubics_of(const std::vector<double>& values) {
  const std::vector<double> slopes = slopes_of(values);
  std::vector<u64> cubics;
  for (std::size_t i = 0; i + 1 < values.size(); ++i) {
    const double rise = values[i + 1] - values[i], s = slopes[i], e = slopes[i + 1];
    put_cubic({values[i], s, 3 * rise - 2 * s - e, s + e - 2 * rise}, &cubics);
  }
  return cubics;
}

std::vector<double> at_nodes(const ChanceLaw& law, u64 from, u64 step, u32 count) {
  std::vector<double> values;
  for (u32 i = 0; i < count; ++i) values.push_back(law(mean_orders(from + i * step)));
  return values;
}

// Takes note of how far the table is from the law, `values` of it, at a place within each cell.
void measure(u64 within, const std::vector<double>& values, Chances* table) {
  for (u32 i = 0; i < values.size(); ++i) {
    const u64 time = table->f.from + (u64(i) << table->f.cell_bits) + within;
    const double p = double(chance_at<OneLane>(table->f, table->cubics.data(), time)) / double(kSurely);
    const double error = std::abs(p - values[i]);
    table->error = std::max(table->error, error);
    if (values[i] >= kSmallChance) table->relative_error = std::max(table->relative_error, error / values[i]);
  }
}

// With room for what lies between the places.
bool keeps(const Chances& table) {
  return table.error <= kTableError / 2 && table.relative_error <= kTableRelativeError;
}

}  // namespace

double mean_orders(u64 time) { return (double(time) + 0.5) * std::numbers::ln2 / (1 << 20); }

u64 time_of_orders(double mean) { return u64(std::max(mean / std::numbers::ln2 * (1 << 20) - 0.5, 0.0)); }

Chances make_chance_table(const ChanceLaw& law, u64 longest) {
  const u64 to = where_reached(law, 1 - kTableError / 4, longest).above + 1;
  u64 from = where_reached(law, kUnseen, to).below;
  if (from < to / 8) from = 0;  // few cells more, and no edge
  Chances table;
  u32 bits = 4;
  while ((to - from) >> bits > 2 * kFewestCells) ++bits;
  u32 cells = u32((to - from) >> bits) + 1;
  std::vector<double> values = at_nodes(law, from, u64(1) << bits, std::max(cells, kStencil) + 1);
  for (;; --bits) {
    cells = u32(values.size()) - 1;
    if (bits < 3 || cells > kMostCells) throw RunError("the chances of a destination change too fast for a table");
    const u64 half = u64(1) << (bits - 1);
    const std::vector<double> middles = at_nodes(law, from + half, 2 * half, cells);
    table = {{0, 0, cells, bits, std::min(bits, kMostPlaceBits), from}, cubics_of(values), 0, 0};
    measure(half, middles, &table);
    for (const u64 quarter : {half / 2, half + half / 2})
      if (keeps(table)) measure(quarter, at_nodes(law, from + quarter, 2 * half, cells), &table);
    if (keeps(table)) return table;
    std::vector<double> finer;
    for (u32 i = 0; i < cells; ++i) finer.insert(finer.end(), {values[i], middles[i]});
    finer.push_back(values.back());
    values = std::move(finer);
  }
}

}  // namespace headroom
