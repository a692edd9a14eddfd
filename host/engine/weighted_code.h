// The loop of the weighing engine on packs. Included once by the file of each instruction set, behind its lanes.
#pragma once
#include "host/engine/pack_trial.h"
#include "host/engine/weighted_batch.h"

namespace headroom {
namespace {

static_assert(kNominalTrials % Pack::width == 0);  // so that a pack has one law

// One pack of trials from `first` on.
u32 weigh_pack(const WeightedBatch& b, u32 offset) {
  const Tables& tables = *b.tables;
  const Law law = law_of(b.first + offset);
  const Destination& place = tables.destinations[law];
  const Pack::W trial = Pack::W(b.first + offset) + widen(lane_numbers());
  const FactorPath<Pack> path{b.path, tables.quarters, lane_numbers()};
  const Mail<Pack> mail{b.mail};
  draw_factors<Pack>(tables, trial, path);
  clear_mail(tables, mail);
  Scratch<Pack> scratch = carve_scratch<Pack>(scratch_rows(tables, place), Column<Pack>{b.scratch});
  run_clock<Pack>(tables, place, path, &scratch.month_end);
  narrow_months(tables.months, b.month_ends, &scratch.month_end);
  Weigh<Pack> seen(tables, *b.tilt, law);
  const Pack::B runaway = walk_to_exhaustion<Pack>(trial, scratch, mail, &seen);
  if (any(runaway)) {
    u32 first = kNever;
    for_each_lane(runaway, [&](u32 lane) { first = lane < first ? lane : first; });
    return offset + first;
  }
  seen.month.store(b.months + offset);
  if (!any(seen.month < kNever)) return kNever;
  const auto log = by_lane(log_ratio<Pack>(seen, scratch.month_end, path));
  for (u32 lane = 0; lane < Pack::width; ++lane) b.logs[offset + lane] = log[lane];
  return kNever;
}

u32 weigh_batch(const WeightedBatch& b) {
  for (u32 offset = 0; offset < kTiltBlock; offset += Pack::width) {
    const u32 runaway = weigh_pack(b, offset);
    if (runaway != kNever) return runaway;
  }
  return kNever;
}

}  // namespace
}  // namespace headroom
