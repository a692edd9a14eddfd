#include "cuda/device.h"

#include <string>
#include <string_view>

namespace headroom::cuda {

void check(cudaError_t status, const char* call, const char* file, int line) {
  if (status == cudaSuccess) return;
  const std::string_view text = call;
  throw DeviceError(status, std::string(cudaGetErrorString(status)) + " (" + cudaGetErrorName(status) + ") in " +
                                std::string(text.substr(0, text.find('('))) + " at " + file + ":" +
                                std::to_string(line));
}

}  // namespace headroom::cuda
