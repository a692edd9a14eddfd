#include "host/engine/conditional_pass.h"

#include "host/engine/aligned.h"
#include "host/engine/batches.h"
#include "host/engine/conditional_batch.h"
#include "host/engine/vector_batch.h"

namespace headroom {
namespace {

constexpr u64 kBatch = 256;  // their paths stay in a cache
static_assert(kBatch <= kMostChances);

// One thread's, one lane.
class OneLaneWorker {
 public:
  ConditionalTally tally;

  OneLaneWorker(const ConditionalTables& tables, SpacedTrials trials)
      : tally(1, tables.place_count, tables.months()),
        tables_(tables),
        trials_(trials),
        paths_(factor_path_length(tables.study) * kBatch),
        month_ends_(month_rows(tables.study.months)),
        moments_(tables.months()) {}

  void run(u64 offset, u64 count) {
    for (u64 i = 0; i < count; ++i)
      draw_conditional_factors<OneLane>(tables_, trials_.first + (offset + i) * trials_.step, path(i));
    for (u32 place = 0; place < tables_.place_count; ++place) run_place(place, count);
    tally.trials += count;
  }

 private:
  FactorPath<OneLane> path(u64 i) {
    return {paths_.data() + i * factor_path_length(tables_.study), 1, tables_.study.quarters};
  }
  void run_place(u32 place, u64 count) {
    const ChanceTable& f = tables_.places[place];
    Column<OneLane> month_end{month_ends_.data(), 1};
    std::fill(moments_.begin(), moments_.end(), Moments<OneLane>{});
    for (u64 i = 0; i < count; ++i) {
      run_clock<OneLane>(tables_.study, tables_.study.destinations[f.destination], path(i), &month_end);
      for (u32 m = 0; m < moments_.size(); ++m)
        moments_[m].add(chance_at<OneLane>(f, tables_.cubics, month_end.get(tables_.first_month + m)));
    }
    for (u32 m = 0; m < moments_.size(); ++m) tally.add(place, m, moments_[m]);
  }

  const ConditionalTables& tables_;
  SpacedTrials trials_;
  std::vector<u32> paths_;
  std::vector<u64> month_ends_;
  std::vector<Moments<OneLane>> moments_;
};

// One thread's, whole packs.
class PackWorker {
 public:
  ConditionalTally tally;

  PackWorker(const VectorCode& code, const ConditionalTables& tables, SpacedTrials trials)
      : tally(1, tables.place_count, tables.months()),
        code_(code),
        tables_(tables),
        trials_(trials),
        paths_(factor_path_length(tables.study) * kBatch),
        month_ends_(u64(month_rows(tables.study.months)) * code.width),
        moments_(u64(kMomentRows) * tables.months() * code.width) {}

  void run(u64 offset, u64 count) {
    const ConditionalBatch batch{&tables_,      trials_.first + offset * trials_.step,
                                 trials_.step,  u32(count / code_.width),
                                 paths_.get(),  month_ends_.get(),
                                 moments_.get()};
    code_.draw_conditional(batch);
    for (u32 place = 0; place < tables_.place_count; ++place) {
      code_.conditional(batch, place);
      for (u32 m = 0; m < tables_.months(); ++m) tally.add(place, m, moments_of(m));
    }
    tally.trials += count;
  }

 private:
  Moments<OneLane> moments_of(u32 month) const {
    u64 sums[kMomentRows] = {};
    for (u32 k = 0; k < kMomentRows; ++k)
      for (u32 lane = 0; lane < code_.width; ++lane)
        sums[k] += moments_.get()[(u64(kMomentRows) * month + k) * code_.width + lane];
    return {sums[0], sums[1], sums[2], sums[3]};
  }

  const VectorCode& code_;
  const ConditionalTables& tables_;
  SpacedTrials trials_;
  Aligned<u32> paths_;
  Aligned<u64> month_ends_, moments_;
};

// Whole packs, and what is left on one lane.
u64 run_spaced(const VectorCode* code, int threads, const ConditionalTables& tables, SpacedTrials trials,
               const std::atomic<bool>& stop, ConditionalTally* tally) {
  const u64 whole = code ? trials.count / code->width * code->width : 0;
  const SpacedTrials left{trials.first + whole * trials.step, trials.count - whole, trials.step};
  u64 done = 0;
  if (whole) {
    done = run_in_batches(whole, kBatch, threads, stop, tally,
                          [&] { return std::make_unique<PackWorker>(*code, tables, trials); });
  }
  if (done < whole || left.count == 0) return done;
  return done + run_in_batches(left.count, kBatch, threads, stop, tally,
                               [&] { return std::make_unique<OneLaneWorker>(tables, left); });
}

}  // namespace

u64 run_conditional_on_host(const VectorCode* code, int threads, const ConditionalTables& tables, TrialRange range,
                            const std::atomic<bool>& stop, ConditionalTally* tally) {
  return run_by_replicate(tables, range, tally, [&](SpacedTrials trials, ConditionalTally* part) {
    return run_spaced(code, threads, tables, trials, stop, part);
  });
}

}  // namespace headroom
