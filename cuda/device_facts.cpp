#include "host/engine/device_facts.h"

#include <cuda_runtime_api.h>

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
  if (const cudaError_t status = cudaGetDeviceCount(&count); status != cudaSuccess) {
    facts.why_none = cudaGetErrorString(status);
  } else if (count == 0) {
    facts.why_none = "no device";
  } else {
    for (int number = 0; number < count; ++number) facts.devices.push_back(facts_of(number));
  }
  cudaGetLastError();  // clear it: whoever calls next starts afresh
  return facts;
}

}  // namespace headroom
