#include "tests/support/estimators.h"

#include "host/stats/exact_solver.h"
#include "host/stats/importance.h"
#include "tests/support/control_run.h"
#include "tests/support/weighted_run.h"

namespace headroom::testing {
namespace {

// Trials in which the study and its relative differ, about: where they are fewer, those seen do not tell the variance.
constexpr double kTold = 25;

class AllEstimators {
 public:
  AllEstimators(const Study& study, u64 trials, Engine& engine)
      : trials_(trials),
        engine_(engine),
        compiled_(compiled(study)),
        last_(compiled_.tables().months - 1),
        exact_(exact_estimates(compiled_, study, 1)),
        conditional_(compiled_, 1, last_),
        control_(study) {}

  std::optional<Answers> of(u32 destination) const {
    Answers answers;
    const Tables tables = compiled_.tables();
    Tally tally(tally_shape(tables));
    engine_.run(tables, range(destination, kPlain), stop_, &tally);
    const u64 hits = exhausted_by(tally, destination, last_);
    if (hits < kSeen || trials_ - hits < kSeen) return std::nullopt;
    answers.by[kPlain] = counted(hits);
    if (exact_.destinations[destination].refused.empty())
      answers.exact = exact_.destinations[destination].exhausted.estimate;
    answers.by[kConditional] = conditional(destination, 0);
    answers.conditional_a_cell_off = conditional(destination, 1);
    put_control(destination, &answers);
    if (importance_refusal(compiled_, destination).empty()) answers.by[kImportance] = importance(destination);
    return answers;
  }

 private:
  // Sixteen times the trials for each: control takes nine.
  TrialRange range(u32 destination, Estimator by) const {
    return {(u64(destination) * kEstimators + by) * 16 * trials_, trials_};
  }
  Answer counted(u64 hits) const {
    const double p = double(hits) / double(trials_);
    return {p, p * (1 - p) / double(trials_)};
  }

  std::optional<Answer> conditional(u32 destination, u64 cells_off) const {
    if (!conditional_.answers(destination)) return std::nullopt;
    ConditionalTables tables = conditional_.tables();
    std::vector<ChanceTable> places(tables.places, tables.places + tables.place_count);
    u32 place = 0;
    while (places[place].destination != destination) ++place;
    for (ChanceTable& f : places) f.from += cells_off << f.cell_bits;
    tables.places = places.data();
    ConditionalTally tally(tables);
    engine_.run_conditional(tables, range(destination, kConditional), stop_, &tally);
    const ChanceSums sums = chance_sums(tally, place, 0);
    return Answer{double(sums.mean()), double(sums.variance()) / double(sums.trials)};
  }

  void put_control(u32 destination, Answers* answers) const {
    const ControlAnswer ran = control_.run(engine_, range(destination, kControl));
    const DestinationEstimate& row = ran.estimates.destinations[destination];
    if (!row.variance_removed) return;
    const Answer plain = counted(exhausted_by(ran.tally, destination, last_));
    const double p = row.exhausted.estimate, variance = plain.variance * (1 - *row.variance_removed);
    if (variance * double(trials_) * double(trials_) < kTold) return;
    answers->by[kControl] = {p, variance};
    answers->control_added = {2 * plain.p - p, variance};
  }

  std::optional<Answer> importance(u32 destination) const {
    const TiltedStudy tilted = tilted_by_pilot(compiled_, destination, engine_);
    const WeightTally tally = weighed(engine_, tilted, range(destination, kImportance));
    DestinationEstimate row;
    put_weighted(tally, 1, &row);
    if (!row.remark.empty()) return std::nullopt;
    const WeightedHits of = hits_until(tally, last_);
    return Answer{of.sum / double(of.trials), of.variance()};
  }

  u64 trials_;
  Engine& engine_;
  CompiledStudy compiled_;
  u32 last_;  // month
  Estimates exact_;
  ConditionalStudy conditional_;
  ControlStudy control_;
  std::atomic<bool> stop_{false};
};

}  // namespace

std::vector<Answers> answers_of(const Study& study, u64 trials, Engine& engine) {
  const AllEstimators all(study, trials, engine);
  std::vector<Answers> answers;
  const u32 destinations = compiled(study).tables().destination_count;
  for (u32 d = 0; d < destinations; ++d)
    if (const std::optional<Answers> of = all.of(d)) answers.push_back(*of);
  return answers;
}

}  // namespace headroom::testing
