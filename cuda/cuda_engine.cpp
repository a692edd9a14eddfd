// The CUDA engine: tables uploaded once a study, batches of trials through the kernels of kernels.cu.
#include <algorithm>

#include "cuda/device_run.h"

namespace headroom {
namespace {

class CudaEngine : public Engine {
 public:
  explicit CudaEngine(int device) : device_(device) {
    cudaDeviceProp properties{};
    HEADROOM_CUDA(cudaGetDeviceProperties(&properties, device));
    detail_ =
        std::string(properties.name) + ", sm_" + std::to_string(properties.major) + std::to_string(properties.minor);
  }
  std::string name() const override { return "cuda"; }
  std::string detail() const override { return detail_; }

  u64 run(const Tables& tables, TrialRange range, const std::atomic<bool>& stop, Tally* tally,
          ExhaustedBits* exhausted) override {
    if (tables.destination_count == 0 || range.count == 0) return run_without_destinations(tables, range, stop, tally);
    HEADROOM_CUDA(cudaSetDevice(device_));
    cuda::DeviceRun run(tables, range.count, tally->shape);
    u64 done = 0;
    while (done < range.count && !stop.load(std::memory_order_relaxed)) {
      const u64 count = std::min<u64>(run.batch(), range.count - done);
      run.add({range.first + done, count});
      if (exhausted) run.mark(done, exhausted);
      done += count;
    }
    run.collect(tally);
    tally->trials += done;
    return done;
  }

 private:
  // A study without a cap has no queue to walk: settling its book and moving its companies is no work for a device.
  static u64 run_without_destinations(const Tables& tables, TrialRange range, const std::atomic<bool>& stop,
                                      Tally* tally) {
    return make_reference_engine(1)->run(tables, range, stop, tally);
  }

  int device_;
  std::string detail_;
};

}  // namespace

std::unique_ptr<Engine> make_cuda_engine(const std::vector<int>& devices, std::string* why_not) {
  int count = 0;
  const int device = devices.empty() ? 0 : devices.front();
  if (const cudaError_t status = cudaGetDeviceCount(&count); status != cudaSuccess) {
    *why_not = cudaGetErrorString(status);
  } else if (count == 0) {
    *why_not = "no device";
  } else if (devices.size() > 1) {
    *why_not = "one device at a time in this version; give --device " + std::to_string(device);
  } else if (device < 0 || device >= count) {
    *why_not = "there is no device " + std::to_string(device) + "; the last one is " + std::to_string(count - 1);
  } else if (const cudaError_t set = cudaSetDevice(device); set != cudaSuccess) {
    *why_not = cudaGetErrorString(set);
  } else if (const cudaError_t probe = cuda::probe_kernels(); probe != cudaSuccess) {
    *why_not = cudaGetErrorString(probe);
  } else {
    return std::make_unique<CudaEngine>(device);
  }
  cudaGetLastError();  // clear it: the CPU takes over
  return nullptr;
}

}  // namespace headroom
