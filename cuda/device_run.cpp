#include "cuda/device_run.h"

#include <algorithm>

namespace headroom::cuda {
namespace {

constexpr u32 kWarpsAMultiprocessor = 32;  // of 64 registers a thread, as walk.cu bounds them

}  // namespace

BatchShape shape_of(const Tables& tables, u64 trials, u32 threads) {
  int device = 0, multiprocessors = 0;
  HEADROOM_CUDA(cudaGetDevice(&device));
  HEADROOM_CUDA(cudaDeviceGetAttribute(&multiprocessors, cudaDevAttrMultiProcessorCount, device));
  std::size_t free = 0, total = 0;
  HEADROOM_CUDA(cudaMemGetInfo(&free, &total));
  const u32 for_companies = tables.company_count * (kMostThreads / 32);
  BatchShape shape{
      0, threads,
      std::max(for_companies, std::min(words_of(u32(trials)), u32(multiprocessors) * kWarpsAMultiprocessor))};
  const u64 for_warps = shape.warps * warp_bytes(tables), half = free / 2;
  shape.batch = u32(std::clamp<u64>((half - std::min(half, for_warps)) / trial_bytes(tables), 1, trials));
  return shape;
}

DeviceRun::DeviceRun(const Tables& tables, const BatchShape& shape)
    : tables_(tables),
      memory_(tables, shape),
      counters_(tally_shape(tables).all_counters()),
      low_(tally_shape(tables).all_sums()),
      high_(low_.size()),
      even_(tables.destination_count, shape.batch),
      odd_(tables.destination_count, shape.batch) {
  view_.tables = tables_.view();
  memory_.place(&view_);
  view_.tally = {counters_.data(), low_.data(), high_.data(), tally_shape(tables)};
  HEADROOM_CUDA(cudaDeviceSynchronize());
}

DeviceRun::~DeviceRun() {
  cudaDeviceSynchronize();  // or memory would be freed under a batch that an error has left behind
}

void DeviceRun::launch(const Tables& tables, TrialRange batch) {
  view_.range = batch;
  view_.trials_a_warp = u32((batch.count + view_.warps - 1) / view_.warps + 31) / 32 * 32;
  HEADROOM_CUDA(launch_factors(view_, work_.get()));
  // In the order of a walk: a hub runs after all that send to it.
  for (u32 i = 0; i < tables.destination_count; ++i) {
    const u32 d = tables.words[tables.run_order + i];
    const Destination& place = tables.destinations[d];
    HEADROOM_CUDA(launch_walk(view_, place, d, work_.get()));
    HEADROOM_CUDA(launch_tally(view_, place, d, work_.get()));
  }
  HEADROOM_CUDA(launch_companies(view_, work_.get()));
  HEADROOM_CUDA(launch_joint(view_, work_.get()));
}

u64 DeviceRun::run(const Tables& tables, TrialRange chunk, Marks* marks) {
  for (Array<u64>* tallies : {&counters_, &low_, &high_}) tallies->clear(work_.get());
  BatchResults *next = &even_, *other = &odd_;
  u64 runaway = kNoRunaway;
  for (u64 at = 0; at < chunk.count; at += view_.batch) {
    // One batch runs while the host sees to the results of the one before.
    runaway = next->take(marks);
    if (runaway != kNoRunaway) break;
    const TrialRange batch{chunk.first + at, std::min<u64>(view_.batch, chunk.count - at)};
    next->place(&view_);
    launch(tables, batch);
    next->bring(batch, marks->wanted(), work_, copies_);
    std::swap(next, other);
  }
  runaway = std::min(runaway, next->take(marks));
  return std::min(runaway, other->take(marks));
}

void DeviceRun::collect(Tally* tally) const {
  const auto counters = counters_.fetch(), low = low_.fetch(), high = high_.fetch();
  for (std::size_t i = 0; i < counters.size(); ++i) tally->counters[i] += counters[i];
  for (std::size_t i = 0; i < low.size(); ++i) {
    tally->sums[i].add(low[i]);
    tally->sums[i].add(Sum{high[i] << 32, high[i] >> 32});
  }
}

}  // namespace headroom::cuda
