// The market of a destination: how often orders come, and the table from which each order's kind is drawn.
#include <algorithm>
#include <cmath>
#include <numbers>
#include <tuple>

#include "host/base/iso3.h"
#include "host/model/compiler.h"
#include "host/model/demand.h"
#include "host/model/function_tables.h"

namespace headroom {
namespace {

// A kind of metered order with its weight by quarter. Rows are sorted by stream, TPP a unit, chip, route.
struct WeightedRow {
  std::size_t stream;
  u32 tpp;
  std::string chip;
  u32 route;
  std::vector<long double> weights;

  auto key() const { return std::tie(stream, tpp, chip, route); }
};

// Of the row that is like this one, which is added where it is missing. `rows` stay sorted.
std::vector<long double>& weights_of(WeightedRow row, std::size_t quarters, std::vector<WeightedRow>* rows) {
  auto at = std::lower_bound(rows->begin(), rows->end(), row,
                             [](const WeightedRow& a, const WeightedRow& b) { return a.key() < b.key(); });
  if (at == rows->end() || at->key() != row.key()) {
    row.weights.assign(quarters, 0);
    at = rows->insert(at, std::move(row));
  }
  return at->weights;
}

}  // namespace

std::vector<u32> ends_of(const std::vector<long double>& weights) {
  constexpr u32 top = 1u << kRowBits;
  long double total = 0, sum = 0;
  for (const long double weight : weights) total += weight;
  std::vector<u32> ends;
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
  std::vector<long double> base(study.months, 0);
  std::vector<WeightedRow> rows;
  std::vector<const Stream*> streams;
  for (const std::size_t i : streams_in(in_queue_of, iso3)) {
    streams.push_back(&study.streams[i]);
    for (const OrderKind& kind : kinds(i)) {
      if (kind.fate != Fate::metered) continue;
      std::vector<long double>& weights = weights_of(
          {streams.size() - 1, kind.chip->tpp, kind.chip->id, route_code(study.regime, iso3, kind.route), {}}, quarters,
          &rows);
      for (std::size_t m = 0; m < base.size(); ++m) {
        const long double orders = monthly[i][m] * kind.chance[m / 3];
        base[m] += orders;
        weights[m / 3] += orders;
      }
    }
  }
  place->bases = push(bases_of(base));
  place->rows = u32(out.rows.size());
  place->row_count = u32(rows.size());
  std::vector<u64> guides;
  std::vector<u32> ends;
  for (std::size_t q = 0; q < quarters && !rows.empty(); ++q) {
    std::vector<long double> weights;
    for (const WeightedRow& row : rows) weights.push_back(row.weights[q]);
    const auto end = ends_of(weights);
    const auto guide = guide_of(end);
    ends.insert(ends.end(), end.begin(), end.end());
    guides.insert(guides.end(), guide.begin(), guide.end());
  }
  place->guides = push(guides);
  place->row_ends = push(ends);

  for (const WeightedRow& row : rows) {
    const Stream& stream = *streams[row.stream];
    const bool lpp = has_step(row.route, kLpp), nveu = has_step(row.route, kNveu);
    Row entry{row.tpp, sizes_of(stream.units_median, stream.units_log_sd, stream.units_max), row.route, 0, 0};
    if (study.regime.limits_products(iso3)) {
      entry.first_consignee = limited_product(iso3, row.chip, place);
    } else if (lpp || nveu || study.regime.consignee_limit) {
      const auto [pool, fresh] = pools_.try_emplace({stream.destination, stream.name}, place->consignees);
      if (fresh) place->consignees += stream.consignees;
      entry.first_consignee = pool->second;
      entry.consignees = stream.consignees;
    }
    out.rows.push_back(entry);
    out.row_labels.push_back({stream.destination, stream.name, row.chip});
    note_route(row.route, place);
  }
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
