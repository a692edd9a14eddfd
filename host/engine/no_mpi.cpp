// Stands in for mpi_ranks.cpp in a build without MPI.
#include "host/base/problems.h"
#include "host/engine/ranks.h"

namespace headroom {

Ranks::Ranks() {
  if (started_with_others())
    throw RunError(HEADROOM_WHY_NO_MPI
                   ", but it was started as one of several processes; start it once, or build it with MPI");
}
Ranks::~Ranks() = default;
std::string Ranks::ready(u64, const std::string&) {
  told_ = true;
  return {};
}
std::unique_ptr<Engine> Ranks::share_out(std::unique_ptr<Engine> own, std::vector<Tables>) const { return own; }
void Ranks::serve(Engine&, const std::vector<Tables>&) const {}

}  // namespace headroom
