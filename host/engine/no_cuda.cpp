// Stands in for cuda/ in a build without it.
#include "host/engine/device_facts.h"
#include "host/engine/engine.h"

namespace headroom {

std::unique_ptr<Engine> make_cuda_engine(const std::vector<int>&, std::string* why_not) {
  *why_not = HEADROOM_WHY_NO_CUDA;
  return nullptr;
}

CudaFacts cuda_facts() {
  CudaFacts facts;
  make_cuda_engine({}, &facts.why_none);
  return facts;
}

}  // namespace headroom
