#include "host/app/conditional.h"

#include <algorithm>

#include "host/base/digest.h"
#include "host/stats/conditional.h"

namespace headroom {

u64 digest_of(const ConditionalTables& tables) {
  Digest digest;
  digest.add(tables.first_month);
  for (u32 place = 0; place < tables.place_count; ++place) {
    const ChanceTable& f = tables.places[place];
    for (const u32 x : {f.destination, f.cubics, f.cells, f.cell_bits, f.place_bits}) digest.add(x);
    digest.add(f.from);
  }
  digest.add(tables.cubics, tables.cubic_count * sizeof *tables.cubics);
  return digest.value();
}

Estimates run_conditional(const Job& job) {
  const auto [first, count] = job.range;
  ConditionalStudy conditional(job.inputs.compiled, job.options.engine.threads);
  if (job.options.points == "sobol") conditional.use_points(job.options.replicates);
  const ConditionalTables tables = conditional.tables();
  ConditionalTally tally(tables);
  std::string note;
  const std::unique_ptr<Engine> engine = make_engine(job.options.engine, &note);
  if (tables.place_count) {
    job.saver->keep("factors", digest_of(tables), &tally);
    Progress progress(count, job.progress);
    const u64 earlier = tally.trials;
    progress.go_on_behind(earlier);
    progress.tell([&] { return ProgressDetail{job.saver->trials_saved(), {}}; });
    BetweenPieces between = saving(job, first);
    // Every replicate has as many points, also when the run ends early.
    between.at_most = std::max<u64>(between.at_most / tally.replicates, 1) * tally.replicates;
    run_in_pieces(left_of(job.range, earlier), job.stop, progress, between,
                  [&](TrialRange piece) { return engine->run_conditional(tables, piece, job.stop, &tally); });
    job.saver->end(tally.trials, tally.trials < count);
  }
  Estimates estimates = conditional_estimates(job.inputs.compiled, job.inputs.loaded.study, conditional, tally);
  estimates.first_trial = first;
  estimates.engine = engine->name();
  estimates.engine_detail = engine->detail() + (note.empty() ? "" : "; " + note);
  estimates.interrupted = tables.place_count && tally.trials < count;
  if (estimates.interrupted) estimates.stopped = "a signal came";
  return estimates;
}

}  // namespace headroom
