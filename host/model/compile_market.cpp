// The market of a destination: how often orders come, and the table from which each order's kind is drawn.
#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>

#include "host/base/iso3.h"
#include "host/model/compiler.h"
#include "host/model/function_tables.h"

namespace headroom {
namespace {

// What all streams of a queue send: mean orders by month, and of each row the weight by quarter.
struct Demand {
  std::vector<long double> by_month;
  std::vector<std::vector<long double>> weights;  // by quarter, then row
};

// Adds the rows of a stream behind those that are there.
void add(const StreamKinds& kinds, const std::vector<long double>& monthly, Demand* to) {
  const std::size_t first = to->weights.front().size(), months = monthly.size();
  for (auto& quarter : to->weights) quarter.resize(first + kinds.rows.size());
  for (std::size_t k = 0; k < kinds.orders.size(); ++k) {
    const OrderKind& kind = kinds.orders[k];
    if (kind.fate != Fate::metered) continue;
    for (std::size_t q = 0; q < to->weights.size(); ++q) {
      long double& of_row = to->weights[q][first + kinds.row_of[k]];
      long double weight = of_row;
      for (std::size_t m = 3 * q; m < std::min(3 * q + 3, months); ++m) {
        const long double orders = monthly[m] * kind.chance[q];
        to->by_month[m] += orders;
        weight += orders;
      }
      of_row = weight;
    }
  }
}

}  // namespace

std::vector<u32> ends_of(const std::vector<long double>& weights) {
  constexpr u32 top = 1u << kRowBits;
  long double total = 0, sum = 0;
  for (const long double weight : weights) total += weight;
  std::vector<u32> ends;
  ends.reserve(weights.size());
  for (const long double weight : weights) {
    sum += weight;
    ends.push_back(total > 0 ? u32(std::llround(std::min(sum / total, 1.0L) * top)) : top);
  }
  if (!ends.empty()) ends.back() = top;
  return ends;
}

std::vector<u64> bases_of(const std::vector<long double>& by_month) {
  std::vector<u64> fixed;
  for (const long double x : by_month)
    fixed.push_back(u64(std::llround(x * std::numbers::log2e_v<long double> * 0x1p40L)));
  return fixed;
}

std::vector<u64> guide_of(const std::vector<u32>& ends) {
  std::vector<u64> guide;
  std::size_t row = 0;
  for (u32 cell = 0; cell < 1u << kGuideBits; ++cell) {
    const u32 start = cell << kCellBits;
    while (ends[row] <= start) ++row;
    const auto end = [&](std::size_t of) {
      return u64(of < ends.size() ? std::min(ends[of] - start, 1u << kCellBits) : 1u << kCellBits);
    };
    guide.push_back(u64(row) << kCellRowShift | end(row + 1) << kCellEndBits | end(row));
  }
  return guide;
}

u32 Compiler::sizes_of(double median, double log_sd, u32 largest) {
  const auto [law, fresh] = size_laws_.try_emplace({median, log_sd, largest});
  if (fresh) law->second = push(lognormal_sizes(median, log_sd, largest));
  return law->second;
}

void Compiler::put_market(const std::string& iso3, Destination* place) {
  const std::size_t quarters = study.quarters();
  const std::vector<std::size_t>& streams = streams_in(in_queue_of, iso3);
  Demand demand{std::vector<long double>(study.months, 0), std::vector<std::vector<long double>>(quarters)};
  for (const std::size_t i : streams) add(kinds.of(study.streams[i]), monthly[i], &demand);
  place->bases = push(bases_of(demand.by_month));
  place->rows = u32(out.rows.size());
  place->row_count = u32(demand.weights.front().size());
  std::vector<u64> guides;
  std::vector<u32> ends;
  for (std::size_t q = 0; q < quarters && place->row_count; ++q) {
    const auto end = ends_of(demand.weights[q]);
    const auto guide = guide_of(end);
    ends.insert(ends.end(), end.begin(), end.end());
    guides.insert(guides.end(), guide.begin(), guide.end());
  }
  place->guides = push(guides);
  place->row_ends = push(ends);
  for (const std::size_t i : streams) put_rows(iso3, i, place);
}

void Compiler::put_rows(const std::string& iso3, std::size_t number, Destination* place) {
  const Stream& stream = study.streams[number];
  const std::vector<RowKind>& rows = kinds.of(stream).rows;
  if (rows.empty()) return;
  const u32 sizes = sizes_of(stream.units_median, stream.units_log_sd, stream.units_max);
  const bool by_product = study.regime.limits_products(iso3);
  std::optional<u32> pool;  // the first of its consignees
  for (const RowKind& row : rows) {
    Row entry{row.chip->tpp, sizes, row.route, 0, 0};
    if (by_product) {
      entry.first_consignee = limited_product(iso3, row.chip->id, place);
    } else if (has_step(row.route, kLpp) || has_step(row.route, kNveu) || study.regime.consignee_limit) {
      if (!pool) pool = pool_of(stream, place);
      entry.first_consignee = *pool;
      entry.consignees = stream.consignees;
    }
    out.rows.push_back(entry);
    out.row_labels.push_back({u32(number), chip_number(row.chip->id)});
    note_route(row.route, place);
  }
}

u32 Compiler::pool_of(const Stream& stream, Destination* place) {
  const auto [pool, fresh] = pools_.try_emplace({stream.destination, stream.name}, place->consignees);
  if (fresh) place->consignees += stream.consignees;
  return pool->second;
}

u32 Compiler::chip_number(const std::string& id) {
  const auto [number, fresh] = chip_numbers_.try_emplace(id, u32(out.chip_labels.size()));
  if (fresh) out.chip_labels.push_back(id);
  return number->second;
}

bool has_step(u32 route, RouteStep step) {
  for (; route != kEnd; route >>= kStepBits)
    if ((route & ((1u << kStepBits) - 1)) == step) return true;
  return false;
}

void note_route(u32 route, Destination* place) {
  u32 steps = 0;
  for (u32 rest = route; rest != kEnd; rest >>= kStepBits) ++steps;
  place->steps = std::max(place->steps, steps);
  place->has_lpp |= has_step(route, kLpp);
  place->has_nveu |= has_step(route, kNveu);
  place->has_tier1 |= has_step(route, kGeneralTier1);
}

void Compiler::put_allocation(const std::string& iso3, Destination* place) {
  long double multiplier = 1;
  std::vector<u32> raises;
  for (const Arrangement& arrangement : study.arrangements) {
    if (arrangement.destination != iso3) continue;
    multiplier = arrangement.multiplier;
    long double sum = 0;
    for (const auto& [month, probability] : arrangement.month_probabilities) {
      sum += probability;
      const u64 below = std::min<u64>(u64(std::llround(sum * 0x1p32L)), u64(1) << 32);
      if (below > 0) raises.insert(raises.end(), {u32(months_between(study.start, month)), u32(below - 1)});
    }
  }
  std::vector<u64> allowances;
  for (int m = 0; m < study.months; ++m) allowances.push_back(study.regime.nveu_allowance(plus_months(study.start, m)));
  put_caps(std::vector<u64>(study.months, *study.regime.allocation.cap_tpp), multiplier, place);
  place->allowances = push(allowances);
  place->raises = push(raises);
  place->raise_count = u32(raises.size() / 2);
}

void Compiler::add_destination(const std::string& iso3) {
  Destination place{};
  place.code = code_of(iso3);
  place.hub = place.limits = kNever;
  put_factors(iso3, &place);
  put_market(iso3, &place);
  if (study.regime.tier(iso3).tier == 2 && study.regime.allocation.cap_tpp) put_allocation(iso3, &place);
  out.destinations.push_back(place);
}

}  // namespace headroom
