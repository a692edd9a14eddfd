#include "host/engine/engine.h"

#include <algorithm>
#include <thread>

#include "host/base/problems.h"

namespace headroom {
namespace {

int threads_of(const EngineChoice& choice) {
  return choice.threads > 0 ? choice.threads : int(std::max(1u, std::thread::hardware_concurrency()));
}

}  // namespace

std::unique_ptr<Engine> make_engine(const EngineChoice& choice, std::string* note) {
  if (choice.engine == "cpu" || choice.engine == "reference") return make_reference_engine(threads_of(choice));
  std::string why_not;
  if (auto engine = make_cuda_engine(choice.devices, &why_not)) return engine;
  if (choice.engine == "cuda") throw RunError("the CUDA engine cannot run: " + why_not);
  *note = "no CUDA: " + why_not;
  return make_reference_engine(threads_of(choice));
}

}  // namespace headroom
