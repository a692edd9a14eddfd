#include "cuda/device_run.h"

#include <algorithm>

namespace headroom::cuda {
namespace {

constexpr u32 kLargestBatch = 4096;

// How many trials go through at once: half of the free memory at most, whole blocks.
u32 batch_size(const Tables& tables, const ScratchRows& rows, u64 trials) {
  std::size_t free = 0, total = 0;
  HEADROOM_CUDA(cudaMemGetInfo(&free, &total));
  const u64 fits = free / 2 / trial_bytes(tables, rows) / kThreads * kThreads;
  const u64 wanted = (trials + kThreads - 1) / kThreads * kThreads;
  return u32(std::clamp<u64>(std::min(fits, wanted), kThreads, kLargestBatch));
}

}  // namespace

DeviceRun::DeviceRun(const Tables& tables, u64 trials, const TallyShape& shape)
    : DeviceRun(tables, trials, shape, ScratchRows(tables)) {}

DeviceRun::DeviceRun(const Tables& tables, u64 trials, const TallyShape& shape, const ScratchRows& rows)
    : host_tables_(tables),
      tables_(tables),
      memory_(tables, rows, batch_size(tables, rows, trials)),
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
  HEADROOM_CUDA(launch_factors(view_));
  // A hub runs after all that send to it: a launch a level, in stream order.
  u32 from = 0;
  for (u32 level = 0; level < host_tables_.level_count; ++level) {
    const u32 to = host_tables_.words[host_tables_.level_ends + level];
    HEADROOM_CUDA(launch_walks(view_, from, to));
    from = to;
  }
  HEADROOM_CUDA(launch_companies(view_));
  HEADROOM_CUDA(launch_joint(view_));
}

void DeviceRun::add(TrialRange range) {
  view_.range = range;
  launch();
  HEADROOM_CUDA(cudaDeviceSynchronize());
  if (const u64 address = runaway_.fetch()[0]; address != ~u64(0)) {
    const u64 numbers = u64(host_tables_.destination_count) + host_tables_.company_count;
    throw_runaway(host_tables_, address / numbers, u32(address % numbers));
  }
}

void DeviceRun::mark(u64 first, ExhaustedBits* bits) const {
  const auto words = memory_.exhausted();
  const u32 stride = view_.batch / 32, used = u32((view_.range.count + 31) / 32);
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
