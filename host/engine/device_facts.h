// What there is to run CUDA on, for people who compare machines. Defined in cuda/, or by host/engine/no_cuda.cpp.
#pragma once
#include <string>
#include <vector>

#include "host/base/hd.h"

namespace headroom {

struct DeviceFacts {
  int number = 0;
  std::string name;
  int major = 0, minor = 0;  // its compute capability
  int multiprocessors = 0;
  u64 memory_bytes = 0;
};

struct CudaFacts {
  std::string toolkit;          // that the program was built with, as "13.0.48"; empty: none
  std::string architectures;    // that it carries code for, as "80-real,90-real,90-virtual"
  int driver = 0, runtime = 0;  // versions as CUDA writes them, 13000 for 13.0; 0: none
  std::vector<DeviceFacts> devices;
  std::string why_none;  // where there is no device
};

// "12.4" of 12040; of 0 nothing.
inline std::string cuda_version(int version) {
  return version > 0 ? std::to_string(version / 1000) + "." + std::to_string(version % 1000 / 10) : "";
}

// Never fails: what cannot be learned is left out. The first call starts the driver, which takes a while.
CudaFacts cuda_facts();

}  // namespace headroom
