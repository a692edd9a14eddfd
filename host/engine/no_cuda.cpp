// Stands in for cuda/ in a build without it.
#include "host/base/problems.h"
#include "host/engine/device_facts.h"
#include "host/engine/engine.h"
#include "host/engine/witness.h"

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

std::unique_ptr<Witness> make_cuda_witness(int) { throw RunError(HEADROOM_WHY_NO_CUDA); }

const char* advice_without_device() { return "install the CUDA toolkit, version 12 or newer, and build again"; }

}  // namespace headroom
