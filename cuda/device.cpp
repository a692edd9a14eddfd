#include "cuda/device.h"

#include <string>

namespace headroom::cuda {

void check(cudaError_t status, const char* call, const char* file, int line) {
  if (status == cudaSuccess) return;
  throw DeviceError(status, std::string(cudaGetErrorString(status)) + " (" + cudaGetErrorName(status) + ") in " + call +
                                " at " + file + ":" + std::to_string(line));
}

}  // namespace headroom::cuda
