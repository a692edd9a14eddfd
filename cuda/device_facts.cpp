#include "host/engine/device_facts.h"

#include <cuda_runtime_api.h>

#include "host/engine/engine.h"

namespace headroom {
namespace {

DeviceFacts facts_of(int number) {
  DeviceFacts facts;
  facts.number = number;
  cudaDeviceProp properties{};
  if (cudaGetDeviceProperties(&properties, number) != cudaSuccess) return facts;
  facts.name = properties.name;
  facts.major = properties.major;
  facts.minor = properties.minor;
  facts.multiprocessors = properties.multiProcessorCount;
  facts.memory_bytes = properties.totalGlobalMem;
  return facts;
}

}  // namespace

CudaFacts cuda_facts() {
  CudaFacts facts;
  facts.toolkit = HEADROOM_CUDA_TOOLKIT;
  facts.architectures = HEADROOM_CUDA_ARCHITECTURES;
  // What fails leaves its zero.
  static_cast<void>(cudaDriverGetVersion(&facts.driver));
  static_cast<void>(cudaRuntimeGetVersion(&facts.runtime));
  int count = 0;
  if (cudaGetDeviceCount(&count) != cudaSuccess) count = 0;
  for (int number = 0; number < count; ++number) facts.devices.push_back(facts_of(number));
  if (count == 0) make_cuda_engine({}, &facts.why_none);  // it knows why
  cudaGetLastError();                                     // clear it: whoever calls next starts afresh
  return facts;
}

}  // namespace headroom
