// The CUDA engine: a host thread a device, which share out the trials among themselves.
#include "cuda/cuda_engine.h"

#include <algorithm>
#include <exception>
#include <thread>

#include "cuda/conditional_run.h"
#include "cuda/weighted_run.h"
#include "cuda/worker.h"
#include "host/engine/device_facts.h"

namespace headroom {
namespace {

using cuda::Job;
using cuda::Worker;

class CudaEngine : public Engine {
 public:
  CudaEngine(const CudaOptions& options, std::string detail) : options_(options), detail_(std::move(detail)) {
    for (const int device : options.devices) workers_.push_back(std::make_unique<Worker>(device, options));
  }
  std::string name() const override { return "cuda"; }
  std::string detail() const override {
    const std::string lost = stories(false);
    return detail_ + (lost.empty() ? "" : "; " + lost + (all_lost() ? "" : "; the others did the rest"));
  }
  EngineTimes times() const override {
    EngineTimes all;
    for (const auto& worker : workers_) {
      all.upload_s += worker->times().upload_s;
      all.kernels_s += worker->times().kernels_s;
      all.download_s += worker->times().download_s;
    }
    return all;
  }

  u64 run(const Tables& tables, TrialRange range, const std::atomic<bool>& stop, Tally* tally,
          ExhaustedBits* exhausted) override {
    if (tables.destination_count == 0 || range.count == 0) return run_without_destinations(tables, range, stop, tally);
    Job job(tables, range, stop, workers_.size(), tally, exhausted);
    run_all(&job);
    const u64 done = job.chunks.done();
    if (exhausted && done < range.count) exhausted->clear_from(done);
    if (!stop.load() && !job.chunks.complete()) throw EngineLost(done, "CUDA: " + stories(true));
    if (job.runaway != cuda::kNoRunaway) {
      const u64 numbers = u64(tables.destination_count) + tables.company_count;
      throw_runaway(tables, job.runaway / numbers, u32(job.runaway % numbers));
    }
    return done;
  }

  u64 run_conditional(const ConditionalTables& tables, TrialRange range, const std::atomic<bool>& stop,
                      ConditionalTally* tally) override {
    return cuda::run_conditional_on(left(), tables, range, stop, tally);
  }
  u64 run_weighted(const Tables& tables, const Tilt& tilt, TrialRange range, const std::atomic<bool>& stop,
                   WeightTally* tally) override {
    return cuda::run_weighted_on(left(), options_, tables, tilt, range, stop, tally);
  }

 private:
  // A study without a cap has no queue to walk: settling its book and moving its companies is no work for a device.
  static u64 run_without_destinations(const Tables& tables, TrialRange range, const std::atomic<bool>& stop,
                                      Tally* tally) {
    return make_reference_engine(1)->run(tables, range, stop, tally);
  }

  // The first device works in this thread.
  void run_all(Job* job) {
    std::mutex failing;
    std::exception_ptr failure;  // of the host: out of memory
    const auto work = [&](Worker* worker) {
      try {
        worker->run(job);
      } catch (...) {
        const std::lock_guard lock(failing);
        failure = std::current_exception();
      }
    };
    {
      std::vector<std::jthread> others;
      for (std::size_t i = 1; i < workers_.size(); ++i) others.emplace_back(work, workers_[i].get());
      work(workers_.front().get());
    }
    if (failure && !job->chunks.complete()) std::rethrow_exception(failure);
  }

  // The devices that are not lost.
  std::vector<int> left() const {
    std::vector<int> devices;
    for (const auto& worker : workers_)
      if (!worker->lost()) devices.push_back(worker->device());
    return devices;
  }
  bool all_lost() const {
    return std::all_of(workers_.begin(), workers_.end(), [](const auto& worker) { return worker->lost(); });
  }
  std::string stories(bool with_call) const {
    std::string all;
    for (const auto& worker : workers_)
      if (worker->lost()) all += (all.empty() ? "" : "; ") + worker->story(with_call);
    return all;
  }

  const CudaOptions options_;
  std::string detail_;
  std::vector<std::unique_ptr<Worker>> workers_;
};

std::string no_device_text(cudaError_t status) {
  int driver = 0, runtime = 0;
  cudaDriverGetVersion(&driver);
  cudaRuntimeGetVersion(&runtime);
  if (status == cudaErrorInsufficientDriver && driver == 0) return "there is no NVIDIA driver; install one";
  if (status == cudaErrorInsufficientDriver) {
    return "the NVIDIA driver is for CUDA " + cuda_version(driver) + ", which is too old; this program needs one for " +
           cuda_version(runtime);
  }
  return cudaGetErrorString(status);
}

// What a reader of the result wants to know of a device: "NVIDIA H100, sm_90". Throws DeviceError where it cannot run
// the kernels.
std::string probe(int device) {
  HEADROOM_CUDA(cudaSetDevice(device));
  HEADROOM_CUDA(cuda::probe_kernels());
  cudaDeviceProp properties{};
  HEADROOM_CUDA(cudaGetDeviceProperties(&properties, device));
  return std::string(properties.name) + ", sm_" + std::to_string(properties.major) + std::to_string(properties.minor);
}

// All of these devices: "2 x NVIDIA H100, sm_90", those that differ one after the other. Nothing, and the reason in
// `why_not`, where one of them cannot be used.
std::string probe_all(const std::vector<int>& devices, std::string* why_not) {
  int count = 0;
  if (const cudaError_t status = cudaGetDeviceCount(&count); status != cudaSuccess || count == 0) {
    *why_not = no_device_text(status != cudaSuccess ? status : cudaErrorNoDevice);
    return {};
  }
  std::vector<std::pair<std::string, int>> kinds;
  for (const int device : devices) {
    const std::string name = "device " + std::to_string(device);
    if (device < 0 || device >= count) {
      *why_not = "there is no " + name + "; the last one is " + std::to_string(count - 1);
      return {};
    }
    try {
      const std::string kind = probe(device);
      if (kinds.empty() || kinds.back().first != kind) kinds.emplace_back(kind, 0);
      ++kinds.back().second;
    } catch (const cuda::DeviceError& error) {
      *why_not = name + ": " + cudaGetErrorString(error.status);
      return {};
    }
  }
  std::string text;
  for (const auto& [kind, number] : kinds)
    text += (text.empty() ? "" : "; ") + (number > 1 ? std::to_string(number) + " x " : "") + kind;
  return text;
}

}  // namespace

std::unique_ptr<Engine> make_cuda_engine(const CudaOptions& options, std::string* why_not) {
  CudaOptions chosen = options;
  if (chosen.devices.empty()) chosen.devices = {0};
  const std::string detail = probe_all(chosen.devices, why_not);
  if (!detail.empty()) return std::make_unique<CudaEngine>(chosen, detail);
  cudaGetLastError();  // clear it: the CPU takes over
  return nullptr;
}

std::unique_ptr<Engine> make_cuda_engine(const std::vector<int>& devices, std::string* why_not) {
  return make_cuda_engine(CudaOptions{.devices = devices}, why_not);
}

}  // namespace headroom
