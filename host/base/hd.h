// The host/device macro and the integer names every file uses. The only file that asks which compiler runs.
#pragma once
#include <cstdint>

// HD stands before a function of a trial, HD_INLINE behind the parameters of a lambda in one: it is inlined as early.
// Else what it captures has an address when GCC takes structs apart, and a walk stays in memory. nvcc needs no word.
#ifdef __CUDACC__
#define HD __host__ __device__ __forceinline__
#define HD_INLINE
#else
#define HD inline __attribute__((always_inline))
#define HD_INLINE __attribute__((always_inline))
#endif

#ifdef __CUDA_ARCH__
#define HD_LEADING_ZEROS(x) std::uint32_t(__clz(int(x)))
#define HD_LEADING_ZEROS_64(x) std::uint32_t(__clzll((long long)(x)))
#else
#define HD_LEADING_ZEROS(x) std::uint32_t(__builtin_clz(x))
#define HD_LEADING_ZEROS_64(x) std::uint32_t(__builtin_clzll(x))
#endif

// Whether neighbouring threads run in step: then what one of them skips costs it as much as what it does.
#ifdef __CUDA_ARCH__
#define HD_IN_STEP true
#else
#define HD_IN_STEP false
#endif

namespace headroom {
using u8 = std::uint8_t;
using u16 = std::uint16_t;
using u32 = std::uint32_t;
using u64 = std::uint64_t;
using i32 = std::int32_t;
using i64 = std::int64_t;

// Element i of what is never written while a kernel runs: no store moves such a load. The base is kept apart from the
// index, since it is the same in all threads: one multiplication finds the address.
HD u32 constant_at(const u32* base, u64 i) {
#ifdef __CUDA_ARCH__
  asm("" : "+l"(base));
  return __ldg(base + i);
#else
  return base[i];
#endif
}
HD u64 constant_at(const u64* base, u64 i) {
#ifdef __CUDA_ARCH__
  asm("" : "+l"(base));
  return __ldg(reinterpret_cast<const unsigned long long*>(base) + i);
#else
  return base[i];
#endif
}
}  // namespace headroom
