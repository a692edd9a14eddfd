// The memory of some trials side by side, and the steps of a trial in the order in which they are taken. Whoever walks
// trials one at a time on the host takes these steps: the reference engine, and `explain`, which replays one trial.
#pragma once
#include <vector>

#include "host/engine/engine.h"
#include "host/trial/walk.h"

namespace headroom {

// Rows of scratch that do for every destination.
u32 most_scratch_rows(const Tables& tables);

// Trials are called by their place i among those side by side, and by their number, which is the address of their
// draws.
class TrialMemory {
 public:
  TrialMemory(const Tables& tables, u64 trials) : tables_(tables), trials_(trials) {
    paths_.resize(factor_path_length(tables) * trials);
    numbers_.resize(most_scratch_rows(tables));
    mail_.resize(u64(tables.hub_count) * kMailRows * trials);
  }

  // What comes before all destinations: the factors, and the book rows that meet no meter.
  template <class Watch>
  void begin(u64 i, u64 trial, Watch* watch) {
    draw_factors<OneLane>(tables_, trial, path(i));
    settle_book(tables_, trial, watch);
    clear_mail(tables_, mail(i));
  }

  // One destination, once all that send orders to it have been walked. Throws as throw_runaway does.
  template <class Watch>
  Outcome<OneLane> walk(u32 d, u64 i, u64 trial, Watch* watch) {
    const Destination& place = tables_.destinations[d];
    Scratch<OneLane> scratch = carve_scratch<OneLane>(scratch_rows(tables_, place), {numbers_.data(), 1});
    month_end_ = scratch.month_end;
    run_clock<OneLane>(tables_, place, path(i), &month_end_);
    const Outcome<OneLane> out = headroom::walk<OneLane>(tables_, place, trial, scratch, mail(i), watch);
    if (out.runaway) throw_runaway(tables_, trial, d);
    return out;
  }

  // Of the destination and the trial walked last.
  const Column<OneLane>& month_end() const { return month_end_; }

 private:
  FactorPath<OneLane> path(u64 i) { return {paths_.data() + i * factor_path_length(tables_), 1, tables_.quarters}; }
  Mail<OneLane> mail(u64 i) { return {mail_.data() + i * kMailRows, 1, kMailRows * trials_}; }

  const Tables tables_;  // a view
  u64 trials_;
  std::vector<u32> paths_;
  std::vector<u64> numbers_, mail_;
  Column<OneLane> month_end_{};
};

// Destinations among which an order can move: those of `marked`, and whatever must be walked before them, in the order
// of a walk. With `onwards`, also where their own orders may go.
std::vector<u32> walks_for(const Tables& tables, std::vector<bool> marked, bool onwards);

}  // namespace headroom
