#include "host/stats/relative.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

#include "host/model/compiler.h"

namespace headroom {
namespace {

constexpr u64 kCells = 1u << 15;  // of the allocation

u32 first_step(u32 route) { return route & ((1u << kStepBits) - 1); }

// A kind of order, over the whole horizon.
struct Kind {
  u32 row = 0;  // of the original
  double orders = 0;
};

class Maker {
 public:
  Maker(const CompiledStudy& from, Relative* to) : tables_(from.tables()), from_(from), to_(*to) {}

  void make() {
    to_.study.capped = from_.capped;
    to_.study.scalars = stateless(from_.scalars);
    to_.study.words = from_.words;
    to_.study.wides = from_.wides;
    for (const Destination& place : from_.destinations) {
      to_.none.push_back(why_none(place));
      to_.study.destinations.push_back(to_.none.back().empty() ? relative(place) : empty(place));
    }
  }

 private:
  static Tables stateless(Tables t) {
    t.rush_gap = t.split = t.wait = t.lapse_months = t.hub_count = t.settled_count = t.look_count = 0;
    t.lapse_share = 0;
    return t;
  }
  static std::string why_none(const Destination& place) {
    if (place.limits != kNever) return "limits by product or by consignee stand in place of an allocation";
    if (!place.steady) return "its cap changes in time";
    return {};
  }
  static Destination empty(Destination place) {
    place.row_count = place.book_count = place.preset_count = place.divert_count = place.raise_count = 0;
    place.has_lpp = place.has_nveu = place.has_tier1 = place.consignees = 0;
    place.hub = place.limits = kNever;
    return place;
  }

  u32 push(const std::vector<u32>& table) {
    const u32 at = u32(to_.study.words.size());
    to_.study.words.insert(to_.study.words.end(), table.begin(), table.end());
    return at;
  }

  std::vector<Kind> kinds_of(const Destination& place) const {
    std::vector<Kind> kinds;
    for (u32 i = 0; i < place.row_count; ++i) kinds.push_back({place.rows + i, 0});
    for (u32 m = 0; m < tables_.months && place.row_count; ++m) {
      const double orders = double(tables_.wides[place.bases + m]) * std::numbers::ln2 / 0x1p40;
      u32 begin = 0;
      for (u32 i = 0; i < place.row_count; ++i) {
        const u32 end = tables_.words[place.row_ends + m / 3 * place.row_count + i];
        kinds[i].orders += orders * (end - begin) / double(1u << kRowBits);
        begin = end;
      }
    }
    return kinds;
  }
  u64 size_of(const Row& row, u32 k) const { return u64(tables_.words[row.sizes + k]) * row.tpp_per_unit; }

  // What a meter takes at most, and how often it starts anew.
  struct Meter {
    double cap = 0, periods = 1;
  };
  Meter meter_of(const Destination& place, u32 step) const {
    if (step == kLpp) return {double(tables_.lpp_cap), std::max(1.0, tables_.months / 12.0)};
    return {double(tables_.wides[place.allowances + tables_.months - 1]), 1};
  }

  // Up to which size orders of a pool of consignees are kept from the cap. A meter that is sent the mean D of orders no
  // larger than its cap K takes about K (1 - exp(-D / K)) of them; the size is such that orders up to it come to that.
  u64 kept_until(const Destination& place, u32 step, const std::vector<Kind>& pool, u32 consignees) const {
    const Meter meter = meter_of(place, step);
    std::vector<std::pair<u64, double>> sent;  // size, TPP of such orders a consignee and period
    double all = 0;
    for (const Kind& kind : pool)
      for (u32 k = 0; k < kSizes; ++k) {
        const u64 size = size_of(tables_.rows[kind.row], k);
        if (double(size) > meter.cap) break;
        sent.push_back({size, double(size) * kind.orders / kSizes / std::max(consignees, 1u) / meter.periods});
        all += sent.back().second;
      }
    std::sort(sent.begin(), sent.end());
    const double taken = meter.cap * (1 - std::exp(-all / std::max(meter.cap, 1.0)));
    double sum = 0;
    for (const auto& [size, tpp] : sent)
      if ((sum += tpp) > taken) return size;
    return u64(meter.cap);
  }
  // By row: 0 where nothing is kept.
  std::map<u32, u64> kept(const Destination& place, const std::vector<Kind>& kinds) const {
    std::map<std::pair<u32, u32>, std::vector<Kind>> pools;  // by first step and first consignee
    for (const Kind& kind : kinds) {
      const Row& row = tables_.rows[kind.row];
      const u32 step = first_step(row.route);
      if (step == kLpp || step == kNveu) pools[{step, row.first_consignee}].push_back(kind);
    }
    std::map<u32, u64> until;
    for (const auto& [pool, members] : pools) {
      const u64 size = kept_until(place, pool.first, members, tables_.rows[members.front().row].consignees);
      for (const Kind& kind : members) until[kind.row] = size;
    }
    return until;
  }

  // TPP that the book is expected to count here.
  double booked(const Destination& place) const {
    double sum = 0;
    for (u32 i = 0; i < place.book_count; ++i) {
      const BookRow& row = tables_.book[place.book + i];
      if (row.month == kNever || row.delay_count == 0) continue;
      const u32 step = first_step(row.route);
      double mean = 0;
      for (u32 k = 0; k < kSizes; ++k) {
        const double size = double(u64(tables_.words[row.sizes + k]) * row.tpp_per_unit);
        if ((step != kLpp && step != kNveu) || size > meter_of(place, step).cap) mean += size / kSizes;
      }
      const double in_time = (tables_.words[row.delays + row.delay_count - 1] + 1.0) / 0x1p32;
      sum += mean * in_time * (row.last_chance + 1.0) / 0x1p32;
    }
    return sum;
  }

  Destination relative(const Destination& original) {
    const std::vector<Kind> kinds = kinds_of(original);
    const std::map<u32, u64> until = kept(original, kinds);
    Destination place = empty(original);
    const u64 cap = place.levels_of_all[kCapLevel];
    place.start_used = std::min(original.start_used + u64(booked(original)), cap);
    const u64 step = std::max<u64>((cap - place.start_used) / kCells, 1);
    place.steps = 1;
    place.row_count = original.row_count;
    place.rows = u32(to_.study.rows.size());
    std::vector<long double> weights;
    for (const Kind& kind : kinds) {
      weights.push_back(kind.orders);
      const auto at = until.find(kind.row);
      to_.study.rows.push_back(row_on_lattice(tables_.rows[kind.row], at == until.end() ? 0 : at->second, step));
    }
    if (kinds.empty()) return place;
    const std::vector<u32> ends = ends_of(weights);
    const std::vector<u64> guide = guide_of(ends);
    std::vector<u32> all_ends;
    place.guides = u32(to_.study.wides.size());
    for (u32 q = 0; q < tables_.quarters; ++q) {
      all_ends.insert(all_ends.end(), ends.begin(), ends.end());
      to_.study.wides.insert(to_.study.wides.end(), guide.begin(), guide.end());
    }
    place.row_ends = push(all_ends);
    return place;
  }

  Row row_on_lattice(const Row& row, u64 kept_until, u64 step) {
    const bool exempt = first_step(row.route) == kGeneralTier1 && tables_.tier1 == Tier1Reading::exempt;
    std::vector<u32> sizes;
    for (u32 k = 0; k < kSizes; ++k) {
      const u64 size = size_of(row, k);
      const u64 cells = exempt || size <= kept_until ? 0 : (size + step / 2) / step;
      sizes.push_back(u32(std::min<u64>(cells, 2 * kCells)));  // all beyond the cap are alike
    }
    return {u32(step), push(sizes), kGeneral, 0, 0};
  }

  const Tables tables_;
  const CompiledStudy& from_;
  Relative& to_;
};

}  // namespace

Relative nearest_relative(const CompiledStudy& compiled) {
  Relative relative;
  Maker(compiled, &relative).make();
  return relative;
}

}  // namespace headroom
