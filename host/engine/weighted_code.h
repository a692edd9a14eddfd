// The loop of the weighing engine on packs. Included once by the file of each
// instruction set, behind its lanes.
#pragma once
#include "host/engine/pack_trial.h"
#include "host/engine/weighted_batch.h"

namespace headroom {
namespace {

constexpr u32 kLaneBits = Pack::width == 16 ? 4 : 3;
static_assert(1u << kLaneBits == Pack::width);
static_assert(kNominalTrials % Pack::width == 0);  // so that a pack of trials that follow each other has one law

Scratch<Pack> scratch_of(const WeightedBatch& b, u32 law) {
  return carve_scratch<Pack>(scratch_rows(*b.tables, b.tables->destinations[law]), Column<Pack>{b.scratch});
}

// Factors and levels of all trials, where they stand.
void begin_weighing(const WeightedBatch& b) {
  const Tables& tables = *b.tables;
  for (u32 at = 0; at < kTiltBlock; at += Pack::width) {
    const FactorPath<Pack> path{b.paths + at * factor_path_length(tables), tables.quarters, lane_numbers()};
    draw_factors<Pack>(tables, Pack::W(b.first + at) + widen(lane_numbers()), path);
    const u32 law = level_law(b.first + at);
    Scratch<Pack> scratch = scratch_of(b, law);
    run_clock<Pack>(tables, tables.destinations[law], path, &scratch.month_end);
    level_of<Pack>(tables, *b.tilt, scratch.month_end).store(b.levels + at);
  }
}

// One pack under one law: the trials of `slots`.
u32 weigh_pack(const WeightedBatch& b, u32 law, const u32* slots) {
  const Tables& tables = *b.tables;
  const Pack::U slot = Pack::U::load(slots), pack = slot >> kLaneBits, lane = slot & (Pack::width - 1);
  const FactorPath<Pack> path{b.paths, tables.quarters, pack * (factor_path_length(tables) * Pack::width) + lane};
  const Pack::W trial = Pack::W(b.first) + widen(slot);
  const Mail<Pack> mail{b.mail};
  clear_mail(tables, mail);
  Scratch<Pack> scratch = scratch_of(b, law);
  run_clock<Pack>(tables, tables.destinations[law], path, &scratch.month_end);
  narrow_months(tables.months, b.month_ends, &scratch.month_end);
  Weigh<Pack> seen(tables, tables.destinations[law], *b.tilt);
  seen.start(law, gather(b.levels, slot));
  const Pack::B runaway = walk_to_exhaustion<Pack>(trial, scratch, mail, &seen);
  if (any(runaway)) {
    u32 first = kNever;
    for_each_lane(runaway, [&](u32 i) { first = slots[i] < first ? slots[i] : first; });
    return first;
  }
  const Pack::W log = log_ratio<Pack>(seen, scratch.month_end, path);
  const auto months = by_lane(seen.month);
  const auto logs = by_lane(log);
  for (u32 i = 0; i < Pack::width; ++i) b.months[slots[i]] = months[i], b.logs[slots[i]] = logs[i];
  return kNever;
}

// The tilted trials of a level stand together; the last fills up its pack,
// which changes nothing.
u32 weigh_level(const WeightedBatch& b, u32 level) {
  u32 count = 0;
  for (u32 i = kNominalTrials; i < kTiltBlock; ++i)
    if (b.levels[i] == level) b.slots[count++] = i;
  for (; count % Pack::width; ++count) b.slots[count] = b.slots[count - 1];
  for (u32 at = 0; at < count; at += Pack::width) {
    const u32 runaway = weigh_pack(b, kTilted + level, b.slots + at);
    if (runaway != kNever) return runaway;
  }
  return kNever;
}

u32 weigh_batch(const WeightedBatch& b) {
  begin_weighing(b);
  for (u32 at = 0; at < kNominalTrials; at += Pack::width) {
    (lane_numbers() + Pack::U(at)).store(b.slots);
    const u32 runaway = weigh_pack(b, kNominal, b.slots);
    if (runaway != kNever) return runaway;
  }
  for (u32 level = 0; level < b.tilt->levels; ++level) {
    const u32 runaway = weigh_level(b, level);
    if (runaway != kNever) return runaway;
  }
  return kNever;
}

}  // namespace
}  // namespace headroom
