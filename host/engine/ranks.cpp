#include "host/engine/ranks.h"

#include <cstdlib>

namespace headroom {

bool started_with_others() {
  for (const char* name : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE"}) {
    const char* const count = std::getenv(name);
    if (count && std::atoi(count) > 1) return true;
  }
  // srun with PMIx tells the rank, and Slurm how many there are.
  const char* const tasks = std::getenv("SLURM_STEP_NUM_TASKS");
  return std::getenv("PMIX_RANK") && tasks && std::atoi(tasks) > 1;
}

}  // namespace headroom
