// Processes that mpirun started to work on one run: rank 0 reads, writes and prints as if it were alone, the others
// take trials from it. Tallies are added up by MPI; they are integers, so the bits are those of one process.
// Defined in mpi_ranks.cpp, or by no_mpi.cpp in a build without MPI.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "host/engine/engine.h"

namespace headroom {

// Which of the processes this one is, of all and of those on its machine.
struct Rank {
  int number = 0, count = 1;
  int local = 0, local_count = 1;
};

// More than one process, by what mpirun or srun left in the environment. Starts nothing.
bool started_with_others();

// A process among the ranks, from its making to its end. Nothing but rank 0 of 1 where there are no others.
class Ranks {
 public:
  // Joins the others. Throws RunError where there are others but the build has no MPI.
  Ranks();
  // Where ready() was not called, for this rank has failed before, the others are told that there is nothing to do.
  ~Ranks();
  Ranks(const Ranks&) = delete;
  Ranks& operator=(const Ranks&) = delete;

  const Rank& rank() const { return rank_; }
  bool alone() const { return rank_.count == 1; }

  // All ranks call it once, each with the digest of all it has read, or with what went wrong. Empty: all have read the
  // same and the work may begin. Else, on rank 0, what is wrong with which rank, and that others do not work either.
  std::string ready(u64 digest, const std::string& failure);

  // On rank 0, after ready(): runs on all ranks, on this one by `own`. It lets the others go at the end of its life.
  // What it is asked to run must be one of `tables`, which all ranks know in one order. A rank that fails ends the job
  // with a message.
  std::unique_ptr<Engine> share_out(std::unique_ptr<Engine> own, std::vector<Tables> tables) const;
  // On the others, after ready(): works until rank 0 lets go.
  void serve(Engine& own, const std::vector<Tables>& tables) const;

 private:
  Rank rank_;
  bool told_ = false;
};

}  // namespace headroom
