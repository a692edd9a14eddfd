#include "host/app/conditional.h"

#include "host/app/interrupt.h"
#include "host/app/simulate.h"
#include "host/app/terminal.h"
#include "host/stats/conditional.h"

namespace headroom {

u64 run_pieces(Engine& engine, const ConditionalTables& tables, TrialRange range, const std::atomic<bool>& stop,
               Progress& progress, ConditionalTally* tally) {
  u64 done = 0, piece = kChunkStep;
  while (done < range.count && !stop.load()) {
    progress.update(done);
    const Clock::time_point before = Clock::now();
    const u64 asked = std::min(piece, range.count - done);
    const u64 got = engine.run_conditional(tables, {range.first + done, asked}, stop, tally);
    done += got;
    if (got < asked) break;
    piece = next_chunk(asked, std::chrono::duration<double>(Clock::now() - before).count());
  }
  progress.clear();
  return done;
}

Estimates run_conditional(const RunOptions& options, const Inputs& inputs, TrialRange range) {
  const Study& study = inputs.loaded.study;
  ConditionalStudy conditional(inputs.compiled, options.engine.threads);
  if (options.points == "sobol") conditional.use_points(options.replicates);
  const ConditionalTables tables = conditional.tables();
  ConditionalTally tally(tables);
  const Interrupt interrupt;
  std::string note;
  const std::unique_ptr<Engine> engine = make_engine(options.engine, &note);
  if (tables.place_count) {
    Progress progress(range.count, options.quiet ? ProgressStyle::none : options.progress_style());
    run_pieces(*engine, tables, range, interrupt.flag(), progress, &tally);
  }
  Estimates estimates = conditional_estimates(inputs.compiled, study, conditional, tally);
  estimates.first_trial = range.first;
  estimates.engine = engine->name();
  estimates.engine_detail = engine->detail() + (note.empty() ? "" : "; " + note);
  estimates.interrupted = tables.place_count && tally.trials < range.count;
  if (estimates.interrupted) estimates.stopped = "a signal came";
  return estimates;
}

}  // namespace headroom
