#include "host/engine/weighted_pass.h"

#include "host/engine/aligned.h"
#include "host/engine/batches.h"
#include "host/engine/narrow_months.h"
#include "host/engine/trial_memory.h"
#include "host/engine/turned_rows.h"
#include "host/engine/weighted_batch.h"

namespace headroom {
namespace {

// One lane at a time; what the others are compared with.
u32 weigh_one_by_one(const WeightedBatch& b) {
  const Tables& tables = *b.tables;
  const FactorPath<OneLane> path{b.paths, 1, tables.quarters};
  const Mail<OneLane> mail{b.mail, 1, kMailRows};
  for (u32 i = 0; i < kTiltBlock; ++i) {
    const u64 trial = b.first + i;
    draw_factors<OneLane>(tables, trial, path);
    clear_mail(tables, mail);
    Scratch<OneLane> scratch =
        carve_scratch<OneLane>(scratch_rows(tables, tables.destinations[kNominal]), Column<OneLane>{b.scratch, 1});
    run_clock<OneLane>(tables, tables.destinations[level_law(trial)], path, &scratch.month_end);
    const u32 level = level_of<OneLane>(tables, *b.tilt, scratch.month_end);
    const u32 law = law_of(trial, level);
    run_clock<OneLane>(tables, tables.destinations[law], path, &scratch.month_end);
    Weigh<OneLane> seen(tables, tables.destinations[law], *b.tilt);
    seen.start(law, level);
    if (walk_to_exhaustion<OneLane>(trial, scratch, mail, &seen)) return i;
    b.months[i] = seen.month;
    if (seen.month != kNever) b.logs[i] = log_ratio<OneLane>(seen, scratch.month_end, path);
  }
  return kNever;
}

constexpr WeightedCode kOneByOne = {1, weigh_one_by_one};

// One thread's.
class Worker {
 public:
  WeightTally tally;

  Worker(const Tables& tables, const Tilt& tilt, const WeightedCode& code, u64 first)
      : tally(tables.months),
        tables_(tables),
        tilt_(tilt),
        code_(code),
        first_(first),
        paths_(u64(factor_path_length(tables)) * kTiltBlock),
        levels_(kTiltBlock),
        slots_(kTiltBlock + code.width),
        month_ends_(u64(narrow_rows(tables.months)) * code.width),
        months_(kTiltBlock),
        scratch_(u64(most_scratch_rows(tables)) * code.width),
        mail_(u64(tables.hub_count) * kMailRows * code.width),
        logs_(kTiltBlock) {}

  void run(u64 offset, u64 count) {
    const WeightedBatch batch{&tables_,      &tilt_,        first_ + offset, paths_.get(),
                              levels_.get(), slots_.get(),  scratch_.get(),  month_ends_.get(),
                              mail_.get(),   months_.get(), logs_.get()};
    const u32 runaway = code_.walk(batch);
    if (runaway != kNever) throw_runaway(tables_, batch.first + runaway, kNominal);
    for (u32 i = 0; i < kTiltBlock; ++i)
      if (months_.get()[i] != kNever) tally.months[months_.get()[i]].add(weight_of(tables_, logs_.get()[i]));
    tally.trials += count;
    tally.nominal += kNominalTrials;
  }

 private:
  const Tables& tables_;
  const Tilt& tilt_;
  const WeightedCode& code_;
  u64 first_;
  Aligned<u32> paths_, levels_, slots_, month_ends_, months_;
  Aligned<u64> scratch_, mail_, logs_;
};

}  // namespace

u64 run_weighted_on_host(const WeightedCode* code, int threads, const Tables& tables, const Tilt& tilt,
                         TrialRange range, const std::atomic<bool>& stop, WeightTally* tally) {
  const std::vector<Row> rows = code ? turned_rows(tables) : std::vector<Row>();
  Tables turned = tables;
  if (code) turned.rows = rows.data();
  return run_in_batches(range.count, kTiltBlock, threads, stop, tally,
                        [&] { return std::make_unique<Worker>(turned, tilt, code ? *code : kOneByOne, range.first); });
}

}  // namespace headroom
