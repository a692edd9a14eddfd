#include "cuda/device_run.h"

#include <algorithm>

namespace headroom::cuda {
namespace {

constexpr u32 kLargestBatch = 1u << 20;
constexpr u32 kWarpsAMultiprocessor = 32;  // of 64 registers a thread, as walk.cu bounds them

// Half of the free memory at most.
BatchShape shape_of(const Tables& tables, u64 trials) {
  int device = 0, multiprocessors = 0;
  HEADROOM_CUDA(cudaGetDevice(&device));
  HEADROOM_CUDA(cudaDeviceGetAttribute(&multiprocessors, cudaDevAttrMultiProcessorCount, device));
  std::size_t free = 0, total = 0;
  HEADROOM_CUDA(cudaMemGetInfo(&free, &total));
  const u64 wanted = std::clamp<u64>(trials, 1, kLargestBatch);
  const u32 for_companies = tables.company_count * (kMostThreads / 32);
  BatchShape shape{
      0, kMostThreads,
      std::max(for_companies, std::min(words_of(u32(wanted)), u32(multiprocessors) * kWarpsAMultiprocessor))};
  const u64 for_warps = shape.warps * warp_bytes(tables), half = free / 2;
  shape.batch = u32(std::clamp<u64>((half - std::min(half, for_warps)) / trial_bytes(tables), 1, wanted));
  return shape;
}

}  // namespace

DeviceRun::DeviceRun(const Tables& tables, u64 trials, const TallyShape& shape)
    : host_tables_(tables),
      tables_(tables),
      memory_(tables, shape_of(tables, trials)),
      counters_(shape.all_counters()),
      low_(shape.all_sums()),
      high_(shape.all_sums()),
      runaway_(std::vector<u64>{~u64(0)}) {
  for (Array<u64>* tallies : {&counters_, &low_, &high_}) tallies->clear();
  view_.tables = tables_.view();
  memory_.place(&view_);
  view_.runaway = runaway_.data();
  view_.tally = {counters_.data(), low_.data(), high_.data(), shape};
}

void DeviceRun::launch() {
  HEADROOM_CUDA(launch_factors(view_, nullptr));
  // In the order of a walk: a hub runs after all that send to it.
  for (u32 i = 0; i < host_tables_.destination_count; ++i) {
    const u32 d = host_tables_.words[host_tables_.run_order + i];
    const Destination& place = host_tables_.destinations[d];
    HEADROOM_CUDA(launch_walk(view_, place, d, nullptr));
    HEADROOM_CUDA(launch_tally(view_, place, d, nullptr));
  }
  HEADROOM_CUDA(launch_companies(view_, nullptr));
  HEADROOM_CUDA(launch_joint(view_, nullptr));
}

void DeviceRun::add(TrialRange range) {
  view_.range = range;
  view_.trials_a_warp = u32((range.count + view_.warps - 1) / view_.warps + 31) / 32 * 32;
  launch();
  HEADROOM_CUDA(cudaDeviceSynchronize());
  if (const u64 address = runaway_.fetch()[0]; address != ~u64(0)) {
    const u64 numbers = u64(host_tables_.destination_count) + host_tables_.company_count;
    throw_runaway(host_tables_, address / numbers, u32(address % numbers));
  }
}

void DeviceRun::mark(u64 first, ExhaustedBits* bits) const {
  const auto words = memory_.exhausted();
  const u32 stride = words_of(view_.batch), used = words_of(u32(view_.range.count));
  for (u32 d = 0; d < host_tables_.destination_count; ++d)
    for (u32 i = 0; i < used; ++i) bits->set_32(d, first + 32 * i, words[d * stride + i]);
}

void DeviceRun::collect(Tally* to) const {
  const auto counters = counters_.fetch(), low = low_.fetch(), high = high_.fetch();
  for (std::size_t i = 0; i < counters.size(); ++i) to->counters[i] += counters[i];
  for (std::size_t i = 0; i < low.size(); ++i) {
    to->sums[i].add(low[i]);
    to->sums[i].add(Sum{high[i] << 32, high[i] >> 32});
  }
}

}  // namespace headroom::cuda
