// How the lanes of a warp share their trials. Included by .cu files alone.
#pragma once
#include "cuda/device_side.h"
#include "cuda/walk_rows.h"

namespace headroom::cuda {

// Lanes that may idle before a warp ends their trials and begins others: that is done in these lanes alone.
constexpr u32 kIdleLanes = 4;

__device__ inline u32 lane_number() { return threadIdx.x & 31u; }
__device__ inline u32 lanes_below(u32 lanes) { return __popc(lanes & ((1u << lane_number()) - 1)); }

// The place of zero bit number n.
__device__ inline u32 zero_bit(u64 bits, u32 n) {
  u32 at = 0;
  for (u32 half = 32; half > 0; half /= 2) {
    const u64 low = ~bits >> at & ((u64(1) << half) - 1);
    const u32 zeros = __popcll(low);
    if (n < zeros) continue;
    n -= zeros;
    at += half;
  }
  return at;
}

// The number of a trial, as its batch's first and its place there: one register instead of two.
struct BatchTrial {
  u64 first;
  u32 t;
  __device__ operator u64() const { return first + t; }
};

// The trials of a warp, in the memory that its block shares: registers are for what each order needs.
struct Stock {
  u64* scratch;   // its slots
  u32 end;        // behind its last trial, of the batch
  u32 next;       // the trial that is taken next
  u32 prepared;   // the first that is not ready
  u32 ready[32];  // the slot that a lane has made ready last
  u32 slot[32];   // in which a lane walks
};

// Trials are handed to the lanes of a warp as these fall idle, so that none waits for the one with the most orders. All
// 32 lanes make 32 trials ready at a time, clocks and meters: that is a sixth of the work, and the same in each lane.
// At most 32 of the 64 slots are walked in when the last trial that was ready is taken, so that as many are free.
template <class Lane>
class Supply {
 public:
  __device__ Supply(const Batch& b, const Tables& tables, const Destination& place, u32 warp, Stock* stock)
      : batch_(b), tables_(tables), place_(place), stock_(stock) {
    if (lane_number() == 0) {
      const u32 first = warp * b.trials_a_warp;
      stock->scratch = b.scratch + u64(warp) * b.slot_rows * kSlots;
      stock->end = u32(min(u64(first) + b.trials_a_warp, b.range.count));
      stock->next = stock->prepared = first;
    }
    __syncwarp();
  }

  __device__ bool left() const { return stock_->next < stock_->end; }
  // Of the trial that this lane has taken last; `t` is its place in the batch.
  __device__ Column<OneLane> month_end() const { return scratch(0).month_end; }
  __device__ Scratch<OneLane> scratch(u32 t) const { return scratch(t, stock_->slot[lane_number()]); }

  // Gives each lane of `idle` a trial while there are any: its place in the batch, else kNever. By all lanes.
  __device__ u32 take(u32 idle) {
    const bool wants = idle >> lane_number() & 1u;
    if (stock_->next == stock_->prepared) prepare(wants ? 0 : u64(1) << stock_->slot[lane_number()]);
    const u32 next = stock_->next, prepared = stock_->prepared, mine = next + lanes_below(idle);
    const bool takes = wants && mine < min(prepared, stock_->end);
    if (takes) stock_->slot[lane_number()] = stock_->ready[mine - (prepared - 32)];
    __syncwarp();
    if (lane_number() == 0) stock_->next = min(next + __popc(idle), prepared);
    __syncwarp();
    return takes ? mine : kNever;
  }

 private:
  __device__ Scratch<OneLane> scratch(u32 t, u32 slot) const {
    Scratch<OneLane> its = carve_scratch<OneLane>(slot_rows(tables_, place_), {stock_->scratch + slot, kSlots});
    its.notes = {batch_.outcomes + t, batch_.batch};
    return its;
  }

  // `held` is the slot that this lane walks in.
  __device__ void prepare(u64 held) {
    for (u32 other = 1; other < 32; other *= 2) held |= __shfl_xor_sync(~0u, held, other);
    const u32 slot = zero_bit(held, lane_number()), t = stock_->prepared + lane_number();
    if (t < stock_->end) {
      Scratch<OneLane> its = scratch(t, slot);
      Lane::prepare(batch_, tables_, place_, t, &its);
    }
    __syncwarp();
    stock_->ready[lane_number()] = slot;
    if (lane_number() == 0) stock_->prepared += 32;
    __syncwarp();
  }

  const Batch& batch_;
  const Tables& tables_;
  const Destination& place_;
  Stock* const stock_;
};

// A lane walks one trial; a warp takes trials_a_warp that follow each other. Any number of warps a block: they do not
// meet. As a walk does, a Lane is told of the tables and the destination in each call:
//   prepare(b, tables, place, t, scratch)   makes the memory of trial t ready, for whichever lane will take it; static
//   begin(tables, &place, t, scratch)       goes to its start
//   step(tables, place)                     one event; whether there is more to come
//   finish(tables, place, month_end)        its end
template <class Lane>
__device__ void walk_in_lanes(const Batch& b, const Tables& tables, Destination* place, Lane* lane) {
  const u32 warp = (blockIdx.x * blockDim.x + threadIdx.x) / 32;
  if (u64(warp) * b.trials_a_warp >= b.range.count) return;
  __shared__ Stock stocks[kMostThreads / 32];
  Supply<Lane> supply(b, tables, *place, warp, stocks + threadIdx.x / 32);
  bool walks = false, ended = false;  // this lane walks through a trial, has come to the end of one
  for (;;) {
    const u32 idle = __ballot_sync(~0u, !walks);
    if (__popc(idle) >= kIdleLanes && (supply.left() || idle == ~0u)) {
      if (ended) lane->finish(tables, *place, supply.month_end());
      ended = false;
      if (!supply.left()) return;
      const u32 t = supply.take(idle);
      if (t != kNever) {
        walks = true;
        lane->begin(tables, place, t, supply.scratch(t));
      }
    }
    if (walks) {
      walks = lane->step(tables, *place);
      ended = !walks;
    }
  }
}

}  // namespace headroom::cuda
