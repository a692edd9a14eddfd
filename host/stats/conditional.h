// The conditional estimator: factors are simulated, and what orders come to, given them, is worked out.
#pragma once
#include <string>
#include <vector>

#include "host/engine/conditional.h"
#include "host/stats/chance_table.h"
#include "host/stats/estimates.h"
#include "host/stats/mean_interval.h"

namespace headroom {

// The tables of a conditional pass over a study: F of each destination whose rules allow it.
class ConditionalStudy {
 public:
  // Months from `first_month` on. The work is shared by `threads` (0: all of the machine); the tables do not depend on
  // them. The study has to outlive this.
  ConditionalStudy(const CompiledStudy& compiled, int threads, u32 first_month = 0);

  // Trials have points from now on (host/trial/points.h), in so many replicates, a power of two.
  void use_points(u32 replicates);

  // `places` are the destinations that have an answer, in the order of the study.
  ConditionalTables tables() const;
  bool answers(u32 destination) const { return refused_[destination].empty(); }
  const std::string& refused(u32 destination) const { return refused_[destination]; }
  const LatticeUse& lattice(u32 place) const { return lattices_[place]; }
  double error(u32 place) const { return errors_[place]; }  // of F

 private:
  Tables study_;
  u32 first_month_;
  std::vector<std::string> refused_;
  std::vector<ChanceTable> places_;
  std::vector<LatticeUse> lattices_;
  std::vector<double> errors_;
  std::vector<u64> cubics_;
  std::vector<u32> directions_;
  Points points_{};
};

// What a place has come to by a month of the pass: the chances of all trials, and the means of replicates, all of which
// have as many points.
ChanceSums chance_sums(const ConditionalTally& tally, u32 place, u32 month);
ChanceSums replicate_means(const ConditionalTally& tally, u32 place, u32 month);

// What the tally of a pass over all months says.
Estimates conditional_estimates(const CompiledStudy& compiled, const Study& study, const ConditionalStudy& tables,
                                const ConditionalTally& tally);

}  // namespace headroom
