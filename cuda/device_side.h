// What several kernels share. Included by .cu files alone.
#pragma once
#include "cuda/kernels.h"
#include "host/trial/mail.h"
#include "host/trial/tally.h"

namespace headroom::cuda {

__device__ inline void add(u64* to, u64 x) {
  atomicAdd(reinterpret_cast<unsigned long long*>(to), static_cast<unsigned long long>(x));
}

__device__ inline void add(Halves* to, const Halves& sum) {
  if (sum.low) add(&to->low, sum.low);
  if (sum.high) add(&to->high, sum.high);
}

// The sink of host/trial/tally.h for what is rare: one addition an event.
struct AtomicSink {
  DeviceTally to;
  __device__ void count(u64 index, u64 n) { add(to.counters + index, n); }
  __device__ void sum(u64 index, u64 x) {
    add(to.low + index, u32(x));
    add(to.high + index, x >> 32);
  }
};

__device__ inline FactorPath<OneLane> path_of(const Batch& b, u32 t) {
  return {b.paths + t, b.batch, b.tables.quarters};
}

__device__ inline Mail<OneLane> mail_of(const Batch& b, u32 t) {
  return {b.mail + t, b.batch, u64(kMailRows) * b.batch};
}

__device__ inline void least(u64* to, u64 x) {
  atomicMin(reinterpret_cast<unsigned long long*>(to), static_cast<unsigned long long>(x));
}

__device__ inline void note_runaway(const Batch& b, u64 trial, u32 number) {
  least(b.runaway, runaway_address(b.tables, trial, number));
}

}  // namespace headroom::cuda
