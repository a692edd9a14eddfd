#include "host/stats/lattice.h"

#include <cmath>
#include <numeric>

namespace headroom {
namespace {

// Calls put(part's cells, size, chance) for each size within the room.
template <class Put>
LatticeLaws on_cells(const std::vector<SizeLaw>& parts, u64 room, std::size_t last, Put put) {
  LatticeLaws laws;
  laws.last = last;
  for (const SizeLaw& part : parts) {
    std::vector<double>& cells = laws.parts.emplace_back(last + 1, 0.0);
    for (const auto& [size, chance] : part)
      if (size <= room) put(cells, size, chance);
  }
  return laws;
}

}  // namespace

u64 common_step(const std::vector<SizeLaw>& parts, u64 room) {
  u64 step = 0;
  for (const SizeLaw& part : parts)
    for (const auto& [size, chance] : part)
      if (size <= room) step = std::gcd(step, size);
  return step ? step : 1;
}

LatticeLaws exact_lattice(const std::vector<SizeLaw>& parts, u64 room, u64 step) {
  const auto put = [&](std::vector<double>& cells, u64 size, double chance) { cells[size / step] += chance; };
  LatticeLaws laws = on_cells(parts, room, room / step, put);
  laws.use = {false, double(step), laws.last + 1, 0};
  return laws;
}

LatticeLaws split_lattice(const std::vector<SizeLaw>& parts, u64 room, u64 step, std::size_t last) {
  const double width = (double(room / step) + 0.5) * double(step) / (double(last) + 0.5);
  const auto put = [&](std::vector<double>& cells, u64 size, double chance) {
    const double at = double(size) / width, below = std::floor(at);
    const auto cell = std::size_t(below);
    if (cell <= last) cells[cell] += chance * (1 - (at - below));
    if (cell + 1 <= last) cells[cell + 1] += chance * (at - below);
  };
  LatticeLaws laws = on_cells(parts, room, last, put);
  laws.use = {true, width, laws.last + 1, 0};
  return laws;
}

}  // namespace headroom
