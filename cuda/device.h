// The CUDA runtime in C++: checked calls and owned memory. Compiled by the host compiler.
#pragma once
#include <cuda_runtime_api.h>

#include <cstddef>
#include <utility>
#include <vector>

namespace headroom::cuda {

// Throws RunError with the call, the place and CUDA's own words.
void check(cudaError_t status, const char* call, const char* file, int line);
#define HEADROOM_CUDA(call) ::headroom::cuda::check((call), #call, __FILE__, __LINE__)

// An array in device memory. Move-only.
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
  void clear() {
    if (count_ > 0) HEADROOM_CUDA(cudaMemset(data_, 0, count_ * sizeof(T)));
  }
  // Waits for the work before it.
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

}  // namespace headroom::cuda
