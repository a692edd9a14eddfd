// Memory of one thread, as packs read and write it.
#pragma once
#include <algorithm>
#include <memory>
#include <new>

#include "host/base/hd.h"

namespace headroom {

// Zeros to begin with, at a multiple of 64 bytes.
template <class T>
class Aligned {
 public:
  explicit Aligned(u64 count) : first_(static_cast<T*>(::operator new(count * sizeof(T) + 1, kAlignment))) {
    std::fill_n(first_.get(), count, T(0));
  }
  T* get() const { return first_.get(); }

 private:
  static constexpr std::align_val_t kAlignment{64};
  struct Free {
    void operator()(T* first) const { ::operator delete(first, kAlignment); }
  };
  std::unique_ptr<T, Free> first_;
};

}  // namespace headroom
