// The loops of the vector engine around host/trial: lanes are trials of one destination. Included once by the file of
// each instruction set, behind its lanes.
#pragma once
#include "host/engine/pack_trial.h"
#include "host/engine/vector_batch.h"
#include "host/trial/rule_set.h"

namespace headroom {
namespace {

constexpr u32 kWidthBits = Pack::width == 16 ? 4 : 3;
static_assert(1u << kWidthBits == Pack::width);

// The sink of host/trial/tally.h.
struct VectorSink {
  u64 *counters, *sums;
  HD void count(u64 index, u64 n) { counters[index] += n; }
  HD void sum(u64 index, u64 x) {
    u64* to = sums + 2 * index;
    to[0] += x;
    to[1] += to[0] < x;
  }
  HD void sum_high(u64 index, u64 x) {  // x 2^32
    sum(index, x << 32);
    sums[2 * index + 1] += x >> 32;
  }
};

// What all packs of a destination come to, in halves of 32 bits so that nothing overflows; added at the end.
class Totals {
 public:
  HD Totals() {
    for (Halves& total : all_) total = {0u, 0u};
  }
  HD void add(const TallyShape& shape, const Outcome<Pack>& out) {
    u32 n = 0;
    for_each_total(shape, out, [&](bool, u32, auto x) HD_INLINE { add(&all_[n++], x); });
  }
  HD void flush(const TallyShape& shape, u32 destination, VectorSink* sink) const {
    u32 n = 0;
    for_each_total(shape, Outcome<Pack>(), [&](bool is_sum, u32 index, auto) HD_INLINE {
      const auto low = by_lane(all_[n].low), high = by_lane(all_[n].high);
      ++n;
      for (u32 lane = 0; lane < Pack::width; ++lane) {
        if (is_sum) {
          sink->sum(shape.sum(destination, index), low[lane]);
          sink->sum_high(shape.sum(destination, index), high[lane]);
        } else {
          sink->count(shape.counter(destination, index), (high[lane] << 32) + low[lane]);
        }
      }
    });
  }

 private:
  struct Halves {
    Pack::W low, high;
  };
  static constexpr u32 kTotals = 2 * kDecisions + 6;
  HD static void add(Halves* to, Pack::U x) { to->low = to->low + widen(x); }
  HD static void add(Halves* to, Pack::W x) {
    to->low = to->low + (x & Pack::W(u64(0xFFFFFFFFu)));
    to->high = to->high + (x >> 32);
  }
  Halves all_[kTotals];
};

HD FactorPath<Pack> path_of(const VectorBatch& b, u32 pack) {
  return {b.paths + u64(pack) * factor_path_length(*b.tables) * Pack::width, b.tables->quarters, lane_numbers()};
}

// The same for any trials of the batch.
HD FactorPath<Pack> path_of(const VectorBatch& b, Pack::U slots) {
  const Pack::U pack = slots >> kWidthBits, lane = slots & (Pack::width - 1);
  return {b.paths, b.tables->quarters, pack * (factor_path_length(*b.tables) * Pack::width) + lane};
}

HD Mail<Pack> mail_of(const VectorBatch& b, u32 pack) {
  return {b.mail + u64(pack) * b.tables->hub_count * kMailRows * Pack::width};
}

void begin_batch(const VectorBatch& b) {
  const Tables& tables = *b.tables;
  for (u32 pack = 0; pack < b.packs; ++pack) {
    const FactorPath<Pack> path = path_of(b, pack);
    draw_factors<Pack>(tables, Pack::W(b.first + u64(pack) * Pack::width) + widen(lane_numbers()), path);
    clear_mail(tables, mail_of(b, pack));
    for (u32 f = 0; f < tables.factor_count(); ++f) {
      Pack::W sum = 0u;
      for (u32 q = 0; q < tables.quarters; ++q) sum = sum + widen_signed(path.get(f, q));
      low_half(shift_right_signed(sum, 6)).store(b.means + (u64(f) * b.packs + pack) * Pack::width);
    }
  }
}

// The trials by the orders that a destination expects in them, more or less: so the lanes of a pack end at about the
// same step. No result depends on it, since draws have addresses. Where orders move to other destinations trials keep
// their places, since the lanes of a pack share rows of mail.
void sort_slots(const VectorBatch& b, const Destination& place) {
  const u32 count = b.packs * Pack::width;
  if (place.divert_count || place.hub != kNever) {
    for (u32 i = 0; i < count; ++i) b.slots[i] = i;
    return;
  }
  constexpr u32 buckets = 1024, step_bits = 16;  // of the exponent, Q24 doublings x quarters / 64
  u32 start[buckets + 1] = {};
  alignas(64) u32 of[kMostTrials];
  for (u32 pack = 0; pack < b.packs; ++pack) {
    const auto load = [&](u32 factor, u64 beta) HD_INLINE {
      const Pack::U mean = Pack::U::load(b.means + (u64(factor) * b.packs + pack) * Pack::width);
      return multiply_signed(widen_signed(mean), Pack::W(beta));
    };
    Pack::W x = load(0, place.beta_global);
    if (place.group != kNoFactor) x = x + load(place.group, place.beta_group);
    if (place.own != kNoFactor) x = x + load(place.own, place.beta_own);
    x = shift_right_signed(x, 24 + step_bits) + Pack::W(u64(buckets / 2));
    x = select(less_signed(x, Pack::W(u64(0))), Pack::W(u64(0)), x);
    low_half(lesser(x, Pack::W(u64(buckets - 1)))).store(of + pack * Pack::width);
  }
  for (u32 i = 0; i < count; ++i) ++start[of[i] + 1];
  for (u32 k = 0; k < buckets; ++k) start[k + 1] += start[k];
  for (u32 i = 0; i < count; ++i) b.slots[start[of[i]]++] = i;
}

// For a destination that no rule but those of kMay is at work in.
template <u32 kMay>
u32 walk_class(const VectorBatch& b, u32 d) {
  // Copies: what no store of a vector can reach stays out of the loop.
  Tables tables = *b.tables;
  Destination place = tables.destinations[d];
  write_down<0, kMay>(&tables, &place);
  VectorSink sink{b.counters, b.sums};
  TallyBook<VectorSink, Pack> book(b.shape, &sink);
  Scratch<Pack> scratch = carve_scratch<Pack>(scratch_rows(tables, place), Column<Pack>{b.scratch});
  Totals totals;
  sort_slots(b, place);
  for (u32 pack = 0; pack < b.packs; ++pack) {
    const Pack::U slots = Pack::U::load(b.slots + pack * Pack::width);
    run_clock<Pack>(tables, place, path_of(b, slots), &scratch.month_end);
    narrow_months(tables.months, b.month_ends, &scratch.month_end);
    const Pack::W trial = Pack::W(b.first) + widen(slots);
    const Outcome<Pack> out = walk<Pack>(tables, place, trial, scratch, mail_of(b, pack), &book);
    const Pack::B runaway = out.runaway == 1u;
    if (any(runaway)) {
      u32 first = kNever;
      const auto slot = by_lane(slots);
      for_each_lane(runaway, [&](u32 lane) HD_INLINE { first = slot[lane] < first ? slot[lane] : first; });
      return first;
    }
    totals.add(b.shape, out);
    tally_bins(b.shape, d, out, sink);
    b.exhausted[pack] = any(out.exhausted_month < kNever);
    if (!b.exhausted[pack]) continue;
    const auto key = by_lane(exhaustion_key(out, scratch.month_end));
    for (u32 lane = 0; lane < Pack::width; ++lane) b.keys[u64(pack) * Pack::width + lane] = key[lane];
  }
  totals.flush(b.shape, d, &sink);
  return kNever;
}

// A walk has no registers to spare: each rule that it is compiled with costs even where it is not at work.
constexpr u32 kCapAlone = 0, kUsualRules = kRuleLpp | kRuleWait | kRuleNveu | kRuleBook | kRuleRaise;

u32 walk_destination(const VectorBatch& b, u32 d) {
  const u32 rules = rules_of(*b.tables, b.tables->destinations[d]);
  if (serves(0, kCapAlone, rules)) return walk_class<kCapAlone>(b, d);
  if (serves(0, kUsualRules, rules)) return walk_class<kUsualRules>(b, d);
  return walk_class<kAllRules>(b, d);
}

}  // namespace
}  // namespace headroom
