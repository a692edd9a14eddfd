// The factors of one trial: why destinations exhaust together. AR(1) by quarter with unit variance,
// z[0] = e[0], z[q] = rho z[q-1] + sqrt(1 - rho^2) e[q].
#pragma once
#include "host/trial/draws.h"
#include "host/trial/fixed.h"

namespace headroom {

// Factor values of a trial by (factor, quarter), and behind them the Student-t scale (Q24) if the study has one.
template <class L>
struct FactorPath;

template <>
struct FactorPath<OneLane> {
  u32* first;  // (factor, quarter) stands at first[(factor x quarters + quarter) x stride]
  u64 stride;
  u32 quarters;
  HD u32 get(u32 factor, u32 quarter) const { return first[(u64(factor) * quarters + quarter) * stride]; }
  HD void put(u32 factor, u32 quarter, u32 z) const { first[(u64(factor) * quarters + quarter) * stride] = z; }
};

HD u32 factor_path_length(const Tables& tables) { return tables.factor_count() * tables.quarters + 1; }

// One factor's path. `innovation(q, e)` turns the factor's own standard normal of a quarter into its innovation.
template <class L, class Innovation>
HD void draw_path(const Tables& tables, const Draws<L>& draw, u32 rho, u32 rest, u32 factor, FactorPath<L> path,
                  Innovation innovation) {
  using U = typename L::U;
  Block<U> block{};
  U z = 0u;
  for (u32 q = 0; q < tables.quarters; ++q) {
    if ((q & 3u) == 0) block = draw(U(q >> 2));
    const U e = innovation(q, normal_of(tables, word_of(block, q)));
    z = q == 0 ? e : times_q30(z, U(rho)) + times_q30(e, U(rest));
    path.put(factor, q, z);
  }
}

// The global factor and the Student-t scale.
template <class L, class Trial>
HD void draw_global(const Tables& tables, Trial trial, FactorPath<L> path) {
  using U = typename L::U;
  const Draws<L> global(tables.keys, trial, Purpose::global_factor, 0);
  draw_path(tables, global, tables.global_rho, tables.global_rest, 0, path, [](u32, U e) { return e; });
  if (tables.student_t) {
    const U place = Draws<L>(tables.keys, trial, Purpose::student_t, 0)(U(0u)).word[0] >> 20;
    path.put(tables.factor_count(), 0, gather(tables.words + tables.scale_table, place));
  }
}

// All factors of a trial. Correlated groups share the global innovation, which is drawn again from its address.
template <class L, class Trial>
HD void draw_factors(const Tables& tables, Trial trial, FactorPath<L> path) {
  using U = typename L::U;
  const Draws<L> global(tables.keys, trial, Purpose::global_factor, 0);
  const auto own_alone = [](u32, U e) { return e; };
  const auto with_global = [&](u32 q, U e) {
    if (tables.correlation == 0) return e;
    const U shared = normal_of(tables, word_of(global(U(q >> 2)), q));
    return times_q30(shared, U(tables.correlation)) + times_q30(e, U(tables.correlation_rest));
  };
  draw_global<L>(tables, trial, path);
  for (u32 g = 0; g < tables.group_count; ++g) {
    const Draws<L> draw(tables.keys, trial, Purpose::group_factor, tables.words[tables.groups + g]);
    draw_path(tables, draw, tables.region_rho, tables.region_rest, 1 + g, path, with_global);
  }
  for (u32 o = 0; o < tables.own_count; ++o) {
    const Draws<L> draw(tables.keys, trial, Purpose::own_factor, tables.words[tables.owns + o]);
    draw_path(tables, draw, tables.own_rho, tables.own_rest, 1 + tables.group_count + o, path, own_alone);
  }
}

}  // namespace headroom
