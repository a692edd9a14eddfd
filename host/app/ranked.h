// A run that the processes of mpirun share: see host/engine/ranks.h.
#pragma once
#include "host/app/inputs.h"
#include "host/app/run_options.h"
#include "host/app/what_if.h"
#include "host/engine/ranks.h"

namespace headroom {

// What a process may take of its machine where others of the job are on it too: its share of the threads where none
// were asked for, and of the devices the one of its number.
void share_machine(const Rank& rank, EngineChoice* choice);

// On rank 0: the engine that runs the study and its scenarios on all ranks. Throws RunError where another rank cannot
// take part or has read something else.
std::unique_ptr<Engine> shared_out(Ranks& ranks, std::unique_ptr<Engine> own, const Inputs& inputs,
                                   const std::vector<ScenarioRun>& scenarios);

// On the others: reads the same and works for rank 0. Says nothing: what is wrong is told by rank 0. Returns the exit
// code.
int work_for_the_first(Ranks& ranks, RunOptions& options);

}  // namespace headroom
