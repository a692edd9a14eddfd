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

// The words that a trial's factors are made of: random ones. Others, as those of points.h, offer the same functions.
template <class L, class Trial>
class RandomWords {
 public:
  using U = typename L::U;

  // A factor's, by quarter, asked for in order: a block does for four of them.
  class OfFactor {
   public:
    HD explicit OfFactor(const Draws<L>& draw) : draw_(draw) {}
    HD U operator()(u32 quarter) {
      if ((quarter & 3u) == 0) block_ = draw_(U(quarter >> 2));
      return word_of(block_, quarter);
    }

   private:
    Draws<L> draw_;
    Block<U> block_{};
  };

  HD RandomWords(const Tables& tables, Trial trial) : tables_(tables), trial_(trial) {}
  // `factor` is Purpose::global_factor, group_factor or own_factor.
  HD OfFactor of(Purpose factor, u32 subject) const {
    return OfFactor(Draws<L>(tables_.keys, trial_, factor, subject));
  }
  // Of the Student-t scale.
  HD U of_scale() const { return Draws<L>(tables_.keys, trial_, Purpose::student_t, 0)(U(0u)).word[0]; }

 private:
  const Tables& tables_;
  Trial trial_;
};

// One factor's path. `innovation(q)` is its innovation of a quarter, asked for in order.
template <class L, class Innovation>
HD void draw_path(const Tables& tables, u32 rho, u32 rest, u32 factor, FactorPath<L> path, Innovation innovation) {
  using U = typename L::U;
  U z = 0u;
  for (u32 q = 0; q < tables.quarters; ++q) {
    const U e = innovation(q);
    z = q == 0 ? e : times_q30(z, U(rho)) + times_q30(e, U(rest));
    path.put(factor, q, z);
  }
}

// The global factor and the Student-t scale.
template <class L, class Words>
HD void make_global(const Tables& tables, const Words& words, FactorPath<L> path) {
  auto global = words.of(Purpose::global_factor, 0);
  draw_path(tables, tables.global_rho, tables.global_rest, 0, path,
            [&](u32 q) HD_INLINE { return normal_of(tables, global(q)); });
  if (tables.student_t)
    path.put(tables.factor_count(), 0, gather(tables.words + tables.scale_table, words.of_scale() >> 20));
}

// All factors of a trial. Correlated groups share the global innovation, which is drawn again from its address.
template <class L, class Words>
HD void make_factors(const Tables& tables, const Words& words, FactorPath<L> path) {
  using U = typename L::U;
  make_global<L>(tables, words, path);
  for (u32 g = 0; g < tables.group_count; ++g) {
    auto global = words.of(Purpose::global_factor, 0);
    auto group = words.of(Purpose::group_factor, tables.words[tables.groups + g]);
    draw_path(tables, tables.region_rho, tables.region_rest, 1 + g, path, [&](u32 q) HD_INLINE {
      const U e = normal_of(tables, group(q));
      if (tables.correlation == 0) return e;
      const U shared = normal_of(tables, global(q));
      return times_q30(shared, U(tables.correlation)) + times_q30(e, U(tables.correlation_rest));
    });
  }
  for (u32 o = 0; o < tables.own_count; ++o) {
    auto own = words.of(Purpose::own_factor, tables.words[tables.owns + o]);
    draw_path(tables, tables.own_rho, tables.own_rest, 1 + tables.group_count + o, path,
              [&](u32 q) HD_INLINE { return normal_of(tables, own(q)); });
  }
}

// Of random words.
template <class L, class Trial>
HD void draw_global(const Tables& tables, Trial trial, FactorPath<L> path) {
  make_global<L>(tables, RandomWords<L, Trial>(tables, trial), path);
}
template <class L, class Trial>
HD void draw_factors(const Tables& tables, Trial trial, FactorPath<L> path) {
  make_factors<L>(tables, RandomWords<L, Trial>(tables, trial), path);
}

}  // namespace headroom
