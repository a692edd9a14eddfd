#include "cuda/device_run.h"

#include <algorithm>

namespace headroom::cuda {
namespace {

constexpr u32 kWarpsAMultiprocessor = 32;  // of 64 registers a thread, as walk.cu bounds them
// Destinations are walked side by side: few trials of one do not fill a device, and where its last walks end those of
// another begin.
constexpr u32 kFewestTracks = 2, kMostTracks = 16;

}  // namespace

BatchShape shape_of(const Tables& tables, u64 trials, const CudaOptions& options) {
  int device = 0, multiprocessors = 0;
  HEADROOM_CUDA(cudaGetDevice(&device));
  HEADROOM_CUDA(cudaDeviceGetAttribute(&multiprocessors, cudaDevAttrMultiProcessorCount, device));
  std::size_t free = 0, total = 0;
  HEADROOM_CUDA(cudaMemGetInfo(&free, &total));
  const u32 filled = options.warps ? options.warps : u32(multiprocessors) * kWarpsAMultiprocessor;
  const u32 warps = std::min(words_of(u32(trials)), filled), for_companies = tables.company_count * (kMostThreads / 32);
  const u32 tracks = std::clamp(filled / warps, kFewestTracks, kMostTracks);
  BatchShape shape{0, options.threads, std::max(for_companies, warps), tracks};
  const u64 for_warps = u64(tracks) * shape.warps * warp_bytes(tables), half = free / 2;
  shape.batch = u32(std::clamp<u64>((half - std::min(half, for_warps)) / trial_bytes(tables, tracks), 1, trials));
  return shape;
}

DeviceRun::DeviceRun(const Tables& tables, const BatchShape& shape)
    : tables_(tables),
      memory_(tables, shape),
      counters_(tally_shape(tables).all_counters()),
      low_(tally_shape(tables).all_sums()),
      high_(low_.size()),
      even_(tables.destination_count, shape.batch),
      odd_(tables.destination_count, shape.batch),
      tracks_(shape.tracks) {
  view_.tables = tables_.view();
  memory_.place(0, &view_);
  view_.tally = {counters_.data(), low_.data(), high_.data(), tally_shape(tables)};
  HEADROOM_CUDA(cudaDeviceSynchronize());
}

DeviceRun::~DeviceRun() {
  cudaDeviceSynchronize();  // or memory would be freed under a batch that an error has left behind
}

// Destinations from place `from` of the run order on, in turns on the tracks.
void DeviceRun::launch_level(const Tables& tables, u32 from, u32 to) {
  HEADROOM_CUDA(cudaEventRecord(ready_.get(), work_.get()));
  for (u32 k = 0; k < tracks_.size() && from + k < to; ++k) {
    const Track& track = tracks_[k];
    Batch view = view_;
    memory_.place(k, &view);
    HEADROOM_CUDA(cudaStreamWaitEvent(track.stream.get(), ready_.get()));
    for (u32 i = from + k; i < to; i += u32(tracks_.size())) {
      const u32 d = tables.words[tables.run_order + i];
      HEADROOM_CUDA(launch_walk(view, tables.destinations[d], d, track.stream.get()));
      HEADROOM_CUDA(launch_tally(view, tables.destinations[d], d, track.stream.get()));
    }
    HEADROOM_CUDA(cudaEventRecord(track.done.get(), track.stream.get()));
    HEADROOM_CUDA(cudaStreamWaitEvent(work_.get(), track.done.get()));
  }
}

void DeviceRun::launch(const Tables& tables, TrialRange batch) {
  view_.range = batch;
  view_.trials_a_warp = trials_a_warp(batch.count, view_.warps);
  HEADROOM_CUDA(launch_factors(view_, work_.get()));
  // A hub runs after all that send to it: a level after the other.
  u32 from = 0;
  for (u32 level = 0; level < tables.level_count; ++level) {
    const u32 to = tables.words[tables.level_ends + level];
    launch_level(tables, from, to);
    from = to;
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
  for (std::size_t i = 0; i < low.size(); ++i) tally->sums[i].add(Halves{low[i], high[i]}.whole());
}

}  // namespace headroom::cuda
