// The loops of a conditional pass in packs. Included once by the file of each instruction set, behind vector_code.h.
#pragma once
#include "host/engine/conditional_batch.h"
#include "host/engine/pack_trial.h"

namespace headroom {
namespace {

HD FactorPath<Pack> path_of(const ConditionalBatch& b, u32 pack) {
  return {b.paths + u64(pack) * factor_path_length(b.tables->study) * Pack::width, b.tables->study.quarters,
          lane_numbers()};
}

void draw_conditional(const ConditionalBatch& b) {
  const Pack::W steps = multiply(lane_numbers(), Pack::U(u32(b.step)));
  for (u32 pack = 0; pack < b.packs; ++pack)
    draw_conditional_factors<Pack>(*b.tables, Pack::W(b.first + pack * b.step * Pack::width) + steps, path_of(b, pack));
}

// Leaves the moments of each month and lane: row kMomentRows x month + k.
void run_conditional_place(const ConditionalBatch& b, u32 place) {
  const ConditionalTables& tables = *b.tables;
  const ChanceTable& f = tables.places[place];
  Column<Pack> month_end{b.month_ends}, moments{b.moments};
  moments.clear(kMomentRows * tables.months());
  for (u32 pack = 0; pack < b.packs; ++pack) {
    run_clock<Pack>(tables.study, tables.study.destinations[f.destination], path_of(b, pack), &month_end);
    for (u32 m = 0; m < tables.months(); ++m) {
      const Pack::W time = month_end.get(tables.first_month + m);
      if (!any(Pack::W(f.from) < time)) continue;  // F is 0
      const u32 row = kMomentRows * m;
      Moments<Pack> of{moments.get(row), moments.get(row + 1), moments.get(row + 2), moments.get(row + 3)};
      of.add(chance_at<Pack>(f, tables.cubics, time));
      of.sum.store(b.moments + u64(row) * Pack::width);
      of.high.store(b.moments + u64(row + 1) * Pack::width);
      of.cross.store(b.moments + u64(row + 2) * Pack::width);
      of.low.store(b.moments + u64(row + 3) * Pack::width);
    }
  }
}

}  // namespace
}  // namespace headroom
