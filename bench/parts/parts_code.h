// The parts over one kind of lanes, P. Included once by the file of each, behind these names:
//   P                       the lanes           kWidth         how many
//   lane_index()            0, 1, ...           as_read(m)     the month ends, in the form that the lanes search
//   path_of(m), column_of(m), mail_of(m)        memory of one pack
#pragma once
#include "bench/parts/parts.h"
#include "host/trial/tally.h"
#include "host/trial/walk.h"

namespace headroom::bench {
namespace {

using U = P::U;
using W = P::W;

HD u64 added_up(U x) {
  u64 sum = 0;
  const auto lanes = by_lane(x);
  for_each_lane(P::B(true), [&](u32 lane) { sum += lanes[lane]; });
  return sum;
}

// Something that differs in every lane and step; a multiplication is its whole cost.
HD U scrambled(u32 step) { return (lane_index() + U(step * kWidth)) * U(0x9E3779B1u); }

HD W trials_of(u32 step) { return W(u64(step) * kWidth) + widen(lane_index()); }

// Each destination for several steps, as an engine takes a batch of trials through it.
HD const Destination& place_of(const Tables& tables, u32 step) {
  return tables.destinations[step / kStepsADestination % tables.destination_count];
}

u64 philox(const PartsMemory& m, u32 steps) {
  const Draws<P> draw(m.tables->keys, trials_of(0), Purpose::market, U(m.tables->destinations[0].code));
  U sum = 0u;
  for (u32 i = 0; i < steps; ++i) {
    const Block<U> block = draw(U(i));
    sum = sum + (block.word[0] ^ block.word[1] ^ block.word[2] ^ block.word[3]);
  }
  return added_up(sum);
}

u64 gap(const PartsMemory& m, u32 steps) {
  U sum = 0u;
  for (u32 i = 0; i < steps; ++i) sum = sum + gap_of(*m.tables, scrambled(i) >> 2);
  return added_up(sum);
}

u64 row(const PartsMemory& m, u32 steps) {
  const Destination& place = m.tables->destinations[0];
  U sum = 0u;
  for (u32 i = 0; i < steps; ++i) sum = sum + row_at(*m.tables, place, U(i % m.tables->quarters), scrambled(i) >> 8);
  return added_up(sum);
}

u64 size(const PartsMemory& m, u32 steps) {
  const u32* table = m.tables->words + m.tables->rows[m.tables->destinations[0].rows].sizes;
  U sum = 0u;
  for (u32 i = 0; i < steps; ++i) sum = sum + gather(table, scrambled(i) >> 22);
  return added_up(sum);
}

u64 factors(const PartsMemory& m, u32 steps) {
  for (u32 i = 0; i < steps; ++i) draw_factors<P>(*m.tables, trials_of(i), path_of(m));
  return added_up(path_of(m).get(0, 0));
}

u64 clock(const PartsMemory& m, u32 steps) {
  draw_factors<P>(*m.tables, trials_of(0), path_of(m));
  Column<P> ends = column_of(m);
  for (u32 i = 0; i < steps; ++i) run_clock<P>(*m.tables, place_of(*m.tables, i), path_of(m), &ends);
  return added_up(low_half(ends.get(m.tables->months - 1)));
}

struct Sink {
  const PartsMemory& m;
  HD void count(u64 index, u64 n) { m.counters[index] += n; }
  HD void sum(u64 index, u64 x) { m.sums[index] += x; }
};

HD Outcome<P> walked(const PartsMemory& m, u32 step, TallyBook<Sink, P>* book) {
  const Destination& place = place_of(*m.tables, step);
  Scratch<P> scratch = carve_scratch<P>(scratch_rows(*m.tables, place), column_of(m));
  run_clock<P>(*m.tables, place, path_of(m), &scratch.month_end);
  as_read(m, &scratch.month_end);
  return headroom::walk<P>(*m.tables, place, trials_of(step), scratch, mail_of(m), book);
}

u64 walk(const PartsMemory& m, u32 steps) {
  Sink sink{m};
  TallyBook<Sink, P> book({}, &sink);
  U orders = 0u;
  draw_factors<P>(*m.tables, trials_of(0), path_of(m));
  for (u32 i = 0; i < steps; ++i) {
    const Outcome<P> out = walked(m, i, &book);
    for (u32 d = 0; d < kDecisions; ++d) orders = orders + out.orders(Decision(d));
  }
  return added_up(orders);
}

u64 tallies(const PartsMemory& m, u32 steps) {
  Sink sink{m};
  TallyShape shape;
  shape.months = m.tables->months;
  TallyBook<Sink, P> book(shape, &sink);
  draw_factors<P>(*m.tables, trials_of(0), path_of(m));
  Outcome<P> out = walked(m, 0, &book);
  W sum = 0u;
  for (u32 i = 0; i < steps; ++i) {
    out.used = out.used + W(u64(1));
    for_each_total(shape, out, [&](bool, u32, auto x) { sum = sum + wide(x); });
    tally_bins(shape, 0, out, sink);
  }
  return added_up(low_half(sum));
}

}  // namespace
}  // namespace headroom::bench
