// The CUDA runtime in C++: checked calls and owned memory. Compiled by the host compiler.
#pragma once
#include <cuda_runtime_api.h>

#include <cstddef>
#include <utility>
#include <vector>

#include "host/base/problems.h"

namespace headroom::cuda {

// A call of CUDA that failed. Its text has CUDA's own words, the call and the place.
struct DeviceError : RunError {
  DeviceError(cudaError_t why, const std::string& text) : RunError(text), status(why) {}
  cudaError_t status;
};

// Throws DeviceError.
void check(cudaError_t status, const char* call, const char* file, int line);
#define HEADROOM_CUDA(call) ::headroom::cuda::check((call), #call, __FILE__, __LINE__)

// An array in device memory. Move-only. Its copies run in the default stream; the host has to see to it that the work
// before them is done. Nothing here reports that freeing fails, as it does once a device is lost.
template <class T>
class Array {
 public:
  Array() = default;
  explicit Array(std::size_t count) : count_(count) {
    if (count > 0) HEADROOM_CUDA(cudaMalloc(reinterpret_cast<void**>(&data_), count * sizeof(T)));
  }
  explicit Array(const std::vector<T>& from) : Array(from.data(), from.size()) {}
  Array(const T* from, std::size_t count) : Array(count) {
    if (count > 0) HEADROOM_CUDA(cudaMemcpy(data_, from, count * sizeof(T), cudaMemcpyHostToDevice));
  }
  Array(Array&& other) noexcept { swap(other); }
  Array& operator=(Array&& other) noexcept {
    swap(other);
    return *this;
  }
  ~Array() { cudaFree(data_); }

  T* data() const { return data_; }
  std::size_t size() const { return count_; }
  void clear(cudaStream_t stream) {
    if (count_ > 0) HEADROOM_CUDA(cudaMemsetAsync(data_, 0, count_ * sizeof(T), stream));
  }
  std::vector<T> fetch() const {
    std::vector<T> to(count_);
    if (count_ > 0) HEADROOM_CUDA(cudaMemcpy(to.data(), data_, count_ * sizeof(T), cudaMemcpyDeviceToHost));
    return to;
  }

 private:
  void swap(Array& other) {
    std::swap(data_, other.data_);
    std::swap(count_, other.count_);
  }
  T* data_ = nullptr;
  std::size_t count_ = 0;
};

// An array of the host that a device copies to while the host goes on.
template <class T>
class Pinned {
 public:
  explicit Pinned(std::size_t count) {
    HEADROOM_CUDA(cudaHostAlloc(reinterpret_cast<void**>(&data_), count * sizeof(T), cudaHostAllocDefault));
  }
  Pinned(const Pinned&) = delete;
  Pinned& operator=(const Pinned&) = delete;
  ~Pinned() { cudaFreeHost(data_); }
  T* data() const { return data_; }

 private:
  T* data_ = nullptr;
};

// A stream that does not wait for the default one, in which plain copies run.
class Stream {
 public:
  Stream() { HEADROOM_CUDA(cudaStreamCreateWithFlags(&stream_, cudaStreamNonBlocking)); }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  ~Stream() { cudaStreamDestroy(stream_); }
  cudaStream_t get() const { return stream_; }

 private:
  cudaStream_t stream_ = nullptr;
};

class Event {
 public:
  Event() { HEADROOM_CUDA(cudaEventCreateWithFlags(&event_, cudaEventDisableTiming)); }
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
  ~Event() { cudaEventDestroy(event_); }
  cudaEvent_t get() const { return event_; }

 private:
  cudaEvent_t event_ = nullptr;
};

}  // namespace headroom::cuda
